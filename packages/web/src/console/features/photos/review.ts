import { createStore, type StoreApi } from 'zustand/vanilla';
import { ask, isRefusal } from '../../admin/index.js';
import {
  bringBack,
  change,
  confirm,
  decide,
  EMPTY,
  markGone,
  withPage,
  type Item,
  type Queue,
} from './queue.js';

/** With fewer items than this the next page is asked for. */
const LOW = 10;
/** How many decisions can be taken back. */
const UNDOABLE = 20;

/** A decision of this visit that can be taken back. */
export interface Done {
  readonly item: Item;
  readonly isApproved: boolean;
  /** Resolves to the version that the decision has made; to undefined if it was refused. */
  readonly version: Promise<number | undefined>;
}

interface State extends Queue {
  readonly isLoaded: boolean;
  /** The next page is under way. */
  readonly isLoading: boolean;
  /** Why the queue could not be loaded. */
  readonly failure: unknown;
  /** The newest one last. */
  readonly done: readonly Done[];
}

/** The queue of photos, and what a moderator does with it. */
export interface Review {
  readonly store: StoreApi<State>;
  /** Loads the queue again from its beginning. */
  refresh(): Promise<void>;
  /** Opens or prolongs the lease of an item. */
  lease(id: number): Promise<void>;
  approve(item: Item): Promise<void>;
  refuse(item: Item, reason: string): Promise<void>;
  /** Approves all photos of a person that are loaded. */
  approveAll(items: readonly Item[]): Promise<void>;
  /** Takes the last decision back; rejects if the server refuses. */
  undo(): Promise<void>;
}

type Store = StoreApi<State>;

/** Decisions count here at once; if the server refuses one, its item comes back with the reason. */
export function createReview(): Review {
  const store: Store = createStore(() => ({
    ...EMPTY,
    isLoaded: false,
    isLoading: false,
    failure: undefined,
    done: [],
  }));
  return {
    store,
    refresh: () => load(store, 0),
    lease: (id) => lease(store, id),
    approve: (item) => {
      const { id, version } = item;
      return judge(store, item, true, ask('POST', '/admin/photos/{id}/approval', { id, version }));
    },
    refuse: (item, reason) => {
      const { id, version } = item;
      return judge(store, item, false, ask('POST', '/admin/photos/{id}/refusal', { id, version, reason }));
    },
    approveAll: async (items) => {
      const [first] = items;
      if (!first) return;
      const photos = items.map(({ id, version }) => ({ id, version }));
      const { id } = first.person;
      await settle(store, items, ask('POST', '/admin/people/{id}/photos/approval', { id, photos }));
    },
    undo: () => undo(store),
  };
}

function set(store: Store, work: (queue: Queue) => Queue): void {
  store.setState((state) => ({ ...state, ...work(state) }));
}

async function load(store: Store, after: number): Promise<void> {
  const startedAt = performance.now();
  try {
    const page = await ask('GET', '/admin/photos', after > 0 ? { after } : {});
    set(store, (queue) => withPage(queue, page, { after, startedAt }));
    store.setState({ isLoaded: true, failure: undefined });
  } catch (failure) {
    store.setState({ failure });
  }
}

async function refill(store: Store): Promise<void> {
  const { items, next, isLoading } = store.getState();
  if (next === undefined || items.length >= LOW || isLoading) return;
  store.setState({ isLoading: true });
  await load(store, next);
  store.setState({ isLoading: false });
}

async function lease(store: Store, id: number): Promise<void> {
  try {
    const opened = await ask('PUT', '/admin/photos/{id}/lease', { id });
    set(store, (queue) => change(queue, id, { lease: opened }));
  } catch (error) {
    // Decisions are possible without a lease.
    if (isRefusal(error, 'not_found')) set(store, (queue) => markGone(queue, id, error));
  }
}

/** Decides about items before the server has; resolves to undefined if it refuses. */
async function settle<T>(store: Store, items: readonly Item[], work: Promise<T>): Promise<T | undefined> {
  const ids = items.map(({ id }) => id);
  set(store, (queue) => decide(queue, ids));
  void refill(store);
  try {
    const result = await work;
    set(store, (queue) => confirm(queue, ids, performance.now()));
    return result;
  } catch (error) {
    const isGone = isRefusal(error, 'stale') || isRefusal(error, 'not_found');
    set(store, (queue) => bringBack(queue, items, { error, isGone }));
    if (isGone) void load(store, 0);
    return undefined;
  }
}

async function judge(
  store: Store,
  item: Item,
  isApproved: boolean,
  work: Promise<{ version: number }>,
): Promise<void> {
  const version = settle(store, [item], work).then((answer) => answer?.version);
  const done: Done = { item, isApproved, version };
  store.setState((state) => ({ done: [...state.done.slice(1 - UNDOABLE), done] }));
  if ((await version) === undefined) forget(store, done);
}

async function undo(store: Store): Promise<void> {
  const last = store.getState().done.at(-1);
  if (!last) return;
  forget(store, last);
  const decided = await last.version;
  if (decided === undefined) return;
  const { id } = last.item;
  const { version } = await ask('POST', '/admin/photos/{id}/undo', { id, version: decided });
  // The picture that others saw before the approval has not come back.
  const { replacesUrl: _, lease: __, ...item } = last.item;
  set(store, (queue) => ({ ...bringBack(queue, [{ ...item, version }]), openId: id }));
}

function forget(store: Store, done: Done): void {
  store.setState((state) => ({ done: state.done.filter((one) => one !== done) }));
}
