import type { realtime } from '@kith/contract';
import { END, keepEnd, keepStart, runOfPage } from './runs.js';
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

const PAGE = 50;
/** So many are kept across reloads. */
const STORED = 200;

/** The history of a conversation; `add` takes live entries. */
export function createHistory(
  { get, change, isWatched }: Store,
  { listId, ownId, realtime: connection, kept }: ConversationOptions,
): History & { add(entry: realtime.Entry): void } {
  const view = createView(ownId);
  const older = createOnce();
  const newer = createOnce();
  let opening: Promise<void> | undefined;

  function show(more: Parameters<typeof change>[0] = {}): void {
    const { entries, hasOlder, hasNewer } = view.state();
    change({ entries, hasOlder, hasNewer, ...more });
    if (!hasNewer && entries.length > 0) kept?.save(listId, entries.slice(-STORED));
  }

  async function ask(range: { before: number } | { after: number }): Promise<void> {
    view.take(runOfPage(range, await connection.sync(listId, { ...range, limit: PAGE })));
  }

  async function loadNewest(): Promise<void> {
    if (get().loading === 'failed') change({ loading: 'loading' });
    try {
      const entries = (await kept?.load(listId)) ?? [];
      const [first] = entries;
      if (first && view.isEmpty()) {
        view.take({ from: first.seq, to: entries.at(-1)?.seq ?? first.seq, entries }, true);
        show({ loading: 'kept' });
      }
      await ask({ before: END });
      show({ loading: 'ready' });
      connection.track(listId, view.newest());
    } catch {
      opening = undefined;
      // What was kept stays readable.
      if (view.isEmpty()) change({ loading: 'failed' });
    }
  }

  return {
    open: () => (opening ??= loadNewest()),
    loadOlder: () =>
      older(async () => {
        const run = view.shown();
        if (!run || run.from <= 1) return;
        view.lookAt(run.from);
        await ask({ before: run.from });
        view.trim(keepStart);
        show();
      }),
    loadNewer: () =>
      newer(async () => {
        const run = view.shown();
        if (!run || run.to >= view.newest()) return;
        view.lookAt(run.to);
        await ask({ after: run.to });
        view.trim(keepEnd);
        show();
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
      view.clear();
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

/** Runs one piece of work at a time: who asks meanwhile gets the one that runs. */
function createOnce(): (work: () => Promise<void>) => Promise<void> {
  let running: Promise<void> | undefined;
  return (work) =>
    (running ??= work().finally(() => {
      running = undefined;
    }));
}
