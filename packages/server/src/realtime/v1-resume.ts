import { realtime } from '@kith/contract';
import { listAccountEvents, listCursors } from '@kith/core/accounts';
import { listMissedEntries } from '@kith/core/conversations';
import { bounds, DomainError, type AccountId, type MemberCtx, type TenantId } from '@kith/core/kernel';
import { makeBulk } from '../app/bulk.js';
import type { Connection } from './connection.js';
import { encodeEntriesFrame, encodeEvent, encodeFrame } from './frames-v1.js';

/** What a client is told of the heartbeat and the limits. */
const HEARTBEAT_MS = 30_000;

/** Answers a hello: `ready`, then what was missed, no faster than the client reads. */
export async function resume(
  me: MemberCtx,
  connection: Connection,
  hello: realtime.Hello,
  cursorOf: CursorOf,
): Promise<void> {
  const cursor = await cursorOf(me);
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
  // Positions that were counted in another life of the database lead nowhere.
  if (hello.cursor && hello.cursor.epoch !== cursor.epoch) return;
  await replayEntries(me, connection, Object.entries(hello.conversations ?? {}));
  if (hello.cursor) await replayEvents(me, connection, hello.cursor.position, cursor.position);
}

/** The position of the caller's own stream now, with the epoch that makes it comparable. */
export type CursorOf = (me: MemberCtx) => Promise<realtime.Cursor>;

/** Looks cursors up in bulk: after a restart everybody asks at once. */
export function makeCursors(db: MemberCtx['db']): CursorOf {
  const cursors = makeBulk(async (keys: readonly string[]) => {
    const accounts = keys.map((key) => {
      const [tenantId, accountId] = key.split('/').map(Number);
      return { tenantId, accountId } as { tenantId: TenantId; accountId: AccountId }; // `keyOf` wrote them
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

async function replayEntries(
  me: MemberCtx,
  connection: Connection,
  known: readonly (readonly [listId: string, seq: number])[],
): Promise<void> {
  for (let i = 0; i < known.length && connection.isOpen(); i += bounds.list.resumedAtOnce) {
    const some = Object.fromEntries(known.slice(i, i + bounds.list.resumedAtOnce));
    for (const missed of await listMissedEntries(me, some, bounds.list.missedEntries)) {
      await connection.room();
      connection.send(encodeEntriesFrame(missed.conversation, missed.entries, missed.hasMore));
    }
  }
}

async function replayEvents(
  me: MemberCtx,
  connection: Connection,
  after: number,
  upTo: number,
): Promise<void> {
  for (let position = after; position < upTo && connection.isOpen();) {
    const events = await listAccountEvents(me, { after: position, limit: bounds.list.eventsAtOnce });
    await connection.room();
    for (const event of events) connection.send(encodeEvent(event));
    const last = events.at(-1);
    if (!last) return;
    position = last.position;
  }
}
