import { createQueues } from './lane-queues.js';
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
  /** The socket has closed. */
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

/** Creates an empty set of lanes, paused. */
export function createLanes<Tag, Answer>({ write, pacer, window, limit }: LanesOptions): Lanes<Tag, Answer> {
  const queues = createQueues<Tag, Answer>();
  let isOpen = false;
  let closedBy: RealtimeError | undefined;
  let pacing: ReturnType<typeof setTimeout> | undefined;

  function add(name: string, tag: Tag, frame: string, { isPassing = false } = {}): Promise<Answer> {
    if (closedBy) return Promise.reject(closedBy);
    if (queues.size() >= limit)
      return Promise.reject(new RealtimeError('outbox_full', `${limit} requests are already waiting.`));
    return new Promise((resolve, reject) => {
      queues.add(name, { tag, frame, isPassing, resolve, reject });
      pump();
    });
  }

  function refuse(name: string, error: RealtimeError): void {
    const lane = queues.laneUnderWay(name);
    if (lane && error.retryMs !== undefined) {
      queues.interrupt(lane);
      lane.retry = setTimeout(() => {
        lane.retry = undefined;
        pump();
      }, error.retryMs);
    } else {
      queues.remove(name)?.reject(error);
    }
    pump();
  }

  function pause(): void {
    isOpen = false;
    clearTimeout(pacing);
    pacing = undefined;
    queues.interruptAll();
  }

  function pump(): void {
    if (!isOpen || pacing) return;
    for (const lane of queues.lanes()) {
      if (queues.underWayCount() >= window) return;
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
      queues.begin(lane);
      write(head.frame);
    }
  }

  return {
    add,
    underWay: (name) => queues.laneUnderWay(name)?.queue[0]?.tag,
    answer: (name, value) => {
      queues.remove(name)?.resolve(value);
      pump();
    },
    refuse,
    resume: () => {
      isOpen = true;
      pump();
    },
    pause,
    close: (error) => {
      pause();
      closedBy = error;
      for (const request of queues.clear()) request.reject(error);
    },
  };
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
