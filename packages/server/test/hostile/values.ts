import type { Endpoint } from '@kith/contract';

/** Values that no client sends on purpose. Form texts, for parameters of every type. */
export const forAll: readonly string[] = [
  '',
  '-1',
  '1.5',
  '32768',
  '2147483647',
  '1e308',
  '99999999999999999999',
  'null',
  '[[1]]',
  '{"__proto__":{"x":1}}',
  'a\0b',
  "' or 1=1; drop table accounts; --",
];
/** Texts for text parameters. */
export const forTexts: readonly string[] = [
  ' ',
  '0',
  'true',
  '__proto__',
  '{"text":{}}',
  '["constructor"]',
  '\u0001\u001b[2J\r\nSet-Cookie: a=b',
  '\ufeff\u202e\u2028',
  '😀'.repeat(300),
  'é'.normalize('NFD').repeat(500),
  '_%\\',
  `') union select password_hash from accounts --`,
  `"><img src=x onerror=alert(1)>`,
  '../../../../etc/passwd%00',
  'f'.repeat(24),
  'f'.repeat(32),
];

/** At most so many parameters share values. */
const SHARES = 4;

/**
 * Shares values among parameters: what only the schema reads is the same for all parameters with one schema, so each of up to
 * four takes a part of the values. A parameter whose schema no other has takes all.
 */
export function shareAmong(
  endpoints: readonly Endpoint[],
): <Value>(endpoint: Endpoint, name: string, values: readonly Value[]) => readonly Value[] {
  const alike = new Map<string, string[]>();
  const keyOf = ({ params }: Endpoint, name: string) =>
    JSON.stringify(params.properties[name]) as string | undefined;
  const nameOf = ({ method, path }: Endpoint, name: string) => `${method} ${path} ${name}`;
  for (const endpoint of endpoints)
    for (const name of Object.keys(endpoint.params.properties)) {
      const key = keyOf(endpoint, name)!; // it is declared
      alike.set(key, [...(alike.get(key) ?? []), nameOf(endpoint, name)]);
    }
  return (endpoint, name, values) => {
    const those = alike.get(keyOf(endpoint, name) ?? '') ?? [];
    const shares = Math.max(1, Math.min(SHARES, those.length));
    const turn = Math.max(0, those.indexOf(nameOf(endpoint, name)) % shares);
    return values.filter((_, i) => i % shares === turn);
  };
}
