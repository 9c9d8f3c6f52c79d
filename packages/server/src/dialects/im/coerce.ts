import type { Endpoint } from '@kith/contract';
import { Compile, type Validator } from 'typebox/compile';
import { DomainError, invalid, isStorable } from '@kith/core/kernel';
import { parseJson } from '../../app/json.js';

type Raw = Readonly<Record<string, unknown>>;

interface FieldSchema {
  readonly type?: string;
  readonly wire?: 'json' | 'list';
  readonly items?: FieldSchema;
  readonly anyOf?: readonly { const?: unknown }[];
  readonly maxLength?: number;
}

const validators = new WeakMap<object, Validator>();

/**
 * The parameters of an endpoint from what a client sent. Every value arrives as text, so each is turned
 * into the type that the contract declares and then checked. Unknown parameters are dropped. Throws
 * `invalid` or `too_large`, naming the first field that is wrong.
 */
export function coerce(endpoint: Endpoint, raw: Raw): Record<string, unknown> {
  const fields = endpoint.params.properties as Record<string, FieldSchema>; // TypeBox schemas are JSON Schema
  const params: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(fields)) {
    const value = coerceField(name, schema, raw);
    if (value !== undefined) params[name] = value;
  }
  let validator = validators.get(endpoint.params);
  if (!validator) validators.set(endpoint.params, (validator = Compile(endpoint.params)));
  if (!validator.Check(params)) {
    const [first] = validator.Errors(params);
    throw refusalOf(first, fields);
  }
  return params;
}

function coerceField(name: string, schema: FieldSchema, raw: Raw): unknown {
  const value = own(raw, name);
  if (schema.wire === 'json') return coerceJson(name, value);
  if (schema.wire === 'list') return coerceList(name, schema, raw);
  if (value === undefined || value === null) return undefined;
  if (schema.type === 'string') return coerceText(name, value);
  // An empty field of a form means that there is none, except for a text.
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
  if (typeof value !== 'string') return value;
  try {
    return parseJson(value);
  } catch {
    throw invalid(name);
  }
}

/** `a=1&a=2`, `a[]=1`, `a[0]=1`, `a=[1,2]`, `a=1,2` and a JSON array all name a list. */
function coerceList(name: string, schema: FieldSchema, raw: Raw): unknown[] | undefined {
  const bracketed = Object.keys(raw).filter(
    (key) => key.startsWith(`${name}[`) && /^\[\d*\]$/.test(key.slice(name.length)),
  );
  const value = own(raw, name) ?? (bracketed.length > 0 ? bracketed.flatMap((key) => raw[key]) : undefined);
  if (value === undefined || value === null || value === '') return undefined;
  const list =
    typeof value === 'string' && value.trimStart().startsWith('[') ? coerceJson(name, value) : value;
  const items = Array.isArray(list)
    ? (list as unknown[])
    : typeof list === 'string'
      ? list.split(',')
      : [list];
  return items.map((item) =>
    schema.items?.type === 'integer' ? coerceInteger(name, item) : coerceText(name, item),
  );
}

function own(raw: Raw, name: string): unknown {
  return Object.hasOwn(raw, name) ? raw[name] : undefined;
}

function refusalOf(
  error: { instancePath: string; keyword: string; params?: object } | undefined,
  fields: Record<string, FieldSchema>,
): DomainError {
  const missing =
    error?.params && 'requiredProperties' in error.params
      ? (error.params.requiredProperties as string[])[0]
      : undefined;
  const field = missing ?? error?.instancePath.split('/')[1] ?? '';
  if (error?.keyword === 'maxLength' || error?.keyword === 'maxItems') {
    return new DomainError('too_large', undefined, { field, limit: fields[field]?.maxLength ?? 0 });
  }
  return invalid(field);
}
