import { admin, adminAnswerSchema, type AdminEndpoint } from '@kith/contract';
import { DomainError, errorCodes, type ErrorCode } from '@kith/core/kernel';
import { presentFault, presentRefusal } from '../dialects/admin/errors.js';
import type { JsonSchema, SchemaBook } from './json-schema.js';
import {
  endpointsOf,
  headOf,
  JSON_TYPE,
  parameterOf,
  requestBodyOf,
  type NamedEndpoint,
  type Operation,
  type Paths,
} from './operations.js';

export const adminEndpoints: readonly NamedEndpoint[] = endpointsOf('admin', admin);

/** The operations of the admin API. */
export function adminPaths(book: SchemaBook): Paths {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const named of adminEndpoints) {
    const { method, path } = named.endpoint;
    (paths[path] ??= {})[method.toLowerCase()] = operationOf(named, book);
  }
  return paths;
}

function operationOf(named: NamedEndpoint, book: SchemaBook): Operation {
  const endpoint = named.endpoint as AdminEndpoint; // the groups of `admin` have no others
  const fields = Object.entries(endpoint.params.properties);
  const inPath = fields.filter(([name]) => endpoint.path.includes(`{${name}}`));
  const others = fields.filter(([name]) => !endpoint.path.includes(`{${name}}`));
  const isRead = endpoint.method === 'GET';
  const required = new Set(endpoint.params['required'] as string[] | undefined);
  return {
    ...headOf(named),
    'x-needs': endpoint.needs,
    'x-dangerous': endpoint.isDangerous,
    ...(endpoint.needs !== 'none' && { security: [{ staffSession: [] }] }),
    parameters: [
      ...inPath.map((field) => parameterOf(field, 'path', true, book)),
      ...(isRead ? others.map((field) => parameterOf(field, 'query', required.has(field[0]), book)) : []),
      ...(isRead ? [] : [{ $ref: '#/components/parameters/console' }]),
    ],
    ...(!isRead &&
      others.length > 0 && { requestBody: requestBodyOf(others, { required, book, types: [JSON_TYPE] }) }),
    responses: {
      200: {
        description: 'Success.',
        content: endpoint.downloads
          ? { '*/*': { schema: { type: 'string' } } }
          : { [JSON_TYPE]: { schema: book.of(adminAnswerSchema(endpoint)) } },
      },
      default: { $ref: '#/components/responses/AdminRefusal' },
    },
  };
}

/** The refusals of the admin API. */
export function adminRefusals(): Record<string, Operation> {
  const codes = Object.keys(errorCodes) as ErrorCode[]; // the keys of the table are its codes
  const shown = [
    ...codes.map((code) => ({
      summary: errorCodes[code] as string,
      ...presentRefusal(new DomainError(code), 'en'),
    })),
    { summary: 'The server failed; see its log.', ...presentFault('en') },
  ];
  const properties: JsonSchema = {
    code: { type: 'string', enum: shown.map(({ error }) => error.code) },
    message: {
      type: 'string',
      description: 'A sentence for the reader, in the language of `Accept-Language`.',
    },
    field: { type: 'string', description: 'The parameter concerned.' },
    retryMs: { type: 'integer', description: 'Milliseconds until the next attempt may succeed.' },
  };
  const schema = {
    type: 'object',
    required: ['error'],
    properties: { error: { type: 'object', required: ['code', 'message'], properties } },
  };
  const examples = shown.map(({ summary, error }) => [error.code, { summary, value: { error } }]);
  return {
    AdminRefusal: {
      description: 'Refused: the HTTP status follows from `code`.',
      headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
      content: { [JSON_TYPE]: { schema, examples: Object.fromEntries(examples) } },
    },
  };
}
