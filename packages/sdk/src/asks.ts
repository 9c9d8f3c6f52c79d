import type { realtime } from '@kith/contract';
import type { RealtimeError } from './realtime-error.js';

/** A request that its `cid` identifies, and the frame that answers it. */
type Name = 'list' | 'pins' | 'reactors' | 'search' | 'draft' | 'signal' | 'turn' | 'call';
type Asking = Extract<realtime.ClientFrame, { t: Name }>;
type Answer<T extends Name = Name> = Extract<
  realtime.ServerFrame,
  { t: T extends 'signal' ? 'done' : T; cid: string }
>;

/** Requests that change nothing, or nothing more when they are repeated: each new socket sends them again. */
export interface Asks {
  ask<T extends Name>(frame: Extract<Asking, { t: T }>): Promise<Answer<T>>;
  answer(frame: Answer): void;
  /** Rejects the request with this `cid`; returns false if there is none. */
  refuse(cid: string, error: RealtimeError): boolean;
  /** A new socket is available. */
  resume(): void;
  close(error: RealtimeError): void;
}

/** Creates an empty set of requests. */
export function createAsks(write: (frame: realtime.ClientFrame) => void): Asks {
  interface Waiting {
    readonly frame: Asking;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: RealtimeError) => void;
  }
  const waiting = new Map<string, Waiting>();
  let closed: RealtimeError | undefined;

  function take(cid: string): Waiting | undefined {
    const one = waiting.get(cid);
    waiting.delete(cid);
    return one;
  }

  return {
    ask: <T extends Name>(frame: Extract<Asking, { t: T }>) =>
      new Promise<Answer<T>>((resolve, reject) => {
        if (closed) return reject(closed);
        // The type of a request decides that of the answer with its `cid`.
        waiting.set(frame.cid, { frame, resolve: resolve as (answer: Answer) => void, reject });
        write(frame);
      }),
    answer: (frame) => take(frame.cid)?.resolve(frame),
    refuse: (cid, error) => {
      const one = take(cid);
      one?.reject(error);
      return one !== undefined;
    },
    resume: () => {
      for (const { frame } of waiting.values()) write(frame);
    },
    close: (error) => {
      closed = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}
