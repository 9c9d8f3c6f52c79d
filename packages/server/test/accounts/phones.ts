import { PASSWORD, type Kith } from '../harness/kith.js';

/** Registers an account whose user name is a number, without the required code; returns the token. */
export async function registerNumber(kith: Kith, number: string, password = PASSWORD): Promise<string> {
  const { token } = await kith.visitor().in.reg({ username: `n${number}`, password });
  await kith.sql('update accounts set username = $1, username_key = $1 where username = $2', [
    number,
    `n${number}`,
  ]);
  return token;
}
