import { parseJson } from '../app/json.js';

/**
 * The value of a list parameter, in any of its spellings: `a=1&a=2`, `a[]=1`, `a[0]=1`, `a=[1,2]`, `a=1,2` or a JSON
 * array. Undefined if it is absent or null.
 */
export function listValueOf(values: Readonly<Record<string, unknown>>, name: string): unknown {
  const own = Object.hasOwn(values, name) ? values[name] : undefined;
  if (own !== undefined && own !== null) return own;
  const bracketed = Object.keys(values).filter(
    (key) => key.startsWith(`${name}[`) && /^\[\d*\]$/.test(key.slice(name.length)),
  );
  return bracketed.length > 0 ? bracketed.flatMap((key) => values[key]) : undefined;
}

/** The items of such a value; stops one after `maxItems` in a text with commas. Throws SyntaxError. */
export function splitList(value: unknown, maxItems: number): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value !== 'string') return [value];
  // Text that begins with a bracket is a list or does not parse.
  return value.trimStart().startsWith('[') ? (parseJson(value) as unknown[]) : value.split(',', maxItems + 1);
}
