import { RealtimeError } from './realtime-error.js';

/**
 * Requests waiting for their answers, in lanes: one lane per conversation, with one pending request each. So answers
 * need no request id, retries keep the order, and requests that were pending when a socket was lost are written again,
 * unchanged, on the next.
 */
export interface Lanes<Tag, Answer> {
  /** Queues a request. With `isPassing`, it is dropped with the socket and then never settles. */
  add(lane: string, tag: Tag, frame: string, options?: { isPassing?: boolean }): Promise<Answer>;
  /** The tag of the pending request of this lane. */
  underWay(lane: string): Tag | undefined;
  /** Answers the pending request. */
  answer(lane: string, answer: Answer): void;
  /** Rejects the pending request; with `retryMs`, it is written again after that delay instead. */
  refuse(lane: string, error: RealtimeError): void;
  /** A socket is available. */
  resume(): void;
  /** The socket is gone. */
  pause(): void;
  /** Fails all requests, including those added later. */
  close(error: RealtimeError): void;
}

/** The connection and limits of the lanes. */
export interface LanesOptions {
  readonly write: (frame: string) => void;
  readonly pacer: Pacer;
  /** The maximum number of pending requests over all lanes. */
  readonly window: number;
  /** The maximum number of queued requests over all lanes, beyond which `add` fails with `outbox_full`. */
  readonly limit: number;
}

interface Request<Tag, Answer> {
  readonly tag: Tag;
  readonly frame: string;
  readonly isPassing: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: RealtimeError) => void;
}

interface Lane<Tag, Answer> {
  queue: Request<Tag, Answer>[];
  isUnderWay: boolean;
  retry: ReturnType<typeof setTimeout> | undefined;
}

/** Creates an empty set of lanes, paused. */
export function createLanes<Tag, Answer>({ write, pacer, window, limit }: LanesOptions): Lanes<Tag, Answer> {
  const lanes = new Map<string, Lane<Tag, Answer>>();
  let isOpen = false;
  let closedBy: RealtimeError | undefined;
  let size = 0;
  let underWayCount = 0;
  let pacing: ReturnType<typeof setTimeout> | undefined;

  function add(name: string, tag: Tag, frame: string, { isPassing = false } = {}): Promise<Answer> {
    if (closedBy) return Promise.reject(closedBy);
    if (size >= limit)
      return Promise.reject(new RealtimeError('outbox_full', `${limit} requests are already waiting.`));
    return new Promise((resolve, reject) => {
      const lane = lanes.get(name) ?? { queue: [], isUnderWay: false, retry: undefined };
      lane.queue.push({ tag, frame, isPassing, resolve, reject });
      lanes.set(name, lane);
      size += 1;
      pump();
    });
  }

  function underWay(name: string): Tag | undefined {
    const lane = lanes.get(name);
    return lane?.isUnderWay ? lane.queue[0]?.tag : undefined;
  }

  function answer(name: string, value: Answer): void {
    dequeueUnderWay(name)?.resolve(value);
    pump();
  }

  function refuse(name: string, error: RealtimeError): void {
    const lane = lanes.get(name);
    if (lane?.isUnderWay && error.retryMs !== undefined) {
      stopWaiting(lane);
      lane.retry = setTimeout(() => {
        lane.retry = undefined;
        pump();
      }, error.retryMs);
    } else {
      dequeueUnderWay(name)?.reject(error);
    }
    pump();
  }

  function resume(): void {
    isOpen = true;
    pump();
  }

  function pause(): void {
    isOpen = false;
    clearTimeout(pacing);
    pacing = undefined;
    for (const [name, lane] of lanes) {
      stopWaiting(lane);
      size -= lane.queue.length;
      lane.queue = lane.queue.filter((request) => !request.isPassing);
      size += lane.queue.length;
      removeIfEmpty(name, lane);
    }
  }

  function close(error: RealtimeError): void {
    pause();
    closedBy = error;
    const waiting = [...lanes.values()];
    lanes.clear();
    size = 0;
    for (const lane of waiting) {
      clearTimeout(lane.retry);
      for (const request of lane.queue) request.reject(error);
    }
  }

  function pump(): void {
    if (!isOpen || pacing) return;
    for (const lane of lanes.values()) {
      if (underWayCount >= window) return;
      const [head] = lane.queue;
      if (!head || lane.isUnderWay || lane.retry) continue;
      const waitMs = pacer.take();
      if (waitMs > 0) {
        pacing = setTimeout(() => {
          pacing = undefined;
          pump();
        }, waitMs);
        return;
      }
      lane.isUnderWay = true;
      underWayCount += 1;
      write(head.frame);
    }
  }

  function dequeueUnderWay(name: string): Request<Tag, Answer> | undefined {
    const lane = lanes.get(name);
    if (!lane?.isUnderWay) return undefined;
    stopWaiting(lane);
    const request = lane.queue.shift();
    size -= 1;
    removeIfEmpty(name, lane);
    return request;
  }

  function stopWaiting(lane: Lane<Tag, Answer>): void {
    if (!lane.isUnderWay) return;
    lane.isUnderWay = false;
    underWayCount -= 1;
  }

  function removeIfEmpty(name: string, lane: Lane<Tag, Answer>): void {
    if (lane.queue.length > 0) return;
    clearTimeout(lane.retry);
    lanes.delete(name);
  }

  return { add, underWay, answer, refuse, resume, pause, close };
}

/** Spreads frames over time: a burst of one second's worth, then an even rate. */
export interface Pacer {
  allow(framesPerSecond: number): void;
  /** Milliseconds until the next frame may be written; 0 uses up the permission to write one now. */
  take(): number;
}

/** Creates a pacer without a limit until `allow` is called. */
export function createPacer(now: () => number): Pacer {
  let intervalMs = 0;
  let nextAt = 0;
  return {
    allow(framesPerSecond) {
      // Half of the allowance: frames that bypass the pacer (typing, read, ping) have the other half.
      intervalMs = 2_000 / framesPerSecond;
    },
    take() {
      const at = Math.max(now(), nextAt);
      const waitMs = at - now() - Math.max(0, 1_000 - intervalMs);
      if (waitMs > 0) return waitMs;
      nextAt = at + intervalMs;
      return 0;
    },
  };
}
