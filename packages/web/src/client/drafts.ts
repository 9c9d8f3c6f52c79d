import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AccountStorage } from './storage.js';

/** What somebody has begun to write, by conversation. */
export interface Drafts {
  readonly store: StoreApi<Readonly<Record<string, string>>>;
  /** An empty text ends a draft. */
  set(listId: string, text: string): void;
}

/** The drafts that were kept, and those of this page. */
export function openDrafts(storage: Pick<AccountStorage, 'loadDrafts' | 'saveDraft'>): Drafts {
  const store = createStore<Readonly<Record<string, string>>>(() => ({}));
  // Somebody may have begun to write before they are there.
  void storage.loadDrafts().then((kept) => store.setState((written) => ({ ...kept, ...written }), true));
  return {
    store,
    set: (listId, text) => {
      store.setState({ [listId]: text });
      storage.saveDraft(listId, text);
    },
  };
}
