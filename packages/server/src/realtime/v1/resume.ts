import { realtime } from '@kith/contract';
import { listAccountEvents, listCursors, startStreamEpoch } from '@kith/core/accounts';
import { listMissedEntries } from '@kith/core/conversations';
import { bounds, DomainError, type AccountId, type MemberCtx, type TenantId } from '@kith/core/kernel';
import type { Logger } from 'pino';
import { makeBulk } from '../../app/bulk.js';
import type { Connection } from '../connection.js';
import { encodeEntriesFrame, encodeEvent, encodeFrame } from './frames.js';

/** The heartbeat that is announced to clients. */
const HEARTBEAT_MS = 30_000;

/** Answers a `hello` with `ready`, then with the missed frames, at the client's reading speed. */
export async function resume(
  me: MemberCtx,
  connection: Connection,
  hello: realtime.Hello,
  { cursorOf, beginAnew }: Streams,
): Promise<void> {
  let cursor = await cursorOf(me);
  const isSameLife = hello.cursor?.epoch === cursor.epoch;
  if (hello.cursor && isSameLife && hello.cursor.position > cursor.position) {
    await beginAnew(me, hello.cursor.epoch);
    cursor = await cursorOf(me);
  }
  connection.send(
    encodeFrame({
      t: 'ready',
      user_id: me.actor,
      session: me.sessionId,
      cursor,
      heartbeat_ms: HEARTBEAT_MS,
      limits: { frame_bytes: realtime.MAX_FRAME_BYTES, frames_per_second: bounds.frame.perSecond },
    }),
  );
  // Positions from another epoch of the database are meaningless.
  if (hello.cursor && hello.cursor.epoch !== cursor.epoch) return;
  const isAhead = await replayEntries(me, connection, Object.entries(hello.conversations ?? {}));
  if (isAhead && hello.cursor) {
    // The client holds the current epoch, so the next `ready` needs another one.
    await beginAnew(me, hello.cursor.epoch);
    return connection.close(realtime.CloseCode.restart, '0');
  }
  if (hello.cursor) await replayEvents(me, connection, hello.cursor.position, cursor.position);
}

/** The operations on the accounts' own streams that a resume uses. */
export interface Streams {
  readonly cursorOf: CursorOf;
  /** Begins a new epoch of the caller's stream, if it is still `from`. */
  readonly beginAnew: (me: MemberCtx, from: string) => Promise<void>;
}

/** The streams of all accounts. */
export function makeStreams({ db, log }: { db: MemberCtx['db']; log: Logger }): Streams {
  let mayWarnAt = 0;
  return {
    cursorOf: makeCursors(db),
    beginAnew: async (me, from) => {
      await startStreamEpoch(me, from);
      if (performance.now() < mayWarnAt) return;
      mayWarnAt = performance.now() + bounds.log.restoredWarningAfterMs;
      log.warn(
        { tenantId: me.tenant.id, accountId: me.actor },
        'A client knows entries that the database does not have, as after restoring an older copy: it reloads all state. After a restore, run "kith restored".',
      );
    },
  };
}

/** The current position of the caller's own stream, with its epoch. */
type CursorOf = (me: MemberCtx) => Promise<realtime.Cursor>;

/** Looks up cursors in bulk: after a restart, all clients resume at the same time. */
function makeCursors(db: MemberCtx['db']): CursorOf {
  const cursors = makeBulk(async (keys: readonly string[]) => {
    const accounts = keys.map((key) => {
      const [tenantId, accountId] = key.split('/').map(Number);
      return { tenantId, accountId } as { tenantId: TenantId; accountId: AccountId }; // written by `keyOf`
    });
    const rows = await listCursors(db, accounts);
    return new Map(
      rows.map(({ tenantId, accountId, epoch, position }) => [
        keyOf(tenantId, accountId),
        { epoch, position },
      ]),
    );
  }, bounds.queue.sessionsAtOnce);
  return async ({ tenant, actor }) => {
    const cursor = await cursors(keyOf(tenant.id, actor));
    if (!cursor) throw new DomainError('not_signed_in');
    return cursor;
  };
}

function keyOf(tenantId: TenantId, accountId: AccountId): string {
  return `${tenantId}/${accountId}`;
}

/** Returns whether the client knows entries that do not exist. */
async function replayEntries(
  me: MemberCtx,
  connection: Connection,
  known: readonly (readonly [listId: string, seq: number])[],
): Promise<boolean> {
  let isAhead = false;
  for (let i = 0; i < known.length && connection.isOpen(); i += bounds.list.resumedAtOnce) {
    const some = Object.fromEntries(known.slice(i, i + bounds.list.resumedAtOnce));
    const found = await listMissedEntries(me, some, bounds.list.missedEntries);
    isAhead ||= found.isAhead;
    for (const missed of found.missed) {
      await connection.waitUntilWritable();
      connection.send(encodeEntriesFrame(missed.conversation, missed.entries, missed.hasMore));
    }
  }
  return isAhead;
}

async function replayEvents(
  me: MemberCtx,
  connection: Connection,
  after: number,
  upTo: number,
): Promise<void> {
  for (let position = after; position < upTo && connection.isOpen();) {
    const events = await listAccountEvents(me, { after: position, limit: bounds.list.eventsAtOnce });
    await connection.waitUntilWritable();
    for (const event of events) connection.send(encodeEvent(event));
    const last = events.at(-1);
    if (!last) return;
    position = last.position;
  }
}
