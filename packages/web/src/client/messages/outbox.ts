import { CONTENT_TYPES, type realtime } from '@kith/contract';
import { RealtimeError, type Realtime, type Sent } from '@kith/sdk';
import { serverNow } from '../clock.js';
import { newId } from '../new-id.js';
import { createOutboxFiles, FileFault, type OutboxFilesOptions } from './outbox-files.js';

/** A message that the server has not confirmed. */
export interface Pending {
  readonly cid: string;
  readonly listId: string;
  readonly type: number;
  readonly content: realtime.Content;
  readonly replyTo: number | undefined;
  readonly mentions?: realtime.Mentions | undefined;
  /** When it was written, in milliseconds. */
  readonly time: number;
  /** The message of the refusal; undefined while it is being sent. */
  readonly refusal: string | undefined;
  /** A reason that the page words itself. */
  readonly fault?: FileFault['fault'] | 'tooLong' | 'silenced' | 'undelivered' | undefined;
  /** The code of a refusal of `kith.v1`. */
  readonly code?: string | undefined;
  /** Its file is not uploaded yet; the addresses are missing in its content. */
  readonly awaitsFile?: boolean;
}

/** Pending messages in the order of writing, kept across reloads. `owner` is the tab that sends a message. */
export interface OutboxStorage {
  /**
   * Keeps a message, and its file until it awaits none. False if that was not possible, as in private windows and on
   * full disks.
   */
  put(row: Pending & { readonly owner: string }, file?: Blob): Promise<boolean>;
  file(cid: string): Promise<Blob | undefined>;
  remove(cid: string): Promise<void>;
  all(): Promise<readonly (Pending & { readonly owner: string })[]>;
}

/** The messages of an account that are under way. A message is stored once, however often it is sent: its cid names it. */
export interface Outbox {
  /** Those of a conversation, in the order of writing. */
  of(listId: string): readonly Pending[];
  /** A message with a file is sent when that is uploaded. */
  send(message: Pick<Pending, 'listId' | 'type' | 'content' | 'replyTo' | 'mentions'>, file?: Blob): void;
  retry(cid: string): void;
  discard(cid: string): void;
  /** An entry has arrived: its message is not pending any more. */
  settle(cid: string): void;
  /** Sends what earlier pages have left, and what other tabs leave when they end. */
  adopt(): Promise<void>;
}

interface OutboxOptions extends OutboxFilesOptions<Pending> {
  readonly realtime: Pick<Realtime, 'send'>;
  readonly storage: OutboxStorage;
  /** This tab. */
  readonly owner: string;
  /** Resolves when the tab has ended; at once if it is gone already. */
  readonly ended: (owner: string) => Promise<void>;
  readonly onChange: (listId: string) => void;
  /** The file of a message will be lost if this page ends before it is uploaded. */
  readonly onUnkept: (row: Pending) => void;
  /** The server has stored a message. True: it is shown as an entry, or need not be shown. */
  readonly onStored: (row: Pending, sent: Sent) => boolean;
  readonly now?: () => number;
}

export function createOutbox({
  realtime: connection,
  storage,
  owner,
  ended,
  onChange,
  onUnkept,
  onStored,
  now = serverNow,
  ...options
}: OutboxOptions): Outbox {
  const rows = new Map<string, Pending>();
  const files = createOutboxFiles(options);

  async function put(row: Pending, file?: Blob): Promise<void> {
    rows.set(row.cid, row);
    onChange(row.listId);
    const isKept = await storage.put({ ...row, owner }, file);
    if (!isKept && file) onUnkept(row);
  }

  function drop(cid: string): void {
    const row = rows.get(cid);
    if (!row) return;
    rows.delete(cid);
    files.drop(cid);
    void storage.remove(cid);
    onChange(row.listId);
  }

  async function transmit(row: Pending): Promise<void> {
    const { cid } = row;
    let sent = row;
    try {
      if (row.awaitsFile) {
        sent = { ...row, content: await files.upload(row), awaitsFile: false };
        // Stored with its addresses before it is sent: the server takes a retry only if it is the same.
        await put(sent);
      }
      if (!rows.has(cid)) return;
      const { listId, type, content, replyTo, mentions } = sent;
      const stored = await connection.send(listId, type, content, {
        cid,
        ...(replyTo !== undefined && { replyTo }),
        ...(mentions !== undefined && { mentions }),
      });
      // Otherwise it stays visible until its entry arrives.
      if (onStored(sent, stored)) drop(cid);
      else void storage.remove(cid);
    } catch (error) {
      const current = rows.get(cid);
      // The connection was closed: the next start sends what is left.
      if (!current || isClosed(error)) return;
      await put({ ...current, ...refusalOf(error, current) });
    }
  }

  async function take(row: Pending, file: Blob | undefined): Promise<void> {
    if (rows.has(row.cid)) return;
    if (file) files.hold(row.cid, file);
    await put(row);
    if (row.refusal === undefined) void transmit(row);
  }

  return {
    of: (listId) => [...rows.values()].filter((row) => row.listId === listId),
    send: (message, file) => {
      const row = {
        ...message,
        cid: newId(),
        time: now(),
        refusal: undefined,
        awaitsFile: file !== undefined,
      };
      if (file) files.hold(row.cid, file);
      // Stored before it is sent: whatever happens in between, it is sent again.
      void put(row, file).then(() => transmit(row));
    },
    retry: (cid) => {
      const row = rows.get(cid);
      if (!row) return;
      const again = { ...row, refusal: undefined, fault: undefined, code: undefined };
      void put(again).then(() => transmit(again));
    },
    discard: drop,
    settle: drop,
    adopt: createAdoption({ storage, owner, ended }, take),
  };
}

/** Takes over what other tabs leave, each as soon as it has ended. */
function createAdoption(
  { storage, owner, ended }: Pick<OutboxOptions, 'storage' | 'owner' | 'ended'>,
  take: (row: Pending, file: Blob | undefined) => Promise<void>,
): () => Promise<void> {
  /** Tabs whose end is awaited. */
  const awaited = new Set<string>();

  async function adoptFrom(gone: string): Promise<void> {
    await ended(gone);
    awaited.delete(gone);
    for (const { owner: _, ...row } of (await storage.all()).filter((one) => one.owner === gone))
      await take(row, row.awaitsFile ? await storage.file(row.cid) : undefined);
  }

  return async () => {
    const others = new Set((await storage.all()).map((row) => row.owner));
    for (const other of others) {
      if (other === owner || awaited.has(other)) continue;
      awaited.add(other);
      void adoptFrom(other);
    }
  };
}

/** Nobody learns from these which of them it was. */
const UNDELIVERED: readonly string[] = ['blocked', 'not_friends', 'not_found'];

function refusalOf(error: unknown, { type }: Pending): Pick<Pending, 'refusal' | 'fault' | 'code'> {
  const code = error instanceof RealtimeError ? error.code : undefined;
  return {
    refusal: error instanceof Error ? error.message : String(error),
    fault: error instanceof FileFault ? error.fault : faultOf(code, type),
    code,
  };
}

function faultOf(code: string | undefined, type: number): Pending['fault'] {
  if (code === undefined) return undefined;
  if (type === CONTENT_TYPES.text && code === 'too_large') return 'tooLong';
  if (UNDELIVERED.includes(code)) return 'undelivered';
  return code === 'bucketed' ? 'silenced' : undefined;
}

function isClosed(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'closed' || error.code === 'signed_out')
  );
}
