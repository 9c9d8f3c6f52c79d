import { answerSchema, apiAnswerSchema, type Endpoint } from '@kith/contract';
import { Compile } from 'typebox/compile';
import { collect, show, typeOf, type Collector, type Comparison } from './differences.js';

/** The part of JSON schema that the contract uses. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
}

/**
 * Compares an answer with the contract's schema for a success. Members of the envelope (`err`, `msg`) that the document
 * omits in its own example may be missing; clients treat that as success.
 */
export function compareContract(endpoint: Endpoint, answer: unknown, documented?: unknown): Comparison {
  const schema = (isOfApi(endpoint) ? apiAnswerSchema : answerSchema)(endpoint) as Schema;
  const isOptional = (name: string) =>
    (name === 'err' || name === 'msg') &&
    typeOf(documented) === 'object' &&
    !Object.hasOwn(documented as object, name);
  return compareSchema(
    { ...schema, ...(schema.required && { required: schema.required.filter((name) => !isOptional(name)) }) },
    answer,
  );
}

/** Whether an endpoint belongs to the Friendship API. */
export function isOfApi({ path }: Endpoint): boolean {
  return path.startsWith('/api/');
}

/** Compares a value with a schema. */
export function compareSchema(schema: object, value: unknown, at = 'body'): Comparison {
  const found = collect();
  compare(found, schema, value, at);
  const comparison = found.result();
  // The walk finds readable messages; the schema library decides whether the value is valid.
  const validator = Compile(schema);
  const isSaid = comparison.differences.some(({ kind }) => kind !== 'rows');
  if (isSaid || validator.Check(value)) return comparison;
  const [error] = validator.Errors(value);
  found.differ('value', `${at}${error?.instancePath ?? ''}`, error?.message ?? 'is not valid');
  return found.result();
}

function compare(found: Collector, schema: Schema, value: unknown, at: string): void {
  if (schema.anyOf) return compareUnion(found, schema.anyOf, value, at);
  if (schema.type !== undefined && !hasType(schema.type, value)) {
    const wanted = schema.type === 'integer' ? 'a whole number' : schema.type;
    return found.differ('type', at, `is ${describe(schema, value)}, not ${wanted}`);
  }
  if (Object.hasOwn(schema, 'const') && schema.const !== value) {
    const says = schema.const === '' ? 'discloses a secret' : `is ${show(value)}, not ${show(schema.const)}`;
    return found.differ('value', at, says);
  }
  if (Array.isArray(value)) return compareRows(found, schema, value, at);
  if (typeOf(value) === 'object')
    compareMembers(found, schema, value as Readonly<Record<string, unknown>>, at);
}

/** The branch of the value's own type gives the best message. */
function compareUnion(found: Collector, branches: readonly Schema[], value: unknown, at: string): void {
  const ofType = branches.filter((branch) => branch.type === undefined || hasType(branch.type, value));
  const fitting = ofType.find((branch) => isConst(branch, value)) ?? ofType[0];
  if (fitting && ofType.every((branch) => Object.hasOwn(branch, 'const')) && !isConst(fitting, value)) {
    const allowed = ofType.map((branch) => show(branch.const)).join(' or ');
    found.differ('value', at, `is ${show(value)}, not ${allowed}`);
  } else if (fitting) compare(found, fitting, value, at);
  else found.differ('type', at, `is ${typeOf(value)}, not ${branches.map(({ type }) => type).join(' or ')}`);
}

function compareMembers(
  found: Collector,
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  at: string,
): void {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const place = `${at}.${name}`;
    const isRequired = schema.required?.includes(name) ?? false;
    if (isRequired) found.expect(place);
    if (Object.hasOwn(value, name)) compare(found, member, value[name], place);
    else if (isRequired) found.differ('missing', place, 'is missing');
  }
  // Members with arbitrary names are rows: their names mean nothing.
  const [row] = Object.values(schema.patternProperties ?? {});
  if (row) for (const [i, one] of Object.values(value).entries()) compare(found, row, one, `${at}[${i}]`);
}

function compareRows(found: Collector, schema: Schema, rows: readonly unknown[], at: string): void {
  if (schema.items?.type === 'object') found.list(at, rows.length);
  if (schema.items) for (const [i, row] of rows.entries()) compare(found, schema.items, row, `${at}[${i}]`);
}

function hasType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'void') return value === undefined;
  return typeOf(value) === type;
}

function isConst(schema: Schema, value: unknown): boolean {
  return Object.hasOwn(schema, 'const') && schema.const === value;
}

function describe(schema: Schema, value: unknown): string {
  return schema.type === 'integer' && typeof value === 'number' ? String(value) : typeOf(value);
}
