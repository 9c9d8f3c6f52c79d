import type { realtime } from '@kith/contract';
import { END, keepEnd, keepStart, runOfPage, type Run } from './runs.js';
import type { ConversationOptions, Store } from './store.js';
import { createView } from './view.js';

/** The entries of a conversation: what is loaded of them, and which part is shown. */
export interface History {
  /** Shows what was kept, and loads the newest page, unless both is done or on its way. */
  open(): Promise<void>;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  /** Shows the part around an entry; resolves when it is there. */
  showAround(seq: number): Promise<void>;
  /** Shows the part with the newest entries. */
  showNewest(): Promise<void>;
  /** Forgets what was loaded, and loads the newest page again if somebody is looking. */
  reset(): void;
}

type Range = { readonly before: number } | { readonly after: number };

const PAGE = 50;
/** So many are kept across reloads. */
const STORED = 200;

/** The history of a conversation; `add` takes live entries. */
export function createHistory(
  { get, change, isWatched }: Store,
  { listId, ownId, realtime: connection, kept }: ConversationOptions,
): History & { add(entry: realtime.Entry): void } {
  let view = createView(ownId);
  const [older, newer] = [createOnce(), createOnce()];
  let opening: Promise<void> | undefined;

  function show(more: Parameters<typeof change>[0] = {}): void {
    const { entries, hasOlder, hasNewer } = view.state();
    change({ entries, hasOlder, hasNewer, ...more });
    if (!hasNewer) kept?.save(listId, entries.slice(-STORED));
  }

  /** What was asked for before a reset goes to the view of that time. */
  async function ask(range: Range, known = 0): Promise<void> {
    const { take } = view;
    const run = runOfPage(range, await connection.sync(listId, { ...range, limit: PAGE }));
    take({ ...run, to: Math.max(run.to, known) });
  }

  async function loadNewest(): Promise<void> {
    const loaded = view;
    if (get().loading === 'failed') change({ loading: 'loading' });
    try {
      const known = runOfKept((await kept?.load(listId)) ?? []);
      if (known && loaded === view && view.isEmpty()) {
        view.take(known, true);
        show({ loading: 'kept' });
      }
      // What was kept after its last entry is gone.
      await ask({ before: END }, known?.to);
      if (loaded !== view) return;
      show({ loading: 'ready' });
      connection.track(listId, view.newest());
    } catch {
      if (loaded !== view) return;
      opening = undefined;
      // What was kept stays readable.
      if (view.isEmpty()) change({ loading: 'failed' });
    }
  }

  async function extend(edge: number, range: Range): Promise<void> {
    view.lookAt(edge);
    await ask(range);
    view.trim('before' in range ? keepStart : keepEnd);
    show();
  }

  return {
    open: () => (opening ??= loadNewest()),
    loadOlder: () =>
      older(async () => {
        const from = view.shown()?.from ?? 0;
        if (from > 1) await extend(from, { before: from });
      }),
    loadNewer: () =>
      newer(async () => {
        const to = view.shown()?.to ?? Infinity;
        if (to < view.newest()) await extend(to, { after: to });
      }),
    showAround: async (seq) => {
      if (!view.has(seq)) {
        await ask({ before: seq + 1 });
        await ask({ after: seq });
      }
      view.lookAt(seq);
      show();
    },
    showNewest: async () => {
      view.lookAt(undefined);
      if (view.state().hasNewer || view.isEmpty()) await ask({ before: END });
      show();
    },
    reset: () => {
      view = createView(ownId);
      kept?.save(listId, []);
      change({ entries: [], hasOlder: false, hasNewer: false, loading: 'loading' });
      opening = isWatched() ? loadNewest() : undefined;
    },
    add: (entry) => {
      view.take({ from: entry.seq, to: entry.seq, entries: [entry] }, true);
      view.trim(keepEnd);
      show();
    },
  };
}

function runOfKept(entries: readonly realtime.Entry[]): Run | undefined {
  const [first] = entries;
  return first && { from: first.seq, to: entries.at(-1)?.seq ?? first.seq, entries };
}

/** Runs one piece of work at a time: who asks meanwhile gets the one that runs. */
function createOnce(): (work: () => Promise<void>) => Promise<void> {
  let running: Promise<void> | undefined;
  return (work) =>
    (running ??= work().finally(() => {
      running = undefined;
    }));
}
