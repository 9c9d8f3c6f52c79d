import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { realtime } from '@kith/contract';
import type { OutboxStorage, Pending } from './messages/outbox.js';

interface Schema extends DBSchema {
  /** The newest entries of each conversation. */
  entries: { key: string; value: readonly realtime.Entry[] };
  outbox: { key: string; value: Pending & { readonly owner: string }; indexes: { time: number } };
  /** What somebody has begun to write, by conversation. */
  drafts: { key: string; value: string };
  /** Answers that the first page shows until fresh ones arrive. */
  answers: { key: string; value: unknown };
}

/** What an account keeps in this browser across reloads; gone when the account signs out. */
export interface AccountStorage {
  readonly outbox: OutboxStorage;
  loadEntries(listId: string): Promise<readonly realtime.Entry[]>;
  /** Soon, the latest call for each conversation. */
  saveEntries(listId: string, entries: readonly realtime.Entry[]): void;
  /** All drafts, by conversation. */
  loadDrafts(): Promise<Readonly<Record<string, string>>>;
  /** An empty text deletes the draft. */
  saveDraft(listId: string, text: string): void;
  loadAnswer(name: string): Promise<unknown>;
  saveAnswer(name: string, value: unknown): void;
  close(): void;
}

const SAVE_MS = 500;

/** Opens the storage of an account. A browser that refuses one, as some private windows do, keeps nothing. */
export function openStorage(userId: number): AccountStorage {
  const opened = openDB<Schema>(nameOf(userId), 1, {
    upgrade: (database) => {
      database.createObjectStore('entries');
      database.createObjectStore('drafts');
      database.createObjectStore('answers');
      database.createObjectStore('outbox', { keyPath: 'cid' }).createIndex('time', 'time');
    },
    // Another tab signs out and deletes the database.
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
  });
  const waiting = new Map<string, readonly realtime.Entry[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** The result of some work on the database; without a database, the other value. */
  async function within<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work(await opened);
    } catch {
      return otherwise;
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const rows = [...waiting];
    waiting.clear();
    await within(async (database) => {
      const { store, done } = database.transaction('entries', 'readwrite');
      for (const [listId, entries] of rows) void store.put(entries, listId);
      await done;
    }, undefined);
  }

  return {
    outbox: {
      put: (row) => within(async (database) => void (await database.put('outbox', row)), undefined),
      remove: (cid) => within((database) => database.delete('outbox', cid), undefined),
      all: () => within((database) => database.getAllFromIndex('outbox', 'time'), []),
    },
    loadEntries: (listId) => within(async (database) => (await database.get('entries', listId)) ?? [], []),
    saveEntries: (listId, entries) => {
      waiting.set(listId, entries);
      timer ??= setTimeout(() => void flush(), SAVE_MS);
    },
    loadDrafts: () =>
      within(async (database) => {
        const { store } = database.transaction('drafts');
        const [names, texts] = await Promise.all([store.getAllKeys(), store.getAll()]);
        return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
      }, {}),
    saveDraft: (listId, text) =>
      void within<unknown>(
        (database) =>
          text === '' ? database.delete('drafts', listId) : database.put('drafts', text, listId),
        undefined,
      ),
    loadAnswer: (name) => within((database) => database.get('answers', name), undefined),
    saveAnswer: (name, value) =>
      void within<unknown>((database) => database.put('answers', value, name), undefined),
    close: () => void flush().then(async () => (await opened.catch(() => undefined))?.close()),
  };
}

/** Deletes what an account has kept in this browser. */
export async function deleteStorage(userId: number): Promise<void> {
  await deleteDB(nameOf(userId)).catch(() => undefined);
}

function nameOf(userId: number): string {
  return `kith-${userId}`;
}
