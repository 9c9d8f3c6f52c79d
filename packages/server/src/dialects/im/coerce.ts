import type { Endpoint } from '@kith/contract';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { DomainError, invalid, isStorable } from '@kith/core/kernel';
import { parseJson } from '../../app/json.js';
import { listValueOf, splitList } from '../list.js';

type Raw = Readonly<Record<string, unknown>>;

interface FieldSchema {
  readonly type?: string;
  readonly wire?: 'json' | 'list';
  readonly items?: FieldSchema;
  readonly anyOf?: readonly { const?: unknown }[];
  readonly maxLength?: number;
  readonly maxItems?: number;
}

/** Compiled on first use. */
const validators = new WeakMap<object, Validator>();

function validatorOf(schema: object): Validator {
  let validator = validators.get(schema);
  if (!validator) validators.set(schema, (validator = Compile(schema as TSchema)));
  return validator;
}

/**
 * Reads the parameters of an endpoint from a request. Every value arrives as text, so each is converted to the type
 * that the contract declares and then checked. Unknown parameters are dropped. Throws `invalid` or `too_large`, naming
 * the first invalid field.
 */
export function coerce(endpoint: Endpoint, raw: Raw): Record<string, unknown> {
  const fields = endpoint.params.properties as Record<string, FieldSchema>; // TypeBox schemas are JSON Schema
  const params: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(fields)) {
    const value = coerceField(name, schema, raw);
    if (value !== undefined) params[name] = value;
  }
  if (!validatorOf(endpoint.params).Check(params)) throw firstRefusal(endpoint, params);
  return params;
}

function coerceField(name: string, schema: FieldSchema, raw: Raw): unknown {
  const value = own(raw, name);
  if (schema.wire === 'json') return coerceJson(name, value);
  if (schema.wire === 'list') return coerceList(name, schema, raw);
  if (value === undefined || value === null) return undefined;
  if (schema.type === 'string') return coerceText(name, value);
  // An empty form field counts as missing, except for a text.
  if (value === '') return undefined;
  if (schema.type === 'integer') return coerceInteger(name, value);
  if (schema.anyOf) return coerceFlag(value);
  return value;
}

function coerceText(name: string, value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string' || !isStorable(text)) throw invalid(name);
  return text;
}

function coerceInteger(name: string, value: unknown): number {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number') throw invalid(name);
  return number;
}

function coerceFlag(value: unknown): unknown {
  if (value === 1 || value === '1' || value === true || value === 'true') return 1;
  if (value === 0 || value === '0' || value === false || value === 'false') return 0;
  return value;
}

function coerceJson(name: string, value: unknown): unknown {
  return typeof value === 'string' ? orInvalid(name, () => parseJson(value)) : value;
}

function orInvalid<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch {
    throw invalid(name);
  }
}

function coerceList(name: string, schema: FieldSchema, raw: Raw): unknown[] | undefined {
  const { maxItems = 0 } = schema;
  const value = listValueOf(raw, name);
  if (value === undefined || value === '') return undefined;
  const items = orInvalid(name, () => splitList(value, maxItems));
  if (items.length > maxItems)
    throw new DomainError('too_large', undefined, { field: name, limit: maxItems });
  return items.map((item) =>
    schema.items?.type === 'integer' ? coerceInteger(name, item) : coerceText(name, item),
  );
}

function own(raw: Raw, name: string): unknown {
  return Object.hasOwn(raw, name) ? raw[name] : undefined;
}

/** The first error. A validator reports the errors of all values, so it checks one value at a time. */
function firstRefusal({ params: schema }: Endpoint, params: Raw): DomainError {
  const missing = (schema as { required?: string[] }).required?.find((name) => !Object.hasOwn(params, name));
  if (missing !== undefined) return invalid(missing);
  const [name = '', field = {}] =
    Object.entries(schema.properties as Record<string, FieldSchema>).find(
      ([key, one]) => Object.hasOwn(params, key) && !validatorOf(one).Check(params[key]),
    ) ?? [];
  const { items } = field;
  const [error] = items
    ? validatorOf(items).Errors((params[name] as unknown[]).find((item) => !validatorOf(items).Check(item)))
    : validatorOf(field).Errors(params[name]);
  return error?.keyword === 'maxLength'
    ? new DomainError('too_large', undefined, { field: name, limit: field.maxLength ?? 0 })
    : invalid(name);
}
