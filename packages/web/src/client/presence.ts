import { createStore, type StoreApi } from 'zustand/vanilla';
import type { realtime } from '@kith/contract';
import type { Realtime } from '@kith/sdk';

/** Whether people are online, by their ids; somebody who is not watched is missing. */
export type Seen = Readonly<Record<number, realtime.UserPresence>>;

/** Who is online, of the people that are shown. */
export interface Presence {
  readonly store: StoreApi<Seen>;
  note(users: readonly realtime.UserPresence[]): void;
  /** Watches somebody until the returned function is called. */
  watch(userId: number): () => void;
}

/** The server watches no more people for a socket. */
const MOST = 200;

export function createPresence(connection: Pick<Realtime, 'watch'>): Presence {
  const store = createStore<Seen>(() => ({}));
  const watchers = new Map<number, number>();
  let isWaiting = false;

  /** One request for all changes of a moment, such as a page with many people. */
  function request(): void {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      connection.watch([...watchers.keys()].slice(-MOST));
    });
  }

  return {
    store,
    note: (users) => store.setState(Object.fromEntries(users.map((user) => [user.user_id, user]))),
    watch: (userId) => {
      const count = watchers.get(userId) ?? 0;
      watchers.set(userId, count + 1);
      if (count === 0) request();
      return () => {
        const left = (watchers.get(userId) ?? 1) - 1;
        if (left > 0) return void watchers.set(userId, left);
        watchers.delete(userId);
        request();
      };
    },
  };
}
