import { bounds } from '@kith/core/kernel';

/** What comes in on one socket, measured before it is read. */
export interface Inflow {
  /** Counts a frame of any kind; false when there are more than a client may send. */
  mayHear(): boolean;
  /**
   * Counts the bytes of a frame that is heard. Answers for how long nothing more should be read from the socket, in
   * milliseconds: 0 most of the time. A socket that has not signed in is read far more slowly.
   */
  takeIn(bytes: number, isMember: boolean): number;
}

/** Starts to measure. By a clock that nobody sets back. */
export function makeInflow(now: () => number = () => performance.now()): Inflow {
  const frames = makeBucket(bounds.frame.perSecond, bounds.frame.perSecond, now);
  const bytes = makeBucket(bounds.frame.bytesAtOnce, bounds.frame.bytesPerSecond, now);
  const earlyFrames = makeBucket(bounds.frame.strangersAtOnce, bounds.frame.strangersPerSecond, now);
  const earlyBytes = makeBucket(bounds.frame.strangersBytesAtOnce, bounds.frame.strangersBytesPerSecond, now);
  return {
    mayHear: () => frames.take(1) === 0,
    takeIn: (size, isMember) => {
      const waitMs = bytes.take(size);
      if (isMember) return waitMs;
      // Looked at again every second: whoever has signed in meanwhile is read at the pace of members.
      return Math.min(1000, Math.max(waitMs, earlyFrames.take(1), earlyBytes.take(size)));
    },
  };
}

interface Bucket {
  /** Takes something out; answers after how many milliseconds the bucket is in credit again, 0 when it is. */
  take(amount: number): number;
}

function makeBucket(capacity: number, perSecond: number, now: () => number): Bucket {
  let left = capacity;
  let at = now();
  return {
    take: (amount) => {
      const time = now();
      left = Math.min(capacity, left + ((time - at) * perSecond) / 1000) - amount;
      at = time;
      return left >= 0 ? 0 : Math.ceil((-left * 1000) / perSecond);
    },
  };
}
