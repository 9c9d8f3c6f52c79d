import { api, apiAnswerSchema, type Endpoint } from '@kith/contract';
import { DomainError, errorCodes, type ErrorCode } from '@kith/core/kernel';
import { readApiExamples, type ApiExample } from '../conformance/examples.js';
import { apiErrors, presentFault, presentRefusal } from '../dialects/api/errors.js';
import { fitExample } from './fit-example.js';
import type { JsonSchema, SchemaBook } from './json-schema.js';
import {
  BODY_TYPES,
  endpointsOf,
  headOf,
  JSON_TYPE,
  parameterOf,
  requestBodyOf,
  type NamedEndpoint,
  type Operation,
  type Paths,
} from './operations.js';

export const apiEndpoints: readonly NamedEndpoint[] = endpointsOf('api', api);

/** The operations of the Friendship API. */
export function apiPaths(book: SchemaBook): Paths {
  const examples = new Map(
    readApiExamples().map((example) => [`${example.method} ${example.path}`, example]),
  );
  const paths: Record<string, Record<string, Operation>> = {};
  for (const named of apiEndpoints) {
    const { method, path } = named.endpoint;
    (paths[path] ??= {})[method.toLowerCase()] = operationOf(named, book, examples.get(`${method} ${path}`));
  }
  return paths;
}

function operationOf(named: NamedEndpoint, book: SchemaBook, example: ApiExample | undefined): Operation {
  const { endpoint } = named;
  const fields = Object.entries(endpoint.params.properties);
  const inPath = fields.filter(([name]) => endpoint.path.includes(`{${name}}`));
  const others = fields.filter(([name]) => !endpoint.path.includes(`{${name}}`));
  const hasBody = endpoint.method === 'POST' || endpoint.method === 'PUT';
  const required = new Set(endpoint.params['required'] as string[] | undefined);
  return {
    ...headOf(named),
    ...(endpoint.auth === 'session' && { security: [{ bearer: [] }, { apiToken: [] }] }),
    parameters: [
      ...inPath.map((field) => parameterOf(field, 'path', true, book)),
      ...(hasBody ? [] : others.map((field) => parameterOf(field, 'query', required.has(field[0]), book))),
      ...(endpoint.auth === 'none' ? [{ $ref: '#/components/parameters/tenant' }] : []),
    ],
    ...(hasBody &&
      others.length > 0 && { requestBody: requestBodyOf(others, { required, book, types: BODY_TYPES }) }),
    responses: { 200: answerOf(endpoint, book, example), ...refusalsOf() },
  };
}

function answerOf(endpoint: Endpoint, book: SchemaBook, example: ApiExample | undefined): Operation {
  const success = apiAnswerSchema(endpoint);
  const shown = example?.responses.filter(({ error }) => error !== true) ?? [];
  const examples = shown.map((response, i) => [
    `documented ${i + 1}`,
    { value: fitExample(success, response) },
  ]);
  return {
    description: 'Success.',
    content: {
      [JSON_TYPE]: {
        schema: book.of(success),
        ...(examples.length > 0 && { examples: Object.fromEntries(examples) }),
      },
    },
  };
}

function refusalsOf(): Record<number, JsonSchema> {
  return Object.fromEntries(
    STATUSES.map((status) => [status, { $ref: `#/components/responses/ApiRefusal${status}` }]),
  );
}

const STATUSES = [400, 429, 500] as const;

/** The refusals of the Friendship API by HTTP status, each code with an example. */
export function apiRefusals(): Record<string, Operation> {
  return Object.fromEntries(STATUSES.map((status) => [`ApiRefusal${status}`, refusalOf(status)]));
}

function refusalOf(status: (typeof STATUSES)[number]): Operation {
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter((code) => apiErrors[code].status === status);
  const shown = codes.map((name) => ({
    name: name as string,
    summary: errorCodes[name] as string,
    ...presentRefusal(new DomainError(name), { values: {}, secrets: new Set(), tenant: undefined }),
  }));
  if (presentFault().status === status)
    shown.push({ name: 'fault', summary: 'The server failed; see its log.', ...presentFault() });
  const numbers = [...new Set(shown.map(({ code }) => code))].toSorted((a, b) => a - b);
  return {
    description: `Refused: \`code\` is ${numbers.join(', ')}.`,
    ...(status !== 400 && { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }),
    content: {
      [JSON_TYPE]: {
        schema: {
          type: 'object',
          required: ['code', 'message', 'error', 'hostname'],
          properties: {
            code: { type: 'integer', enum: numbers },
            message: { type: 'string' },
            error: { type: 'boolean', const: true },
            hostname: { type: 'string' },
            limit: { type: 'integer', description: 'For a quota: its limit.' },
            remaining: { type: 'integer', description: 'For a quota: the remaining amount.' },
            reset_at: { type: 'string', description: 'For a quota: when it resets.' },
          },
        },
        examples: Object.fromEntries(
          shown.map(({ name, summary, code, message }) => [
            name,
            { summary, value: { code, message, error: true, hostname: 'chat.example.org' } },
          ]),
        ),
      },
    },
  };
}
