import type { realtime } from '@kith/contract';
import type { Realtime, Sent } from '@kith/sdk';
import { newId } from '../new-id.js';

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
  /** The sentence of the refusal; undefined while it is being sent. */
  readonly refusal: string | undefined;
}

/** Pending messages in the order of writing, kept across reloads. `owner` is the tab that sends a message. */
export interface OutboxStorage {
  put(row: Pending & { readonly owner: string }): Promise<void>;
  remove(cid: string): Promise<void>;
  all(): Promise<readonly (Pending & { readonly owner: string })[]>;
}

/** The messages of an account that are under way. A message is stored once, however often it is sent: its cid names it. */
export interface Outbox {
  /** Those of a conversation, in the order of writing. */
  of(listId: string): readonly Pending[];
  send(message: Pick<Pending, 'listId' | 'type' | 'content' | 'replyTo' | 'mentions'>): void;
  retry(cid: string): void;
  discard(cid: string): void;
  /** An entry has arrived: its message is not pending any more. */
  settle(cid: string): void;
  /** Sends what earlier pages have left, and what other tabs leave when they end. */
  adopt(): Promise<void>;
}

interface OutboxOptions {
  readonly realtime: Pick<Realtime, 'send'>;
  readonly storage: OutboxStorage;
  /** This tab. */
  readonly owner: string;
  /** Resolves when the tab has ended; at once if it is gone already. */
  readonly ended: (owner: string) => Promise<void>;
  readonly onChange: (listId: string) => void;
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
  onStored,
  now = Date.now,
}: OutboxOptions): Outbox {
  const rows = new Map<string, Pending>();
  /** Tabs whose end is awaited. */
  const awaited = new Set<string>();

  function put(row: Pending): Promise<void> {
    rows.set(row.cid, row);
    onChange(row.listId);
    return storage.put({ ...row, owner });
  }

  function drop(cid: string): void {
    const row = rows.get(cid);
    if (!row) return;
    rows.delete(cid);
    void storage.remove(cid);
    onChange(row.listId);
  }

  async function transmit(sent: Pending): Promise<void> {
    const { cid, listId, type, content, replyTo, mentions } = sent;
    try {
      const stored = await connection.send(listId, type, content, {
        cid,
        ...(replyTo !== undefined && { replyTo }),
        ...(mentions !== undefined && { mentions }),
      });
      // Otherwise it stays visible until its entry arrives.
      if (onStored(sent, stored)) drop(cid);
      else void storage.remove(cid);
    } catch (error) {
      const row = rows.get(cid);
      // The connection was closed: the next start sends what is left.
      if (!row || isClosed(error)) return;
      await put({ ...row, refusal: error instanceof Error ? error.message : String(error) });
    }
  }

  async function adoptFrom(gone: string): Promise<void> {
    await ended(gone);
    awaited.delete(gone);
    for (const { owner: _, ...row } of (await storage.all()).filter((one) => one.owner === gone)) {
      if (rows.has(row.cid)) continue;
      await put(row);
      if (row.refusal === undefined) void transmit(row);
    }
  }

  return {
    of: (listId) => [...rows.values()].filter((row) => row.listId === listId),
    send: (message) => {
      const row = { ...message, cid: newId(), time: now(), refusal: undefined };
      // Stored before it is sent: whatever happens in between, it is sent again.
      void put(row).then(() => transmit(row));
    },
    retry: (cid) => {
      const row = rows.get(cid);
      if (!row) return;
      const again = { ...row, refusal: undefined };
      void put(again).then(() => transmit(again));
    },
    discard: drop,
    settle: drop,
    adopt: async () => {
      const others = new Set((await storage.all()).map((row) => row.owner));
      for (const other of others) {
        if (other === owner || awaited.has(other)) continue;
        awaited.add(other);
        void adoptFrom(other);
      }
    },
  };
}

function isClosed(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'closed' || error.code === 'signed_out')
  );
}
