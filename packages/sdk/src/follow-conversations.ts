import type { realtime } from '@kith/contract';
import { encodeFrame } from './encode-frame.js';
import {
  hasHole,
  recordKnownSeq,
  receive,
  receiveAnswer,
  streamAt,
  type Step,
  type Stream,
} from './gap-repair.js';
import { createGapRequests, type Asked, type Page } from './gap-requests.js';
import { createLanes, type Pacer } from './lanes.js';
import type { RealtimeError } from './realtime-error.js';

export type { Page } from './gap-requests.js';

const SYNCS_UNDER_WAY = 8;

/** The first entries above `after`, or the last ones below `before`; 50 by default, at most 200. */
export type SyncRange =
  | { readonly after: number; readonly limit?: number }
  | { readonly before: number; readonly limit?: number };

/** The connection to write to, and the callbacks. */
export interface ConversationsOptions {
  readonly write: (frame: string) => void;
  readonly pacer: Pacer;
  readonly onEntry: (to: string, entry: realtime.Entry) => void;
  /** A position changed. */
  readonly onMoved: () => void;
  readonly onError: (error: RealtimeError) => void;
}

/** The streams of all conversations that a client follows, and their pending `sync` requests. */
export interface Conversations {
  track(to: string, seq: number): void;
  untrack(to: string): void;
  sync(to: string, range: SyncRange): Promise<Page>;
  /** By list id, the position up to which all entries were passed to `onEntry` or are held by the application. */
  positions(): Record<string, number>;
  /** The positions for `hello`; those that do not fit are requested after `resume`. */
  nameInHello(): Record<string, number>;
  forgetAll(): void;
  handleEntry(frame: realtime.EntryFrame): void;
  handleEntries(frame: realtime.EntriesFrame): void;
  handleBehind(frame: realtime.Behind): void;
  refuseSync(to: string, error: RealtimeError): void;
  /** The socket has delivered everything that was missed: from now on requests are sent. */
  resume(): void;
  pause(): void;
  close(error: RealtimeError): void;
}

/** Follows conversations: delivers entries in order, and requests missing ones. */
export function createConversations(options: ConversationsOptions): Conversations {
  const { write, pacer, onEntry, onMoved, onError } = options;
  const streams = new Map<string, Stream>();
  const syncs = createLanes<Asked, Page>({ write, pacer, window: SYNCS_UNDER_WAY, limit: Infinity });
  const gaps = createGapRequests({ streams, syncs, onError });

  function track(to: string, seq: number): void {
    if (seq <= (streams.get(to)?.position ?? -1)) return;
    streams.set(to, streamAt(seq));
    onMoved();
    // Entries may have arrived between loading the state and this call.
    gaps.requestFirst(to);
  }

  function sync(to: string, range: SyncRange): Promise<Page> {
    const limit = range.limit ?? 50;
    if ('after' in range) {
      return syncs.add(to, { after: range.after }, encodeFrame({ t: 'sync', to, after: range.after, limit }));
    }
    // Never beyond the delivered entries, so that no answer can be confused with the entries sent after a reconnect.
    const before = Math.min(range.before, (streams.get(to)?.position ?? Infinity) + 1);
    return syncs.add(to, { before }, encodeFrame({ t: 'sync', to, before, limit }));
  }

  function handleEntries({ to, entries, more }: realtime.EntriesFrame): void {
    const asked = syncs.underWay(to);
    if (!asked || !entries.every((entry) => isAskedFor(asked, entry))) return handleMissed(to, entries, more);
    syncs.answer(to, { entries, more });
    const stream = streams.get(to);
    if (!('after' in asked) || !stream) return;
    if (!asked.repair) return handleMissed(to, entries, more);
    gaps.settle(to);
    advance(to, receiveAnswer(stream, asked.repair, entries, more));
  }

  /**
   * Handles the entries that the server sends after a reconnect without a request. A requested page above a seq is
   * handled the same way: confusing the two loses nothing.
   */
  function handleMissed(to: string, entries: readonly realtime.Entry[], more: boolean): void {
    const [first] = entries;
    const last = entries.at(-1);
    if (!first || !last) return;
    const step = receive(streams.get(to) ?? streamAt(first.seq - 1), entries);
    advance(to, more ? { ...step, stream: recordKnownSeq(step.stream, last.seq + 1) } : step);
  }

  function handleBehind({ conversations }: realtime.Behind): void {
    for (const [to, lastSeq] of Object.entries(conversations)) {
      // In an untracked conversation, the last entry starts the tracking as if it had arrived live.
      const stream = streams.get(to) ?? streamAt(lastSeq - 1);
      advance(to, { stream: recordKnownSeq(stream, lastSeq), deliver: [] });
    }
  }

  function advance(to: string, { stream, deliver }: Step): void {
    streams.set(to, stream);
    for (const entry of deliver) onEntry(to, entry);
    onMoved();
    if (hasHole(streams.get(to) ?? stream)) gaps.request(to);
  }

  return {
    track,
    untrack: (to) => {
      streams.delete(to);
      onMoved();
    },
    sync,
    positions: () => Object.fromEntries([...streams].map(([to, { position }]) => [to, position])),
    nameInHello: gaps.nameInHello,
    forgetAll: () => {
      streams.clear();
      gaps.forgetAll();
    },
    handleEntry: ({ to, e }) => advance(to, receive(streams.get(to) ?? streamAt(e.seq - 1), [e])),
    handleEntries,
    handleBehind,
    refuseSync: syncs.refuse,
    resume: () => {
      syncs.resume();
      gaps.resume();
    },
    pause: () => {
      syncs.pause();
      gaps.pause();
    },
    close: syncs.close,
  };
}

function isAskedFor(asked: Asked, { seq }: realtime.Entry): boolean {
  return 'after' in asked ? seq > asked.after : seq < asked.before;
}
