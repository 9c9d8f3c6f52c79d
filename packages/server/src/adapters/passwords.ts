import { hash, verify } from '@node-rs/argon2';
import { bounds } from '@kith/core/kernel';
import type { PasswordHasher } from '@kith/core/ports';
import { makeFairQueue, type FairQueueOptions } from './fair-queue.js';

/** What one hash costs: KiB of memory, and how often it is gone over. */
export interface HashCost {
  readonly memoryCost: number;
  readonly timeCost: number;
}

const COST: HashCost = { memoryCost: 19_456, timeCost: 2 };

const QUEUE: FairQueueOptions = {
  atOnce: bounds.queue.passwordsAtOnce,
  waiting: bounds.queue.passwordsWaiting,
  waitingForEach: bounds.queue.passwordsWaitingForEach,
};

/** argon2id off the event loop, few at a time. Another cost or queue than ours is for tests. */
export function makePasswordHasher(cost: HashCost = COST, queue: FairQueueOptions = QUEUE): PasswordHasher {
  // The algorithm is argon2id unless told otherwise.
  const options = { ...cost, parallelism: 1 };
  const inTurn = makeFairQueue(queue);
  // An unknown user is compared with this, so that the answer takes as long as for a known one.
  const decoy = hash('nobody has this password', options);

  return {
    hash: (password, requester) => inTurn(requester, () => hash(password, options)),
    verify: async (stored, password, requester) => {
      const isRight = await inTurn(requester, async () => verify(stored ?? (await decoy), password));
      return stored !== undefined && isRight;
    },
  };
}
