import { createStore, type StoreApi } from 'zustand/vanilla';
import { attended, boxOf, inOrder, type BoxName, type Chat, type Place } from './rules.js';

/** A part of the list, as far as it is loaded. */
export interface Box {
  /** `kept`: what an earlier page has kept is shown, and the first page is on its way. */
  readonly loading: 'loading' | 'kept' | 'ready' | 'failed';
  /** Pinned ones first, then the latest. */
  readonly chats: readonly Chat[];
  readonly hasMore: boolean;
}

/** What is known of the list of conversations. */
export interface ChatsState {
  readonly main: Box;
  readonly archive: Box;
  /** All known rows; null for a conversation that is not in the list. */
  readonly rows: Readonly<Record<string, Chat | null>>;
  /** The unread messages of the main part that are not in silent conversations. */
  readonly unread: number;
}

/** What is kept across reloads. */
export interface Kept {
  readonly chats: readonly Chat[];
  readonly unread: number;
}

/** Where the loaded pages of a part end, and the cursor of the next one. */
export interface End {
  readonly place: Place;
  readonly next: string;
}

/** The state of the list; the store follows it in a moment, once for all changes of that moment. */
export interface ChatsStore {
  readonly store: StoreApi<ChatsState>;
  get(): ChatsState;
  /** Changes rows; the badge follows them, unless the server has counted it. */
  change(rows: ChatsState['rows'], more?: Partial<ChatsState>): void;
  /** The known rows of a part, in no order. */
  rowsOf(box: BoxName): readonly Chat[];
  /** Undefined if everything is loaded, or nothing. */
  endOf(box: BoxName): End | undefined;
  setEnd(box: BoxName, end: End | undefined): void;
  clear(): void;
}

const PUBLISH_MS = 16;
const SAVE_MS = 1000;
const KEPT = 100;

const NOTHING: Box = { loading: 'loading', chats: [], hasMore: false };
const EMPTY: ChatsState = { main: NOTHING, archive: NOTHING, rows: {}, unread: 0 };

export function createChatsStore(save: (value: Kept) => void): ChatsStore {
  const store = createStore<ChatsState>(() => EMPTY);
  const ends = new Map<BoxName, End>();
  let state = EMPTY;
  let publishing: ReturnType<typeof setTimeout> | undefined;
  let saving: ReturnType<typeof setTimeout> | undefined;

  function publish(): void {
    publishing = undefined;
    state = { ...state, main: boxIn('main'), archive: boxIn('archive') };
    store.setState(state, true);
    if (state.main.loading !== 'ready') return;
    saving ??= setTimeout(() => {
      saving = undefined;
      save({ chats: state.main.chats.slice(0, KEPT), unread: state.unread });
    }, SAVE_MS);
  }

  function boxIn(name: BoxName): Box {
    const end = ends.get(name);
    // What lies beyond the loaded pages would stand at a wrong place.
    const chats = rowsOf(name).filter((row) => !end || inOrder(row, end.place) <= 0);
    return { ...state[name], chats: chats.toSorted(inOrder), hasMore: end !== undefined };
  }

  function rowsOf(name: BoxName): readonly Chat[] {
    return Object.values(state.rows).flatMap((row) => (row && boxOf(row) === name ? [row] : []));
  }

  return {
    store,
    get: () => state,
    rowsOf,
    change: (rows, more = {}) => {
      let { unread } = state;
      for (const [to, row] of Object.entries(rows)) unread += attended(row) - attended(state.rows[to]);
      state = { ...state, unread: Math.max(0, unread), ...more, rows: { ...state.rows, ...rows } };
      publishing ??= setTimeout(publish, PUBLISH_MS);
    },
    endOf: (box) => ends.get(box),
    setEnd: (box, end) => void (end ? ends.set(box, end) : ends.delete(box)),
    clear: () => {
      ends.clear();
      state = EMPTY;
      publish();
    },
  };
}
