import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Realtime } from '@kith/sdk';
import { serverNow } from './clock.js';
import type { AccountStorage, KeptDraft } from './storage.js';

/** What somebody has begun to write, by conversation, on all devices of the account. */
export interface Drafts {
  readonly store: StoreApi<Readonly<Record<string, string>>>;
  /** An empty text ends a draft. */
  set(listId: string, text: string): void;
  /** Takes what the server knows of a draft, unless something later was written here. */
  note(listId: string, draft: KeptDraft): void;
  /** Another device has written: asks the server what. */
  refresh(listId: string): void;
}

interface DraftsOptions {
  readonly storage: Pick<AccountStorage, 'loadDrafts' | 'saveDraft'>;
  readonly realtime: Pick<Realtime, 'draft'>;
  readonly now?: () => number;
}

/** Other devices get what is written after a pause of this time. */
const PAUSE_MS = 1000;
/** The server keeps no longer ones; they stay on this device. */
const MOST_CHARACTERS = 2000;

/** The drafts that were kept, those of this page, and those of other devices: the latest of each counts. */
export function openDrafts({ storage, realtime, now = serverNow }: DraftsOptions): Drafts {
  const store = createStore<Readonly<Record<string, string>>>(() => ({}));
  const times = new Map<string, number>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  function take(listId: string, draft: KeptDraft): boolean {
    if (draft.time <= (times.get(listId) ?? -1)) return false;
    times.set(listId, draft.time);
    if ((store.getState()[listId] ?? '') !== draft.text) store.setState({ [listId]: draft.text });
    return true;
  }

  function note(listId: string, draft: KeptDraft): void {
    if (take(listId, draft)) storage.saveDraft(listId, draft);
  }

  async function exchange(listId: string, written?: KeptDraft): Promise<void> {
    try {
      note(listId, await realtime.draft(listId, written));
    } catch {
      // It stays on this device, as after a refusal because somebody may not write any more.
    }
  }

  // Somebody may have begun to write before they are there.
  void storage.loadDrafts().then((kept) => {
    for (const [listId, draft] of Object.entries(kept)) take(listId, draft);
  });
  return {
    store,
    set: (listId, text) => {
      // Later than anything known, whatever the clocks of other devices say.
      const draft = { text, time: Math.max(now(), (times.get(listId) ?? 0) + 1) };
      note(listId, draft);
      clearTimeout(waiting.get(listId));
      if (text.length > MOST_CHARACTERS) return;
      // What was sent is no draft any more, at once.
      if (text === '') return void exchange(listId, draft);
      waiting.set(
        listId,
        setTimeout(() => void exchange(listId, draft), PAUSE_MS),
      );
    },
    note,
    refresh: (listId) => void exchange(listId),
  };
}
