import type { Endpoint } from '@kith/contract';
import type { JsonSchema, SchemaBook } from './json-schema.js';

/** An operation of OpenAPI 3.1; its members are those of the specification. */
export type Operation = Readonly<Record<string, unknown>>;

/** Operations by path, then by method in lower case. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** The HTTP APIs of the contract. */
type Dialect = 'im' | 'api' | 'admin';

/** An endpoint with the names by which the contract exports it: `im.message.textMsg`. */
export interface NamedEndpoint {
  readonly dialect: Dialect;
  readonly group: string;
  readonly name: string;
  readonly endpoint: Endpoint;
}

/** Every endpoint of a dialect, in the order of the contract. */
export function endpointsOf(dialect: Dialect, groups: object): NamedEndpoint[] {
  return Object.entries(groups).flatMap(([group, endpoints]) =>
    Object.entries(endpoints as Record<string, Endpoint>).map(([name, endpoint]) => ({
      dialect,
      group,
      name,
      endpoint,
    })),
  );
}

/** The members that every operation has. */
export function headOf({ dialect, group, name, endpoint }: NamedEndpoint): Operation {
  return {
    operationId: `${dialect}.${group}.${name}`,
    tags: [tagOf({ dialect, group })],
    summary: endpoint.summary,
    'x-source': endpoint.source,
    ...(endpoint.auth === 'none' && { security: [] }),
  };
}

/** The tag of a group: `im.message`. */
export function tagOf({ dialect, group }: Pick<NamedEndpoint, 'dialect' | 'group'>): string {
  return `${dialect}.${group}`;
}

/** A parameter of the path or the query. */
export function parameterOf(
  [name, field]: readonly [string, object],
  place: 'path' | 'query',
  isRequired: boolean,
  book: SchemaBook,
): Operation {
  const { description, ...schema } = book.of(field);
  return {
    name,
    in: place,
    required: isRequired,
    ...(description !== undefined && { description }),
    schema,
  };
}

/** The body of a request, from the parameters that are in neither its path nor its query. */
export function requestBodyOf(
  fields: readonly [string, object][],
  { required, book, types }: { required: ReadonlySet<string>; book: SchemaBook; types: readonly string[] },
): Operation {
  const names = fields.map(([name]) => name).filter((name) => required.has(name));
  const schema = {
    type: 'object',
    ...(names.length > 0 && { required: names }),
    properties: Object.fromEntries(fields.map(([name, field]) => [name, book.of(field)])),
  };
  return bodyOf(schema, {
    types,
    example: undefined,
    isRequired: names.length > 0,
  });
}

/** A body that a request may encode in several ways. In a form, values of `wire: json` are JSON texts. */
export function bodyOf(
  schema: JsonSchema,
  { types, example, isRequired }: { types: readonly string[]; example: unknown; isRequired: boolean },
): Operation {
  const jsonMembers = Object.entries((schema['properties'] as Record<string, JsonSchema>) ?? {})
    .filter(([, member]) => member['type'] === undefined && member['$ref'] === undefined)
    .map(([name]) => [name, { contentType: 'application/json' }]);
  const encoding = jsonMembers.length > 0 ? Object.fromEntries(jsonMembers) : undefined;
  return {
    required: isRequired,
    content: Object.fromEntries(
      types.map((type) => [
        type,
        {
          schema,
          ...(example !== undefined && { example }),
          ...(encoding && type !== JSON_TYPE && { encoding }),
        },
      ]),
    ),
  };
}

export const JSON_TYPE = 'application/json';
export const MULTIPART_TYPE = 'multipart/form-data';

/** JSON is first, because generators use the first type, and because JSON keeps the types of values. */
export const BODY_TYPES = [JSON_TYPE, 'application/x-www-form-urlencoded', MULTIPART_TYPE] as const;
