import type { realtime } from '@kith/contract';

/**
 * What a client holds of one conversation. Pure functions turn whatever arrives (late, twice, out of
 * order, or not at all) into the dense stream: each entry delivered once, in the order of seq.
 */
export interface Stream {
  /** Everything up to here was delivered. */
  readonly position: number;
  /** The highest seq that is known to exist. */
  readonly known: number;
  /** Entries that arrived beyond a hole, ascending. */
  readonly ahead: readonly realtime.Entry[];
}

/** A `sync` that asks what comes after a position, with what was known to exist when it was put. */
export interface Question {
  readonly after: number;
  readonly known: number;
}

/** What an arrival changed: the stream from now on, and the entries to hand to the application now. */
export interface Step {
  readonly stream: Stream;
  readonly deliver: readonly realtime.Entry[];
}

// Beyond a page the buffer saves nothing: the repair brings the rest anyway.
const AHEAD_LIMIT = 200;

/** A stream of which everything up to `position` is held and nothing beyond is known. */
export function streamAt(position: number): Stream {
  return { position, known: position, ahead: [] };
}

/** Whether something that exists was not delivered yet. */
export function hasHole(stream: Stream): boolean {
  return stream.known > stream.position;
}

/** The stream after hearing that the entry `seq` exists. */
export function recordKnownSeq(stream: Stream, seq: number): Stream {
  return seq > stream.known ? { ...stream, known: seq } : stream;
}

/** Takes entries that were pushed. */
export function receive(stream: Stream, entries: readonly realtime.Entry[]): Step {
  return advance(stream, entries, stream.position);
}

/**
 * Takes the answer to a question. The answer is complete: what it leaves out, up to its last entry or
 * up to what existed when the question was put, cannot be read any more and is not waited for.
 */
export function receiveAnswer(
  stream: Stream,
  question: Question,
  entries: readonly realtime.Entry[],
  more: boolean,
): Step {
  // The application may have gone back to an earlier position since the question was put.
  if (stream.position < question.after) return receive(stream, entries);
  const last = entries.at(-1)?.seq;
  if (last === undefined) return advance(stream, [], Math.max(stream.position, question.known));
  if (!more) return advance(stream, entries, Math.max(stream.position, question.known, last));
  const step = advance(stream, entries, Math.max(stream.position, last));
  return { ...step, stream: recordKnownSeq(step.stream, last + 1) };
}

/** Delivers everything up to `end`, whether dense or not, and from there on as far as it is dense. */
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
