import { applyChanges, markAsOf } from './changes.js';
import { addRun, runAt, type KnownEntry, type Run } from './runs.js';

/** What is loaded of a conversation, and the part of it that is shown. */
export interface View {
  /** Takes a part that was loaded, or a live entry. */
  take(run: Run, isLive?: boolean): void;
  /** The run that is shown. */
  shown(): Run | undefined;
  /** The entries of that run, and whether there are others before and after it. */
  state(): {
    readonly entries: readonly KnownEntry[];
    readonly hasOlder: boolean;
    readonly hasNewer: boolean;
  };
  /** Shows the run with this seq; without one, the newest. */
  lookAt(seq: number | undefined): void;
  /** Replaces a shown run that has become too long by a part of it. While somebody reads older entries, the end stays. */
  trim(cut: (run: Run, count: number) => Run): void;
  has(seq: number): boolean;
  isEmpty(): boolean;
  /** The highest seq that is known. */
  newest(): number;
}

/** A run with more entries than `MOST` is cut to `KEPT`. */
const MOST = 600;
const KEPT = 300;

export function createView(ownId: number): View {
  let runs: readonly Run[] = [];
  let anchor: number | undefined;
  let newest = 0;

  function shown(): Run | undefined {
    return (anchor === undefined ? undefined : runAt(runs, anchor)) ?? runs.at(-1);
  }

  return {
    take: (run, isLive = false) => {
      newest = Math.max(newest, run.to);
      const added = isLive ? run : { ...run, entries: markAsOf(run.entries, newest) };
      runs = applyChanges(addRun(runs, added), added, { ownId, newest });
    },
    shown,
    state: () => {
      const run = shown();
      return {
        entries: run?.entries ?? [],
        hasOlder: run !== undefined && run.from > 1,
        hasNewer: run !== undefined && run.to < newest,
      };
    },
    lookAt: (seq) => {
      anchor = seq;
    },
    trim: (cut) => {
      const run = shown();
      if (!run || run.entries.length <= MOST) return;
      const part = cut(run, KEPT);
      runs = runs.map((one) => (one === run ? part : one));
      if (anchor !== undefined) anchor = Math.min(Math.max(anchor, part.from), part.to);
    },
    has: (seq) => runAt(runs, seq) !== undefined,
    isEmpty: () => runs.length === 0,
    newest: () => newest,
  };
}
