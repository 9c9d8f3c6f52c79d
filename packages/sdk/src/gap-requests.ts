import type { realtime } from '@kith/contract';
import { encodeFrame } from './encode-frame.js';
import { hasHole, streamAt, type Question, type Stream } from './gap-repair.js';
import type { Lanes } from './lanes.js';
import type { RealtimeError } from './realtime-error.js';

// As many positions as fit into one frame besides a long token; the others are requested individually.
const HELLO_CONVERSATIONS = 1_000;
const REPAIR_PAGE = 200;

/** A part of a conversation, ascending by seq. */
export interface Page {
  readonly entries: readonly realtime.Entry[];
  /** Whether more entries exist in the requested direction. */
  readonly more: boolean;
}

/** The purpose of a pending `sync`: a page for the application, or the repair of a gap. */
export type Asked = { readonly after: number; readonly repair?: Question } | { readonly before: number };

/** The requests for entries that are missing from the streams of conversations. */
export interface GapRequests {
  /** Requests the entries after the position, unless that is already pending or there is no socket. */
  request(to: string): void;
  /** Requests them for a conversation that no hello has named yet. */
  requestFirst(to: string): void;
  /** The pending request was answered. */
  settle(to: string): void;
  /** The positions for `hello`; those that do not fit are requested after `resume`. */
  nameInHello(): Record<string, number>;
  forgetAll(): void;
  resume(): void;
  pause(): void;
}

/** Creates the requests of these streams, paused. */
export function createGapRequests({
  streams,
  syncs,
  onError,
}: {
  readonly streams: Map<string, Stream>;
  readonly syncs: Lanes<Asked, Page>;
  readonly onError: (error: RealtimeError) => void;
}): GapRequests {
  const repairing = new Set<string>();
  /** Conversations that no hello has named yet. */
  let unasked = new Set<string>();
  let isLive = false;

  function request(to: string): void {
    const stream = streams.get(to);
    if (!stream || !isLive || repairing.has(to)) return;
    repairing.add(to);
    unasked.delete(to);
    const repair: Question = { after: stream.position, known: stream.known };
    const frame = encodeFrame({ t: 'sync', to, after: repair.after, limit: REPAIR_PAGE });
    syncs
      .add(to, { after: repair.after, repair }, frame, { isPassing: true })
      .catch((error: RealtimeError) => {
        repairing.delete(to);
        const refused = streams.get(to);
        // A repeated request would not help; the next entry or reconnect triggers a new one.
        if (refused) streams.set(to, streamAt(refused.position));
        onError(error);
      });
  }

  return {
    request,
    requestFirst: (to) => {
      unasked.add(to);
      request(to);
    },
    settle: (to) => void repairing.delete(to),
    nameInHello: () => {
      const all = [...streams].map(([to, { position }]) => [to, position] as const);
      unasked = new Set(all.slice(HELLO_CONVERSATIONS).map(([to]) => to));
      return Object.fromEntries(all.slice(0, HELLO_CONVERSATIONS));
    },
    forgetAll: () => unasked.clear(),
    resume: () => {
      isLive = true;
      for (const [to, stream] of streams) if (unasked.has(to) || hasHole(stream)) request(to);
    },
    pause: () => {
      isLive = false;
      // After the next `hello`, the server sends the entries that the repairs requested.
      repairing.clear();
    },
  };
}
