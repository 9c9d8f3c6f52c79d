import type { realtime } from '@kith/contract';
import type { Realtime } from '@kith/sdk';
import { createAsking } from './asking.js';
import { inOrder, type BoxName, type Chat } from './rules.js';
import type { ChatsStore } from './store.js';

/** What brings rows from the server. */
export interface Loading {
  /** Loads a page, the first one without a cursor; returns the cursor of the next one. */
  loadPage(box: BoxName, after?: string): Promise<string | undefined>;
  /** Asks for these rows, soon and together. */
  ask(listIds: readonly string[]): void;
}

type Answer = Omit<realtime.ListFrame, 't' | 'cid'>;

export const PAGE = 50;

/** Loads rows into a store; `onRow` takes each of them. */
export function createLoading(
  { get, change, rowsOf, endOf, setEnd }: ChatsStore,
  connection: Pick<Realtime, 'list'>,
  onRow: (chat: Chat) => void,
): Loading {
  const { ask } = createAsking(askFor);

  /** Takes rows of the server, but not one from before a live entry: that is asked for again. */
  function take({ conversations, unread }: Answer, box?: BoxName): void {
    const state = get();
    const fresh = conversations.filter(({ to, seq }) => seq >= (state.rows[to]?.seq ?? 0));
    fresh.forEach(onRow);
    change(Object.fromEntries(fresh.map((chat) => [chat.to, chat])), {
      ...(unread !== undefined && { unread }),
      ...(box && { [box]: { ...state[box], loading: 'ready' } }),
    });
    ask(conversations.filter((chat) => !fresh.includes(chat)).map(({ to }) => to));
  }

  async function askFor(of: readonly string[]): Promise<void> {
    const found: Chat[] = [];
    let after: string | undefined;
    let unread: number | undefined;
    do {
      const answer = await connection.list({ of: [...of], ...(after !== undefined && { after }) });
      unread ??= answer.unread;
      found.push(...answer.conversations);
      after = answer.next;
    } while (after !== undefined);
    const gone = of.filter((to) => !found.some((chat) => chat.to === to));
    change(Object.fromEntries(gone.map((to) => [to, null])));
    take({ conversations: found, ...(unread !== undefined && { unread }) });
  }

  return {
    ask,
    loadPage: async (box, after) => {
      const answer = await connection.list({ box, limit: PAGE, ...(after !== undefined && { after }) });
      const { conversations, next } = answer;
      const last = conversations.at(-1);
      const end = next !== undefined && last ? { place: last, next } : undefined;
      const known = endOf(box);
      const isComplete = get()[box].loading === 'ready' && !known;
      if (!isComplete && (!known || !end || inOrder(end.place, known.place) >= 0)) setEnd(box, end);
      take(answer, box);
      if (after !== undefined) return next;
      // What was known, and is not there any more.
      const listed = new Set(conversations.map(({ to }) => to));
      const missing = rowsOf(box).filter(
        (row) => !listed.has(row.to) && (!end || inOrder(row, end.place) < 0),
      );
      ask(missing.map(({ to }) => to));
      return next;
    },
  };
}
