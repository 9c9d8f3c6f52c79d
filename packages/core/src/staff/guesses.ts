import { addressKey, bounds, DomainError, type Ctx } from '../kernel/index.js';
import { countGuess, deleteGuesses, uncountGuesses } from './guesses-store.js';

/** A key that guesses are counted under, and after how many the next ones are refused. */
interface GuessKey {
  readonly key: string;
  readonly limit: number;
}

/**
 * The keys of a guess at a sign-in. A browser in which the member of staff has signed in before is counted alone, so
 * nobody else can lock it. All others are counted by name and network, and all networks together, which ends guesses
 * from many networks. Names that nobody has are counted alike, so that a lock does not show which names exist.
 */
export function signInKeys(ctx: Ctx, nameKey: string, knownDevice: string | undefined): GuessKey[] {
  if (knownDevice !== undefined) return [{ key: `device/${knownDevice}`, limit: bounds.staff.guesses }];
  const name = nameKey.slice(0, bounds.limit.guessKeyCharacters);
  return [
    { key: `network/${addressKey(ctx.address)}/${name}`, limit: bounds.staff.guesses },
    { key: `name/${name}`, limit: bounds.staff.strangersGuesses },
  ];
}

/** The key of a guess within a session. */
export function proofKeys(sessionId: string): GuessKey[] {
  return [{ key: `session/${sessionId}`, limit: bounds.staff.guesses }];
}

/**
 * Counts a guess and makes it: `guess` throws if it is wrong. Counted first, so that simultaneous guesses do not exceed the
 * limit. A right guess forgets the wrong ones before it; one that failed for another reason does not count. Throws
 * `too_many_requests`, or what `guess` throws.
 */
export async function makeGuess<R>(ctx: Ctx, keys: readonly GuessKey[], guess: () => Promise<R>): Promise<R> {
  const names = keys.map(({ key }) => key);
  for (const { key, limit } of keys) {
    const { amount, until } = await countGuess(ctx, key, limit);
    if (amount > limit) throw new DomainError('too_many_requests', undefined, { retryMs: until - ctx.now() });
  }
  try {
    const result = await guess();
    await deleteGuesses(ctx, names);
    return result;
  } catch (error) {
    const isWrong = error instanceof DomainError && isWrongGuess(error);
    if (!isWrong) await uncountGuesses(ctx, names);
    throw error;
  }
}

function isWrongGuess({ code }: DomainError): boolean {
  return code === 'wrong_credentials' || code === 'wrong_code' || code === 'wrong_passkey';
}
