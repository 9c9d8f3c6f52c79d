import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Realtime } from '@kith/sdk';

/** Who is writing, by conversation: the ids of other people. */
export type Writers = Readonly<Record<string, readonly number[]>>;

/** Who is writing in which conversation. */
export interface Typing {
  readonly store: StoreApi<Writers>;
  /** Somebody has begun or ended to write. */
  note(listId: string, userId: number, isOn: boolean): void;
  /** The reader of this page writes: others learn it, at most once in some seconds. */
  tell(listId: string): void;
}

/** So long somebody counts as writing after the last sign of it. */
const LASTS_MS = 6000;
const TOLD_EVERY_MS = 3000;

export function createTyping({
  realtime,
  now = Date.now,
}: {
  readonly realtime: Pick<Realtime, 'typing'>;
  readonly now?: () => number;
}): Typing {
  const store = createStore<Writers>(() => ({}));
  const ends = new Map<string, ReturnType<typeof setTimeout>>();
  const told = new Map<string, number>();

  function note(listId: string, userId: number, isOn: boolean): void {
    const key = `${listId} ${userId}`;
    clearTimeout(ends.get(key));
    ends.delete(key);
    const writers = store.getState()[listId] ?? [];
    if (isOn)
      ends.set(
        key,
        setTimeout(() => note(listId, userId, false), LASTS_MS),
      );
    if (isOn === writers.includes(userId)) return;
    const others = writers.filter((id) => id !== userId);
    store.setState({ [listId]: isOn ? [...others, userId] : others });
  }

  return {
    store,
    note,
    tell: (listId) => {
      if (now() - (told.get(listId) ?? -Infinity) < TOLD_EVERY_MS) return;
      told.set(listId, now());
      realtime.typing(listId, true);
    },
  };
}
