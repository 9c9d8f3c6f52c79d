import { createStore, type StoreApi } from 'zustand/vanilla';

/** Keeps them across reloads. */
export interface HeardStorage {
  loadHeard(listId: string): Promise<readonly number[]>;
  addHeard(listId: string, seq: number): void;
}

/** Which voice messages were played on this device: their numbers, by conversation. */
export interface Heard {
  /** Undefined for a conversation that was not opened. */
  readonly store: StoreApi<Readonly<Record<string, ReadonlySet<number> | undefined>>>;
  /** Reads what was kept for a conversation, once. */
  open(listId: string): void;
  add(listId: string, seq: number): void;
}

export function openHeard(storage: HeardStorage): Heard {
  const store = createStore<Readonly<Record<string, ReadonlySet<number> | undefined>>>(() => ({}));
  const opened = new Set<string>();

  function note(listId: string, seqs: readonly number[]): void {
    store.setState({ [listId]: new Set([...(store.getState()[listId] ?? []), ...seqs]) });
  }

  return {
    store,
    open: (listId) => {
      if (opened.has(listId)) return;
      opened.add(listId);
      void storage.loadHeard(listId).then((kept) => note(listId, kept));
    },
    add: (listId, seq) => {
      if (store.getState()[listId]?.has(seq)) return;
      note(listId, [seq]);
      storage.addHeard(listId, seq);
    },
  };
}
