import type { realtime } from '@kith/contract';

/**
 * A client's copy of one conversation. Pure functions turn arrivals (late, repeated, out of order, or missing) into the
 * dense stream: each entry delivered once, in the order of seq.
 */
export interface Stream {
  /** Everything up to here was delivered. */
  readonly position: number;
  /** The highest seq that is known to exist. */
  readonly known: number;
  /** Entries that arrived beyond a gap, ascending. */
  readonly ahead: readonly realtime.Entry[];
}

/** A `sync` request for the entries after a position, with the highest seq known at that time. */
export interface Question {
  readonly after: number;
  readonly known: number;
}

/** The result of an arrival: the new stream, and the entries to deliver now. */
export interface Step {
  readonly stream: Stream;
  readonly deliver: readonly realtime.Entry[];
}

// Buffering more than a page saves nothing: the repair requests the rest anyway.
const AHEAD_LIMIT = 200;

/** A stream whose entries up to `position` are delivered, without known later entries. */
export function streamAt(position: number): Stream {
  return { position, known: position, ahead: [] };
}

/** Whether a known entry was not delivered yet. */
export function hasHole(stream: Stream): boolean {
  return stream.known > stream.position;
}

/** The stream after learning that the entry `seq` exists. */
export function recordKnownSeq(stream: Stream, seq: number): Stream {
  return seq > stream.known ? { ...stream, known: seq } : stream;
}

/** Takes pushed entries. */
export function receive(stream: Stream, entries: readonly realtime.Entry[]): Step {
  return advance(stream, entries, stream.position);
}

/**
 * Takes the answer to a request. The answer is complete: entries missing from it, up to its last entry or up to the
 * highest seq known at the time of the request, are no longer readable and are not waited for.
 */
export function receiveAnswer(
  stream: Stream,
  question: Question,
  entries: readonly realtime.Entry[],
  more: boolean,
): Step {
  // The application may have gone back to an earlier position since the request.
  if (stream.position < question.after) return receive(stream, entries);
  const last = entries.at(-1)?.seq;
  if (last === undefined) return advance(stream, [], Math.max(stream.position, question.known));
  if (!more) return advance(stream, entries, Math.max(stream.position, question.known, last));
  const step = advance(stream, entries, Math.max(stream.position, last));
  return { ...step, stream: recordKnownSeq(step.stream, last + 1) };
}

/** Delivers everything up to `end`, dense or not, and beyond that as far as it is dense. */
function advance(stream: Stream, entries: readonly realtime.Entry[], end: number): Step {
  const bySeq = new Map([...stream.ahead, ...entries].map((entry) => [entry.seq, entry]));
  const fresh = [...bySeq.values()]
    .filter((entry) => entry.seq > stream.position)
    .sort((a, b) => a.seq - b.seq);
  const deliver: realtime.Entry[] = [];
  const ahead: realtime.Entry[] = [];
  let position = stream.position;
  for (const entry of fresh) {
    if (entry.seq > Math.max(position, end) + 1) {
      ahead.push(entry);
    } else {
      deliver.push(entry);
      position = entry.seq;
    }
  }
  position = Math.max(position, end);
  const known = Math.max(stream.known, position, fresh.at(-1)?.seq ?? 0);
  return { stream: { position, known, ahead: ahead.slice(0, AHEAD_LIMIT) }, deliver };
}
