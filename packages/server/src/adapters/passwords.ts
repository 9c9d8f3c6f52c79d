import { bounds } from '@kith/core/kernel';
import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '@kith/core/ports';

/** What one hash costs: KiB of memory, and how often it is gone over. */
export interface HashCost {
  readonly memoryCost: number;
  readonly timeCost: number;
}

const COST: HashCost = { memoryCost: 19_456, timeCost: 2 };

/** argon2id off the event loop, at most two at a time. Another cost than ours is for tests. */
export function makePasswordHasher(cost: HashCost = COST): PasswordHasher {
  // The algorithm is argon2id unless told otherwise.
  const options = { ...cost, parallelism: 1 };
  const waiting: (() => void)[] = [];
  let running = 0;
  // An unknown user is compared with this, so that the answer takes as long as for a known one.
  const decoy = hash('nobody has this password', options);

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= bounds.queue.passwordsAtOnce) await new Promise<void>((go) => waiting.push(go));
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
    hash: (password) => inTurn(() => hash(password, options)),
    verify: async (stored, password) => {
      const isRight = await inTurn(async () => verify(stored ?? (await decoy), password));
      return stored !== undefined && isRight;
    },
  };
}
