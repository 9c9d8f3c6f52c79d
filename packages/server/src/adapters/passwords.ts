import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '@kith/core/ports';

// The algorithm is argon2id unless told otherwise.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashing takes a core for tens of milliseconds; more at once would starve everything else. */
const AT_ONCE = 2;

/** argon2id off the event loop, at most two at a time. */
export function makePasswordHasher(): PasswordHasher {
  const waiting: (() => void)[] = [];
  let running = 0;
  // An unknown user is compared with this, so that the answer takes as long as for a known one.
  const decoy = hash('nobody has this password', OPTIONS);

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    hash: (password) => inTurn(() => hash(password, OPTIONS)),
    verify: async (stored, password) => {
      const isRight = await inTurn(async () => verify(stored ?? (await decoy), password));
      return stored !== undefined && isRight;
    },
  };
}
