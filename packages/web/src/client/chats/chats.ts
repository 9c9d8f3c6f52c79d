import type { realtime } from '@kith/contract';
import type { Realtime } from '@kith/sdk';
import { createLoading, PAGE } from './loading.js';
import { withEntry, withRead, type BoxName, type Chat } from './rules.js';
import { createChatsStore, type ChatsStore, type Kept } from './store.js';

export type { Box } from './store.js';

/** The list of conversations: loaded by pages, and changed by the news of the connection. */
export interface Chats extends Pick<ChatsStore, 'store'> {
  /** Shows what was kept, and loads the first pages. */
  open(): Promise<void>;
  loadMore(box: BoxName): Promise<void>;
  /** Asks the server for these rows, soon and together. */
  refresh(listIds: readonly string[]): void;
  /** Asks for a row that was never asked for. */
  need(listId: string): void;
  receive(listId: string, entry: realtime.Entry): void;
  noteRead(listId: string, seq: number): void;
  /** Loads again what may have changed while there was no connection. */
  catchUp(): Promise<void>;
  /** Forgets everything and loads again. */
  reset(): Promise<void>;
}

interface ChatsOptions {
  readonly ownId: number;
  readonly realtime: Pick<Realtime, 'list'>;
  readonly kept: { load(): Promise<unknown>; save(value: Kept): void };
  /** Takes each row from the server. */
  readonly onRow: (chat: Chat) => void;
}

/** So many pages are loaded again after a time without connection. */
const PAGES_AGAIN = 4;

export function createChats({ ownId, realtime: connection, kept, onRow }: ChatsOptions): Chats {
  const list = createChatsStore(kept.save);
  const { store, get, change } = list;
  /** Who has written in which group. */
  const names = new Map<string, string>();
  const { ask, loadPage } = createLoading(list, connection, (chat) => {
    const { kind, to, last } = chat;
    if (kind === 'group' && last?.name !== undefined) names.set(`${to} ${last.from}`, last.name);
    onRow(chat);
  });

  async function loadFirst(box: BoxName): Promise<void> {
    try {
      await loadPage(box);
    } catch {
      const state = get()[box];
      // What was kept stays readable.
      if (state.loading === 'loading') change({}, { [box]: { ...state, loading: 'failed' } });
    }
  }

  async function load(): Promise<void> {
    await Promise.all([loadFirst('main'), loadFirst('archive')]);
  }

  /** Applies news to a row, or asks the server for it. */
  function apply(listId: string, to: (chat: Chat) => Chat | undefined): void {
    const chat = get().rows[listId];
    const next = chat ? to(chat) : undefined;
    if (!next) ask([listId]);
    else if (next !== chat) change({ [listId]: next });
  }

  return {
    store,
    open: async () => {
      const before = (await kept.load()) as Kept | undefined; // only `save` writes it
      const { main } = get();
      if (before && main.loading === 'loading')
        change(Object.fromEntries(before.chats.map((chat) => [chat.to, chat])), {
          unread: before.unread,
          main: { ...main, loading: 'kept' },
        });
      await load();
    },
    loadMore: async (box) => {
      const end = list.endOf(box);
      if (end) await loadPage(box, end.next);
    },
    refresh: ask,
    need: (listId) => {
      if (get().rows[listId] === undefined) ask([listId]);
    },
    receive: (listId, entry) => {
      const nameOf = (userId: number) => names.get(`${listId} ${userId}`);
      apply(listId, (chat) => withEntry(chat, entry, { ownId, nameOf }));
    },
    noteRead: (listId, seq) => apply(listId, (chat) => withRead(chat, seq)),
    catchUp: async () => {
      const { main } = get();
      if (main.loading !== 'ready') return load();
      let next: string | undefined;
      for (let page = 0; page < PAGES_AGAIN && page * PAGE <= main.chats.length; page++) {
        next = await loadPage('main', next);
        if (next === undefined) break;
      }
      await loadFirst('archive');
    },
    reset: async () => {
      list.clear();
      await load();
    },
  };
}
