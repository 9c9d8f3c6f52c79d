import type { Person } from '../harness/kith.js';

/** The session that a person's token names. */
export function sessionOf({ token }: Pick<Person, 'token'>): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return String((JSON.parse(claims) as { jti: unknown }).jti);
}
