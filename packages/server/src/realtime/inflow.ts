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
export function makeInflow(now: () => number = monotonic): Inflow {
  return new SocketInflow(now);
}

/** Shared by all sockets: as a default value it would be made anew for each. */
const monotonic = (): number => performance.now();

/** Every idle socket has one, so it consists of two numbers: when each bucket will be full again. */
class SocketInflow implements Inflow {
  private readonly now: () => number;
  private frames = -Infinity;
  private bytes = -Infinity;
  /** Until the socket has signed in. */
  private early: Early | undefined = undefined;

  constructor(now: () => number) {
    this.now = now;
  }

  mayReceive(): boolean {
    const now = this.now();
    this.frames = take(FRAMES, 1, this.frames, now);
    return waitMs(FRAMES, this.frames, now) === 0;
  }

  countBytes(size: number, isMember: boolean): number {
    const now = this.now();
    this.bytes = take(BYTES, size, this.bytes, now);
    const wait = waitMs(BYTES, this.bytes, now);
    if (isMember) {
      this.early = undefined;
      return wait;
    }
    const { early } = this;
    const frames = take(EARLY_FRAMES, 1, early?.frames ?? -Infinity, now);
    const bytes = take(EARLY_BYTES, size, early?.bytes ?? -Infinity, now);
    this.early = { frames, bytes };
    // Check again every second: a socket that has signed in meanwhile is read at the rate of members.
    return Math.min(1000, Math.max(wait, waitMs(EARLY_FRAMES, frames, now), waitMs(EARLY_BYTES, bytes, now)));
  }
}

/** When the buckets of a socket that has not signed in will be full again. */
interface Early {
  readonly frames: number;
  readonly bytes: number;
}

/** A bucket that loses what is taken, and fills at a steady rate. */
interface Bucket {
  readonly capacity: number;
  readonly perMs: number;
}

const FRAMES = bucket(bounds.frame.perSecond, bounds.frame.perSecond);
const BYTES = bucket(bounds.frame.bytesAtOnce, bounds.frame.bytesPerSecond);
const EARLY_FRAMES = bucket(bounds.frame.anonymousAtOnce, bounds.frame.anonymousPerSecond);
const EARLY_BYTES = bucket(bounds.frame.anonymousBytesAtOnce, bounds.frame.anonymousBytesPerSecond);

/** Sums of times are not exact. */
const ROUNDING_MS = 0.001;

function bucket(capacity: number, perSecond: number): Bucket {
  return { capacity, perMs: perSecond / 1000 };
}

/** When the bucket will be full again after an amount is taken now. */
function take({ perMs }: Bucket, amount: number, fullAt: number, now: number): number {
  return Math.max(fullAt, now) + amount / perMs;
}

/** How long until no more is taken than the bucket holds, in milliseconds. */
function waitMs({ capacity, perMs }: Bucket, fullAt: number, now: number): number {
  return Math.max(0, Math.ceil(fullAt - now - capacity / perMs - ROUNDING_MS));
}
