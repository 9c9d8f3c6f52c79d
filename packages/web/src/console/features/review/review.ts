import { createStore, type StoreApi } from 'zustand/vanilla';
import { isRefusal } from '../../admin/index.js';
import {
  bringBack,
  change,
  confirm,
  decide,
  emptyQueue,
  markGone,
  open,
  withPage,
  type End,
  type Item,
  type Page,
  type Queue,
} from './queue.js';

/** With fewer items than this the next page is asked for. */
const LOW = 10;
/** How many decisions can be taken back. */
const UNDOABLE = 20;

/** A decision of this visit that can be taken back. */
export interface Done<I extends Item> {
  readonly item: I;
  /** What was decided, such as `approved`. */
  readonly what: string;
  /** Resolves to the version that the decision has made; to undefined if it was refused. */
  readonly version: Promise<number | undefined>;
}

export interface ReviewState<I extends Item> extends Queue<I> {
  readonly isLoaded: boolean;
  /** The next page is under way. */
  readonly isLoading: boolean;
  /** Why the queue could not be loaded. */
  readonly failure: unknown;
  /** The newest one last. */
  readonly done: readonly Done<I>[];
}

type Store<I extends Item> = StoreApi<ReviewState<I>>;

/** A queue of the server. */
export interface Source<I extends Item> {
  readonly order: Queue<I>['order'];
  /** A page: the first one, or the next one. */
  load(next: string | number | undefined): Promise<Page<I>>;
  lease(id: number): Promise<NonNullable<I['lease']>>;
  /** Takes a decision back; returns the item as it waits again. Absent where decisions are final. */
  undo?(item: I, version: number): Promise<I>;
}

/** A queue, and what a moderator does with it. */
export interface Review<I extends Item> {
  readonly store: Store<I>;
  readonly canUndo: boolean;
  /** Loads the queue again from its beginning. */
  refresh(): Promise<void>;
  /** Opens an item that is here. */
  open(id: number | undefined): void;
  /** Adds an item that is not on the loaded pages, and opens it. */
  add(item: I): void;
  /** Opens or prolongs the lease of an item. */
  lease(id: number): Promise<void>;
  /** Takes items out at once; they come back with the reason if the server refuses. Resolves to undefined then. */
  settle<T>(items: readonly I[], work: Promise<T>): Promise<T | undefined>;
  /** The same for a decision about one item, which can be taken back. */
  judge(item: I, what: string, work: Promise<{ version: number }>): Promise<void>;
  /** Takes the last decision back; rejects if the server refuses. */
  undo(): Promise<void>;
}

/** Decisions count here at once; if the server refuses one, its item comes back with the reason. */
export function createReview<I extends Item>(source: Source<I>): Review<I> {
  const store: Store<I> = createStore(() => ({
    ...emptyQueue(source.order),
    isLoaded: false,
    isLoading: false,
    failure: undefined,
    done: [],
  }));
  const set = (work: (queue: Queue<I>) => Queue<I>) =>
    store.setState((state) => ({ ...state, ...work(state) }));
  const forget = (done: Done<I>) =>
    store.setState((state) => ({ done: state.done.filter((one) => one !== done) }));

  async function load(after?: End<I>): Promise<void> {
    const startedAt = performance.now();
    try {
      const page = await source.load(after?.next);
      set((queue) => withPage(queue, page, { after, startedAt }));
      store.setState({ isLoaded: true, failure: undefined });
    } catch (failure) {
      store.setState({ failure });
    }
  }

  async function refill(): Promise<void> {
    const { items, end, isLoading } = store.getState();
    if (!end || items.length >= LOW || isLoading) return;
    store.setState({ isLoading: true });
    await load(end);
    store.setState({ isLoading: false });
  }

  async function lease(id: number): Promise<void> {
    try {
      const opened = await source.lease(id);
      // Only this member of each item changes.
      set((queue) => change(queue, id, { lease: opened } as Partial<I>));
    } catch (error) {
      // Decisions are possible without a lease.
      if (isRefusal(error, 'not_found')) set((queue) => markGone(queue, id, error));
    }
  }

  async function settle<T>(items: readonly I[], work: Promise<T>): Promise<T | undefined> {
    const ids = items.map(({ id }) => id);
    set((queue) => decide(queue, ids));
    void refill();
    try {
      const result = await work;
      set((queue) => confirm(queue, ids, performance.now()));
      return result;
    } catch (error) {
      const isGone = isRefusal(error, 'stale') || isRefusal(error, 'not_found');
      set((queue) => bringBack(queue, items, { error, isGone }));
      if (isGone) void load();
      return undefined;
    }
  }

  async function judge(item: I, what: string, work: Promise<{ version: number }>): Promise<void> {
    const version = settle([item], work).then((answer) => answer?.version);
    const done = { item, what, version };
    store.setState((state) => ({ done: [...state.done.slice(1 - UNDOABLE), done] }));
    if ((await version) === undefined) forget(done);
  }

  async function undo(): Promise<void> {
    const last = store.getState().done.at(-1);
    if (!last || !source.undo) return;
    forget(last);
    const version = await last.version;
    if (version === undefined) return;
    const item = await source.undo(last.item, version);
    set((queue) => ({ ...bringBack(queue, [item]), openId: item.id }));
  }

  return {
    store,
    canUndo: source.undo !== undefined,
    refresh: () => load(),
    open: (id) => set((queue) => open(queue, id)),
    add: (item) => set((queue) => open(bringBack({ ...queue, waiting: queue.waiting - 1 }, [item]), item.id)),
    lease,
    settle,
    judge,
    undo,
  };
}
