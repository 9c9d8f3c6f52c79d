import { bounds, countCharacters, isStorable, MAX_ID, unitsFor } from '@kith/core/kernel';
import type { Endpoint } from '@kith/contract';
import type { Values } from '../transport.js';
import { listValueOf, splitList } from '../list.js';
import { isDateTime } from '../date.js';
import { brokenRule, missing } from './errors.js';

interface FieldSchema {
  readonly type?: string;
  readonly wire?: 'list' | 'time' | 'plan' | 'base64';
  readonly rule?: string;
  readonly items?: FieldSchema;
  readonly anyOf?: readonly { readonly const: string | number }[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxBytes?: number;
  readonly isSecret?: boolean;
  /** An alternative name of the parameter. */
  readonly alias?: string;
}

/**
 * Reads the parameters of an endpoint from a request. Throws `invalid` for the first missing parameter, then for the
 * first that breaks a rule, in the order of the contract. Unknown parameters are dropped. `planCodes` are those of the
 * tenant.
 */
export function validate(
  endpoint: Endpoint,
  values: Values,
  planCodes: readonly string[] = [],
): Record<string, unknown> {
  const fields = fieldsOf(endpoint);
  const required = new Set((endpoint.params as { required?: string[] }).required);
  const given = fields.map(([name, field]) => ({ name, field, value: valueOf(name, field, values) }));
  for (const { name, value } of given) if (value === undefined && required.has(name)) throw missing(name);
  const params: Record<string, unknown> = {};
  for (const { name, field, value } of given)
    if (value !== undefined)
      params[name] = field.wire === 'plan' ? checkPlan(name, planCodes, value) : check(name, field, value);
  return params;
}

/** Whether a parameter of an endpoint names a plan of the tenant. */
export function namesPlan(endpoint: Endpoint): boolean {
  return fieldsOf(endpoint).some(([, field]) => field.wire === 'plan');
}

/** The parameters of an endpoint whose values no response repeats. */
export function secretsOf(endpoint: Endpoint): ReadonlySet<string> {
  return new Set(fieldsOf(endpoint).flatMap(([name, field]) => (field.isSecret ? [name] : [])));
}

/** The file parameter of an endpoint, with its maximum size. */
export function base64Of(endpoint: Endpoint): { name: string; maxBytes: number } | undefined {
  const found = fieldsOf(endpoint).find(([, { wire }]) => wire === 'base64');
  return found && { name: found[0], maxBytes: found[1].maxBytes ?? 0 };
}

function fieldsOf(endpoint: Endpoint): [string, FieldSchema][] {
  return Object.entries(endpoint.params.properties as Record<string, FieldSchema>); // TypeBox schemas are JSON Schema
}

/** The value of a parameter; undefined for an empty list or a blank text. */
function valueOf(name: string, field: FieldSchema, values: Values): unknown {
  if (field.wire === 'list') return listOf(name, field, values);
  const sent = [name, field.alias ?? name].find((key) => Object.hasOwn(values, key));
  const own = sent === undefined ? undefined : values[sent];
  const value = Array.isArray(own) ? (own.at(-1) as unknown) : own; // of several, the last one counts
  if (value === null || (typeof value === 'string' && value.trim() === '')) return undefined;
  return value;
}

function listOf(name: string, { maxItems = 0 }: FieldSchema, values: Values): unknown[] | undefined {
  const value = listValueOf(values, name);
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() === '') return [];
  try {
    return splitList(value, maxItems);
  } catch {
    throw brokenRule(name, 'list');
  }
}

function check(name: string, field: FieldSchema, value: unknown): unknown {
  if (field.wire === 'list') return checkList(name, field, value as unknown[]);
  if (field.wire === 'time') return checkTime(name, field, value);
  if (field.wire === 'base64') return checkBase64(name, value);
  if (field.anyOf) return checkChoice(name, field.anyOf, value);
  return field.type === 'integer' ? checkInteger(name, field, value) : checkText(name, field, value);
}

function checkPlan(name: string, codes: readonly string[], value: unknown): string | number {
  return checkChoice(
    name,
    codes.map((code) => ({ const: code })),
    value,
  );
}

function checkInteger(name: string, { minimum = 0, maximum = MAX_ID }: FieldSchema, value: unknown): number {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^\d{1,19}$/.test(text.trim())) throw brokenRule(name, 'integer');
  const number = Number(text);
  if (number < minimum) throw brokenRule(name, `min:${minimum}`);
  return Math.min(number, maximum);
}

function checkChoice(
  name: string,
  choices: readonly { const: string | number }[],
  value: unknown,
): string | number {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : undefined;
  const found = choices.find((choice) => String(choice.const) === text);
  if (!found) throw brokenRule(name, `white_list:${choices.map((choice) => choice.const).join('/')}`);
  return found.const;
}

/** A time in one of the formats that `readDateTime` accepts. */
function checkTime(name: string, { rule = 'time' }: FieldSchema, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > bounds.body.timeCharacters || !isDateTime(text))
    throw brokenRule(name, rule);
  return text;
}

function checkText(name: string, { maxLength = 0 }: FieldSchema, value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string' || !isStorable(text)) throw brokenRule(name, 'text');
  if (text.length > unitsFor(maxLength) || countCharacters(text) > maxLength)
    throw brokenRule(name, `max_length:${maxLength}`);
  return text;
}

/** A file in either base64 alphabet, without its optional prefix. An unescaped `+` in a form has become a blank. */
function checkBase64(name: string, value: unknown): string {
  if (typeof value !== 'string') throw brokenRule(name, 'base64');
  let text = value.slice(/^\s*data:[^,]{0,200},/.exec(value)?.[0].length ?? 0).trim();
  if (text.includes(' ')) text = text.replaceAll(' ', '+');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const signs = text.length - padding - count(text, '\n') - count(text, '\r') - count(text, '\t');
  // Decoding skips invalid characters, so the length reveals them; a regular expression would take longer.
  const bytes = Buffer.from(text, 'base64').length;
  if (signs === 0 || signs % 4 === 1 || bytes !== Math.floor((signs * 3) / 4))
    throw brokenRule(name, 'base64');
  return text;
}

function count(text: string, sign: string): number {
  let amount = 0;
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) amount++;
  return amount;
}

function checkList(name: string, { items = {}, maxItems = 0 }: FieldSchema, list: unknown[]): unknown[] {
  if (list.length > maxItems) throw brokenRule(name, `max_items:${maxItems}`);
  return list.map((item) => check(name, items, item));
}
