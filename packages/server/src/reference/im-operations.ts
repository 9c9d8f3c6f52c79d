import { answerSchema, im, type Endpoint } from '@kith/contract';
import { DomainError, errorCodes, type ErrorCode } from '@kith/core/kernel';
import { readExamples, type Example } from '../conformance/examples.js';
import { coerce } from '../dialects/im/coerce.js';
import { presentFault, presentRefusal } from '../dialects/im/errors.js';
import { fitExample } from './fit-example.js';
import type { JsonSchema, SchemaBook } from './json-schema.js';
import {
  BODY_TYPES,
  bodyOf,
  endpointsOf,
  headOf,
  JSON_TYPE,
  MULTIPART_TYPE,
  type NamedEndpoint,
  type Operation,
  type Paths,
} from './operations.js';

export const imEndpoints: readonly NamedEndpoint[] = endpointsOf('im', im);

/** The operations of the Chat API. Endpoints accept GET and POST; only POST is described. */
export function imPaths(book: SchemaBook): Paths {
  const examples = new Map(readExamples().map((example) => [example.path.toLowerCase(), example]));
  return Object.fromEntries(
    imEndpoints.map((named) => {
      const { path } = named.endpoint;
      return [path, { post: operationOf(named, book, examples.get(path.toLowerCase())) }];
    }),
  );
}

function operationOf(named: NamedEndpoint, book: SchemaBook, example: Example | undefined): Operation {
  const { endpoint } = named;
  const body = requestBodyOf(endpoint, book, example);
  return {
    ...headOf(named),
    ...(endpoint.auth === 'session' && { security: [{ bearer: [] }, { imToken: [] }] }),
    parameters: [
      { $ref: '#/components/parameters/locale' },
      ...(endpoint.auth === 'none' ? [{ $ref: '#/components/parameters/tenant' }] : []),
    ],
    ...(body && { requestBody: body }),
    responses: { 200: answerOf(endpoint, book, example) },
  };
}

function requestBodyOf(
  endpoint: Endpoint,
  book: SchemaBook,
  example: Example | undefined,
): Operation | undefined {
  const params = book.of(endpoint.params);
  const isEmpty = Object.keys(endpoint.params.properties).length === 0;
  if (endpoint.file === 'none' && isEmpty) return undefined;
  const values = example && !isEmpty ? coerce(endpoint, example.request) : undefined;
  const required = (params['required'] as string[] | undefined) ?? [];
  if (endpoint.file === 'none')
    return bodyOf(params, {
      types: BODY_TYPES,
      example: values,
      isRequired: required.length > 0,
    });
  const withFile = {
    ...params,
    properties: {
      ...(params['properties'] as object),
      file: { type: 'string', contentMediaType: 'application/octet-stream' },
    },
    ...(endpoint.file === 'required' && { required: [...required, 'file'] }),
  };
  return bodyOf(withFile, { types: [MULTIPART_TYPE], example: undefined, isRequired: true });
}

function answerOf(endpoint: Endpoint, book: SchemaBook, example: Example | undefined): Operation {
  const success = answerSchema(endpoint);
  const refusal = endpoint.reply === 'code' ? 'ImRefusalWithCode' : 'ImRefusal';
  return {
    description: 'Success, or a refusal: the HTTP status is 200 for both.',
    headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
    content: {
      [JSON_TYPE]: {
        schema: { anyOf: [book.of(success), { $ref: `#/components/schemas/${refusal}` }] },
        ...(example && { example: shownAnswer(success, example.response) }),
      },
    },
  };
}

/** The documented answer; for some endpoints the document shows a refusal. */
function shownAnswer(success: object, response: unknown): unknown {
  const { err, msg } = response as { err?: number; msg?: string };
  return err === undefined || err === 0 ? fitExample(success, response) : { err, msg };
}

/** The refusals of the Chat API. */
export function imRefusals(): Record<string, JsonSchema> {
  const codes = Object.keys(errorCodes) as ErrorCode[];
  const shown = codes.map((code) => ({ code, ...presentRefusal(new DomainError(code), 'en') }));
  const rows = shown.map(({ code, err, msg }) => `| ${err} | ${msg} | ${errorCodes[code]} |`);
  const fault = presentFault('en');
  const head = {
    err: { type: 'integer', enum: [...new Set(shown.map(({ err }) => err))] },
    msg: { type: 'string', description: 'A message for users, in the language of the caller.' },
  };
  const description = [
    'The reason for the refusal. A value in braces or after a colon names the field or the limit.',
    '',
    '| err | msg in English | when |',
    '|---|---|---|',
    ...rows,
    `| ${fault.err} | ${fault.msg} | The server failed; see its log. |`,
  ].join('\n');
  return {
    ImRefusal: { type: 'object', description, required: ['err', 'msg'], properties: head },
    ImRefusalWithCode: {
      type: 'object',
      description: 'The refusal of an endpoint whose success has a `code`: `err` and `code` are equal.',
      required: ['err', 'code', 'msg'],
      properties: { err: head.err, code: head.err, msg: head.msg },
    },
  };
}
