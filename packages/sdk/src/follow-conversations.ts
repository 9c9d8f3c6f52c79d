import type { realtime } from '@kith/contract';
import {
  hasHole,
  recordKnownSeq,
  receive,
  receiveAnswer,
  streamAt,
  type Question,
  type Step,
  type Stream,
} from './gap-repair.js';
import { createLanes, type Pacer } from './lanes.js';
import type { RealtimeError } from './realtime-error.js';

// As many positions as fit into one frame besides a long token; the others are requested individually.
const HELLO_CONVERSATIONS = 1_000;
const SYNCS_UNDER_WAY = 8;
const REPAIR_PAGE = 200;

/** A part of a conversation, ascending by seq. */
export interface Page {
  readonly entries: readonly realtime.Entry[];
  /** Whether there is more in the requested direction. */
  readonly more: boolean;
}

/** The first entries above `after`, or the last ones below `before`; 50 by default, at most 200. */
export type SyncRange =
  | { readonly after: number; readonly limit?: number }
  | { readonly before: number; readonly limit?: number };

/** The purpose of a pending `sync`: a page for the application, or the repair of a gap. */
type Asked = { readonly after: number; readonly repair?: Question } | { readonly before: number };

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
  /** Everything up to here was handed to `onEntry` or is held by the application, by list id. */
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
export function createConversations({
  write,
  pacer,
  onEntry,
  onMoved,
  onError,
}: ConversationsOptions): Conversations {
  const streams = new Map<string, Stream>();
  const repairing = new Set<string>();
  const syncs = createLanes<Asked, Page>({ write, pacer, window: SYNCS_UNDER_WAY, limit: Infinity });
  /** Conversations that no hello has named yet. */
  let unasked = new Set<string>();
  let isLive = false;

  function track(to: string, seq: number): void {
    if (seq <= (streams.get(to)?.position ?? -1)) return;
    streams.set(to, streamAt(seq));
    unasked.add(to);
    onMoved();
    // Entries may have arrived between loading the state and this call.
    askOn(to);
  }

  function untrack(to: string): void {
    streams.delete(to);
    onMoved();
  }

  function sync(to: string, range: SyncRange): Promise<Page> {
    const limit = range.limit ?? 50;
    if ('after' in range) {
      return syncs.add(to, { after: range.after }, encode({ t: 'sync', to, after: range.after, limit }));
    }
    // Never beyond what was delivered, so that no answer can be confused with what a reconnect brings.
    const before = Math.min(range.before, (streams.get(to)?.position ?? Infinity) + 1);
    return syncs.add(to, { before }, encode({ t: 'sync', to, before, limit }));
  }

  function positions(): Record<string, number> {
    return Object.fromEntries([...streams].map(([to, { position }]) => [to, position]));
  }

  function nameInHello(): Record<string, number> {
    const all = Object.entries(positions());
    unasked = new Set(all.slice(HELLO_CONVERSATIONS).map(([to]) => to));
    return Object.fromEntries(all.slice(0, HELLO_CONVERSATIONS));
  }

  function forgetAll(): void {
    streams.clear();
    unasked.clear();
  }

  function handleEntry({ to, e }: realtime.EntryFrame): void {
    advance(to, receive(streams.get(to) ?? streamAt(e.seq - 1), [e]));
  }

  function handleEntries({ to, entries, more }: realtime.EntriesFrame): void {
    const asked = syncs.underWay(to);
    if (!asked || !entries.every((entry) => isAskedFor(asked, entry))) return handleMissed(to, entries, more);
    syncs.answer(to, { entries, more });
    const stream = streams.get(to);
    if (!('after' in asked) || !stream) return;
    if (!asked.repair) return handleMissed(to, entries, more);
    repairing.delete(to);
    advance(to, receiveAnswer(stream, asked.repair, entries, more));
  }

  /**
   * Handles what a reconnect brings unrequested. A page above some seq is handled the same way: confusing the two loses
   * nothing.
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
    if (hasHole(streams.get(to) ?? stream)) askOn(to);
  }

  /** Requests the entries after the position, unless that is already pending or there is no socket. */
  function askOn(to: string): void {
    const stream = streams.get(to);
    if (!stream || !isLive || repairing.has(to)) return;
    repairing.add(to);
    unasked.delete(to);
    const repair: Question = { after: stream.position, known: stream.known };
    const frame = encode({ t: 'sync', to, after: repair.after, limit: REPAIR_PAGE });
    syncs
      .add(to, { after: repair.after, repair }, frame, { isPassing: true })
      .catch((error: RealtimeError) => {
        repairing.delete(to);
        const refused = streams.get(to);
        // A repeated request would not help; the next entry or reconnect gives another chance.
        if (refused) streams.set(to, streamAt(refused.position));
        onError(error);
      });
  }

  function resume(): void {
    isLive = true;
    syncs.resume();
    for (const [to, stream] of streams) if (unasked.has(to) || hasHole(stream)) askOn(to);
  }

  function pause(): void {
    isLive = false;
    syncs.pause();
    // The next hello brings what the repairs requested.
    repairing.clear();
  }

  return {
    track,
    untrack,
    sync,
    positions,
    nameInHello,
    forgetAll,
    handleEntry,
    handleEntries,
    handleBehind,
    refuseSync: syncs.refuse,
    resume,
    pause,
    close: syncs.close,
  };
}

function encode(frame: Extract<realtime.ClientFrame, { t: 'sync' }>): string {
  return JSON.stringify(frame);
}

function isAskedFor(asked: Asked, { seq }: realtime.Entry): boolean {
  return 'after' in asked ? seq > asked.after : seq < asked.before;
}
