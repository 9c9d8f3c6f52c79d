import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { realtime } from '@kith/contract';
import type { Attachment, AttachmentStorage } from './attachments.js';
import type { HeardStorage } from './heard.js';
import type { VoiceDraft, VoiceStorage } from './voice-drafts.js';
import type { KnownEntry } from './messages/runs.js';
import { noteUnkept } from './local.js';
import type { OutboxStorage, Pending } from './messages/outbox.js';

interface Schema extends DBSchema {
  /** The newest entries of each conversation. */
  entries: { key: string; value: readonly realtime.Entry[] };
  outbox: { key: string; value: Pending & { readonly owner: string }; indexes: { time: number } };
  /** What messages of the outbox wait for, by client id. */
  files: { key: string; value: Blob };
  /** What somebody has begun to write, by conversation. */
  drafts: { key: string; value: KeptDraft };
  /** The files that belong to it. */
  attachments: { key: string; value: readonly Attachment[] };
  /** Answers that the first page shows until fresh ones arrive. */
  answers: { key: string; value: unknown };
}

/** What was begun to write, and when (milliseconds); an empty text has ended it. */
export interface KeptDraft {
  readonly text: string;
  readonly time: number;
}

/** What an account keeps in this browser across reloads; gone when the account signs out. */
export interface AccountStorage extends AttachmentStorage, VoiceStorage, HeardStorage {
  readonly outbox: OutboxStorage;
  loadEntries(listId: string): Promise<readonly realtime.Entry[]>;
  /** Soon, the latest call for each conversation. */
  saveEntries(listId: string, entries: readonly realtime.Entry[]): void;
  /** At once, and only if there are any. */
  changeEntries(listId: string, change: (entries: readonly KnownEntry[]) => readonly KnownEntry[]): void;
  /** The conversations of which there are entries. */
  keptIds(): Promise<readonly string[]>;
  /** All drafts, by conversation. */
  loadDrafts(): Promise<Readonly<Record<string, KeptDraft>>>;
  saveDraft(listId: string, draft: KeptDraft): void;
  /** The message that a draft replies to, as it was saved. */
  loadReply(listId: string): Promise<unknown>;
  saveReply(listId: string, reply: object | undefined): void;
  /** The conversations whose drafts reply to a message. */
  replyIds(): Promise<readonly string[]>;
  loadAnswer(name: string): Promise<unknown>;
  saveAnswer(name: string, value: unknown): void;
  close(): void;
}

/** The result of some work on the database; without a database, the other value. */
type Within = <T>(work: (database: IDBPDatabase<Schema>) => Promise<T>, otherwise: T) => Promise<T>;

const SAVE_MS = 500;
/** The names of answers that are replies begin with this. */
const REPLY = 'reply ';
/** Those of recordings that were not sent. */
const VOICE = 'voice ';
/** Those of voice messages that were played. */
const HEARD = 'heard ';
/** So many of these are kept for a conversation. */
const MOST_HEARD = 1000;

/** Where a browser forbids databases, even the attempt may throw. */
async function openSafely<T extends DBSchema>(
  ...parameters: Parameters<typeof openDB<T>>
): Promise<IDBPDatabase<T>> {
  return openDB<T>(...parameters);
}

/** Opens the storage of an account. A browser that refuses one, as some private windows do, keeps nothing. */
export function openStorage(userId: number): AccountStorage {
  const opened = openSafely<Schema>(nameOf(userId), 2, {
    upgrade: (database, from) => {
      if (from < 1) {
        database.createObjectStore('entries');
        database.createObjectStore('drafts');
        database.createObjectStore('answers');
        database.createObjectStore('outbox', { keyPath: 'cid' }).createIndex('time', 'time');
      }
      database.createObjectStore('files');
      database.createObjectStore('attachments');
    },
    // Another tab signs out and deletes the database.
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
  });
  opened.catch(noteUnkept);
  const waiting = new Map<string, readonly realtime.Entry[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const within: Within = async (work, otherwise) => {
    try {
      return await work(await opened);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') noteUnkept();
      return otherwise;
    }
  };

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const rows = [...waiting];
    waiting.clear();
    await within(async (database) => {
      const { store, done } = database.transaction('entries', 'readwrite');
      for (const [listId, entries] of rows)
        void (entries.length === 0 ? store.delete(listId) : store.put(entries, listId));
      await done;
    }, undefined);
  }

  return {
    outbox: outboxIn(within),
    // What waits is newer than what is stored.
    loadEntries: async (listId) =>
      waiting.get(listId) ??
      (await within(async (database) => (await database.get('entries', listId)) ?? [], [])),
    saveEntries: (listId, entries) => {
      waiting.set(listId, entries);
      timer ??= setTimeout(() => void flush(), SAVE_MS);
    },
    ...attachmentsIn(within),
    ...voicesIn(within),
    ...heardIn(within),
    changeEntries: (listId, change) => {
      const unsaved = waiting.get(listId);
      if (unsaved) waiting.set(listId, change(unsaved));
      void within(async (database) => {
        const { store, done } = database.transaction('entries', 'readwrite');
        const entries = await store.get(listId);
        if (entries) void store.put(change(entries), listId);
        await done;
      }, undefined);
    },
    keptIds: () => within((database) => database.getAllKeys('entries'), []),
    loadDrafts: () =>
      within(async (database) => {
        const { store } = database.transaction('drafts');
        const [names, drafts] = await Promise.all([store.getAllKeys(), store.getAll()]);
        return Object.fromEntries(
          names.flatMap((name, index) => {
            const draft = drafts[index];
            return draft === undefined ? [] : [[name, draft]];
          }),
        );
      }, {}),
    saveDraft: (listId, draft) =>
      void within<unknown>((database) => database.put('drafts', draft, listId), undefined),
    ...repliesIn(within),
    loadAnswer: (name) => within((database) => database.get('answers', name), undefined),
    saveAnswer: (name, value) =>
      void within<unknown>((database) => database.put('answers', value, name), undefined),
    close: () => void flush().then(async () => (await opened.catch(() => undefined))?.close()),
  };
}

function outboxIn(within: Within): OutboxStorage {
  return {
    put: (row, file) =>
      within(async (database) => {
        const both = database.transaction(['outbox', 'files'], 'readwrite');
        const files = both.objectStore('files');
        await Promise.all([
          both.objectStore('outbox').put(row),
          file && files.put(file, row.cid),
          !row.awaitsFile && files.delete(row.cid),
          both.done,
        ]);
        return true;
      }, false),
    file: (cid) => within((database) => database.get('files', cid), undefined),
    remove: (cid) =>
      within(async (database) => {
        const both = database.transaction(['outbox', 'files'], 'readwrite');
        await Promise.all([
          both.objectStore('outbox').delete(cid),
          both.objectStore('files').delete(cid),
          both.done,
        ]);
      }, undefined),
    all: () => within((database) => database.getAllFromIndex('outbox', 'time'), []),
  };
}

function attachmentsIn(within: Within): AttachmentStorage {
  return {
    loadAttachments: (listId) =>
      within(async (database) => (await database.get('attachments', listId)) ?? [], []),
    saveAttachments: (listId, attachments) =>
      within(async (database) => {
        if (attachments.length === 0) await database.delete('attachments', listId);
        else await database.put('attachments', attachments, listId);
        return true;
      }, false),
  };
}

function voicesIn(within: Within): VoiceStorage {
  return {
    loadVoice: (listId) =>
      // Only `saveVoice` writes under this name.
      within(
        async (database) => (await database.get('answers', VOICE + listId)) as VoiceDraft | undefined,
        undefined,
      ),
    saveVoice: (listId, voice) =>
      within(async (database) => {
        await (voice
          ? database.put('answers', voice, VOICE + listId)
          : database.delete('answers', VOICE + listId));
        return true;
      }, false),
  };
}

function heardIn(within: Within): HeardStorage {
  return {
    // Only `addHeard` writes under this name.
    loadHeard: (listId) =>
      within(async (database) => ((await database.get('answers', HEARD + listId)) ?? []) as number[], []),
    addHeard: (listId, seq) =>
      void within(async (database) => {
        const { store, done } = database.transaction('answers', 'readwrite');
        const before = ((await store.get(HEARD + listId)) ?? []) as number[];
        void store.put([...before, seq].slice(-MOST_HEARD), HEARD + listId);
        await done;
      }, undefined),
  };
}

/** The messages that drafts reply to. */
function repliesIn(within: Within): Pick<AccountStorage, 'loadReply' | 'saveReply' | 'replyIds'> {
  return {
    loadReply: (listId) => within((database) => database.get('answers', REPLY + listId), undefined),
    saveReply: (listId, reply) =>
      void within<unknown>(
        (database) =>
          reply ? database.put('answers', reply, REPLY + listId) : database.delete('answers', REPLY + listId),
        undefined,
      ),
    replyIds: () =>
      within(async (database) => {
        const names = await database.getAllKeys('answers');
        return names.filter((name) => name.startsWith(REPLY)).map((name) => name.slice(REPLY.length));
      }, []),
  };
}

/** Deletes what an account has kept in this browser. */
export async function deleteStorage(userId: number): Promise<void> {
  await deleteDB(nameOf(userId)).catch(() => undefined);
}

function nameOf(userId: number): string {
  return `kith-${userId}`;
}
