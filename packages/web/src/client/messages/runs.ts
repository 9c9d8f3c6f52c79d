import type { realtime } from '@kith/contract';

/** An entry, with what later entries have changed about it. */
export interface KnownEntry extends realtime.Entry {
  /** Changes up to this seq are contained: the entry was loaded when this was the newest one. */
  readonly asOf?: number;
  readonly edited?: true;
  /** It was to be read once, and is gone without a trace. */
  readonly burnt?: true;
}

/**
 * A part of a conversation that is known completely: all readable entries from one seq to another. Seqs inside that have no
 * entry can no longer be read.
 */
export interface Run {
  readonly from: number;
  readonly to: number;
  /** Ascending. */
  readonly entries: readonly KnownEntry[];
}

/** The runs with one more: runs that overlap or touch become one. They are ascending, with unknown seqs between them. */
export function addRun(runs: readonly Run[], added: Run): readonly Run[] {
  const apart = runs.filter((run) => run.to < added.from - 1 || run.from > added.to + 1);
  const joined = runs.filter((run) => !apart.includes(run)).reduce(join, added);
  return [...apart, joined].toSorted((a, b) => a.from - b.from);
}

/** The newer copy of an entry wins: it may be recalled, or unlocked. */
function join(added: Run, run: Run): Run {
  const from = Math.min(run.from, added.from);
  const to = Math.max(run.to, added.to);
  const last = run.entries.at(-1)?.seq ?? 0;
  const [first] = added.entries;
  if (first && first.seq > last) return { from, to, entries: [...run.entries, ...added.entries] };
  const bySeq = new Map([...run.entries, ...added.entries].map((entry) => [entry.seq, entry]));
  return { from, to, entries: [...bySeq.values()].toSorted((a, b) => a.seq - b.seq) };
}

/** The run that covers a seq. */
export function runAt(runs: readonly Run[], seq: number): Run | undefined {
  return runs.find(({ from, to }) => from <= seq && seq <= to);
}

/** The last entries of a run, at most so many. */
export function keepEnd(run: Run, count: number): Run {
  const entries = run.entries.slice(-count);
  const [first] = entries;
  return !first || entries.length === run.entries.length ? run : { ...run, from: first.seq, entries };
}

/** The first entries of a run, at most so many. */
export function keepStart(run: Run, count: number): Run {
  const entries = run.entries.slice(0, count);
  const last = entries.at(-1);
  return !last || entries.length === run.entries.length ? run : { ...run, to: last.seq, entries };
}

/** What an answer covers: the entries below `before`, or above `after`. `more`: there are others beyond them. */
export function runOfPage(
  range: { readonly before: number } | { readonly after: number },
  { entries, more }: { readonly entries: readonly realtime.Entry[]; readonly more: boolean },
): Run {
  const first = entries[0]?.seq;
  const last = entries.at(-1)?.seq;
  if ('after' in range) return { from: range.after + 1, to: last ?? range.after, entries };
  // Asked from the very end, nothing is known above the last entry.
  const to = range.before === END ? (last ?? 0) : range.before - 1;
  return { from: more ? (first ?? range.before) : 1, to, entries };
}

/** The highest seq that the protocol can name. */
export const END = 2_147_483_647;
