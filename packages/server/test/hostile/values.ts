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
