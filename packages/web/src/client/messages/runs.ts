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

/**
 * The runs with one more: runs that overlap or touch become one. They are ascending, with unknown seqs between them. What
 * the new one covers is as it says: entries may be recalled or unlocked there, and those that it lacks are gone.
 */
export function addRun(runs: readonly Run[], added: Run): readonly Run[] {
  const isApart = (run: Run) => run.to < added.from - 1 || run.from > added.to + 1;
  const joined = runs.filter((run) => !isApart(run)).reduce((so, run) => join(so, run, added), added);
  return [...runs.filter(isApart), joined].toSorted((a, b) => a.from - b.from);
}

/** A run, and what another one has beyond those seqs that were added. */
function join(run: Run, other: Run, added: Run): Run {
  const before = other.entries.filter(({ seq }) => seq < added.from);
  const after = other.entries.filter(({ seq }) => seq > added.to);
  return {
    from: Math.min(run.from, other.from),
    to: Math.max(run.to, other.to),
    entries: [...before, ...run.entries, ...after],
  };
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
