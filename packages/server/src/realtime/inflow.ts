import { bounds } from '@kith/core/kernel';

/** Measures the input of one socket before it is processed. */
export interface Inflow {
  /** Counts a frame of any kind; false if the client sends too many. */
  mayReceive(): boolean;
  /**
   * Counts the bytes of a processed frame. Returns how long to pause reading from the socket, in milliseconds, usually
   * 0. A socket that has not signed in is read far more slowly.
   */
  countBytes(bytes: number, isMember: boolean): number;
}

/** Measures by a clock that cannot be set back. */
export function makeInflow(now: () => number = () => performance.now()): Inflow {
  const frames = makeBucket(bounds.frame.perSecond, bounds.frame.perSecond, now);
  const bytes = makeBucket(bounds.frame.bytesAtOnce, bounds.frame.bytesPerSecond, now);
  const earlyFrames = makeBucket(bounds.frame.anonymousAtOnce, bounds.frame.anonymousPerSecond, now);
  const earlyBytes = makeBucket(bounds.frame.anonymousBytesAtOnce, bounds.frame.anonymousBytesPerSecond, now);
  return {
    mayReceive: () => frames.consume(1) === 0,
    countBytes: (size, isMember) => {
      const waitMs = bytes.consume(size);
      if (isMember) return waitMs;
      // Check again every second: a socket that has signed in meanwhile is read at the rate of members.
      return Math.min(1000, Math.max(waitMs, earlyFrames.consume(1), earlyBytes.consume(size)));
    },
  };
}

interface Bucket {
  /** Takes an amount; returns the milliseconds until the bucket is in credit again, or 0. */
  consume(amount: number): number;
}

function makeBucket(capacity: number, perSecond: number, now: () => number): Bucket {
  let left = capacity;
  let at = now();
  return {
    consume: (amount) => {
      const time = now();
      left = Math.min(capacity, left + ((time - at) * perSecond) / 1000) - amount;
      at = time;
      return left >= 0 ? 0 : Math.ceil((-left * 1000) / perSecond);
    },
  };
}
