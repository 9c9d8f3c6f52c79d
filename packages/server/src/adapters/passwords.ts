import { hash, verify } from '@node-rs/argon2';
import { bounds } from '@kith/core/kernel';
import type { PasswordHasher } from '@kith/core/ports';
import { makeFairQueue, type FairQueueOptions } from './fair-queue.js';

/** The cost of one hash: memory in KiB, and the number of passes. */
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

/** argon2id off the event loop, with limited concurrency. Tests may pass another cost or queue. */
export function makePasswordHasher(cost: HashCost = COST, queue: FairQueueOptions = QUEUE): PasswordHasher {
  // The default algorithm is argon2id.
  const options = { ...cost, parallelism: 1 };
  const inTurn = makeFairQueue(queue);
  // For an unknown user, verify against this, so that the response takes as long as for a known one.
  const decoy = hash('nobody has this password', options);

  return {
    hash: (password, requester) => inTurn(requester, () => hash(password, options)),
    verify: async (stored, password, requester) => {
      const isRight = await inTurn(requester, async () => verify(stored ?? (await decoy), password));
      return stored !== undefined && isRight;
    },
  };
}
