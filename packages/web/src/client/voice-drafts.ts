import { createStore, type StoreApi } from 'zustand/vanilla';

/** A voice message that was recorded and not sent. */
export interface VoiceDraft {
  readonly file: File;
  readonly seconds: number;
  /** The loudness over its length, from 0 to 100. */
  readonly peaks: readonly number[];
}

/** Keeps them across reloads. */
export interface VoiceStorage {
  loadVoice(listId: string): Promise<VoiceDraft | undefined>;
  /** False if there is no room for it. Without a recording, forgets the one that was kept. */
  saveVoice(listId: string, voice: VoiceDraft | undefined): Promise<boolean>;
}

/** The recordings that wait to be sent, one for each conversation. */
export interface VoiceDrafts {
  readonly store: StoreApi<Readonly<Record<string, VoiceDraft | undefined>>>;
  /** Reads what was kept for a conversation, once. */
  open(listId: string): void;
  /** Resolves to false if it cannot be kept across a reload. */
  set(listId: string, voice: VoiceDraft | undefined): Promise<boolean>;
}

export function openVoiceDrafts(storage: VoiceStorage): VoiceDrafts {
  const store = createStore<Readonly<Record<string, VoiceDraft | undefined>>>(() => ({}));
  return {
    store,
    open: (listId) => {
      if (listId in store.getState()) return;
      store.setState({ [listId]: undefined });
      void storage.loadVoice(listId).then((kept) => {
        // Somebody may have recorded one before it is there.
        if (kept && !store.getState()[listId]) store.setState({ [listId]: kept });
      });
    },
    set: (listId, voice) => {
      store.setState({ [listId]: voice });
      return storage.saveVoice(listId, voice);
    },
  };
}
