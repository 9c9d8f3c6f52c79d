import { createStore, type StoreApi } from 'zustand/vanilla';
import { newId } from './new-id.js';

/** A file that somebody is about to send. */
export interface Attachment {
  readonly id: string;
  readonly file: File;
  /** A picture or a video goes as it is, to be saved rather than seen. */
  readonly isPlain: boolean;
  /** A photo goes in its full size. */
  readonly isOriginal?: boolean;
}

/** Keeps them across reloads. */
export interface AttachmentStorage {
  loadAttachments(listId: string): Promise<readonly Attachment[]>;
  /** False if there is no room for them. */
  saveAttachments(listId: string, attachments: readonly Attachment[]): Promise<boolean>;
}

/** The files in the drafts, by conversation. They outlive a reload if the browser has room for them. */
export interface Attachments {
  readonly store: StoreApi<Readonly<Record<string, readonly Attachment[]>>>;
  /** Reads what was kept for a conversation, once. */
  open(listId: string): void;
  /** Resolves to false if they cannot be kept. */
  add(listId: string, files: readonly File[]): Promise<boolean>;
  set(listId: string, attachments: readonly Attachment[]): Promise<boolean>;
}

export function openAttachments(storage: AttachmentStorage): Attachments {
  const store = createStore<Readonly<Record<string, readonly Attachment[]>>>(() => ({}));
  const opened = new Set<string>();

  function set(listId: string, attachments: readonly Attachment[]): Promise<boolean> {
    store.setState({ [listId]: attachments });
    return storage.saveAttachments(listId, attachments);
  }

  return {
    store,
    open: (listId) => {
      if (opened.has(listId)) return;
      opened.add(listId);
      // Somebody may have added some before they are there.
      void storage.loadAttachments(listId).then((kept) => {
        if (kept.length > 0) store.setState((all) => ({ [listId]: [...kept, ...(all[listId] ?? [])] }));
      });
    },
    add: (listId, files) => {
      const added = files.map((file) => ({ id: newId(), file, isPlain: false }));
      return set(listId, [...(store.getState()[listId] ?? []), ...added]);
    },
    set,
  };
}
