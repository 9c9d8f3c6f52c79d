import { realtime } from '@kith/contract';
import { bounds, type MemberCtx } from '@kith/core/kernel';
import type { Connection } from '../connection.js';
import { encodeEntriesFrame, encodeEvent, encodeFrame } from './frames.js';
import type { Streams } from './streams.js';

/** The heartbeat that is announced to clients. */
const HEARTBEAT_MS = 30_000;

/** Answers a `hello` with `ready`, then with the missed frames, at the client's reading speed. */
export async function resume(
  me: MemberCtx,
  connection: Connection,
  hello: realtime.Hello,
  streams: Streams,
): Promise<void> {
  let cursor = await streams.cursorOf(me);
  const isSameLife = hello.cursor?.epoch === cursor.epoch;
  if (hello.cursor && isSameLife && hello.cursor.position > cursor.position) {
    await streams.beginAnew(me, hello.cursor.epoch);
    cursor = await streams.cursorOf(me);
  }
  connection.send(
    encodeFrame({
      t: 'ready',
      user_id: me.actor,
      session: me.sessionId,
      time: me.now(),
      cursor,
      heartbeat_ms: HEARTBEAT_MS,
      limits: { frame_bytes: realtime.MAX_FRAME_BYTES, frames_per_second: bounds.frame.perSecond },
    }),
  );
  // Positions from another epoch of the database are meaningless.
  if (hello.cursor && hello.cursor.epoch !== cursor.epoch) return;
  const isAhead = await replayEntries(me, connection, Object.entries(hello.conversations ?? {}), streams);
  if (isAhead && hello.cursor) {
    // The client holds the current epoch, so the next `ready` needs another one.
    await streams.beginAnew(me, hello.cursor.epoch);
    return connection.close(realtime.CloseCode.restart, '0');
  }
  if (hello.cursor) await replayEvents(me, connection, hello.cursor.position, cursor.position, streams);
}

/** Returns whether the client knows entries that do not exist. */
async function replayEntries(
  me: MemberCtx,
  connection: Connection,
  known: readonly (readonly [listId: string, seq: number])[],
  streams: Streams,
): Promise<boolean> {
  let isAhead = false;
  for (let i = 0; i < known.length && connection.isOpen(); i += bounds.list.resumedAtOnce) {
    const some = Object.fromEntries(known.slice(i, i + bounds.list.resumedAtOnce));
    const found = await streams.lagsOf({ me, known: some });
    isAhead ||= found.isAhead;
    const missed = await Promise.all(found.lags.map((lag) => streams.entriesOf(lag)));
    for (const { conversation, entries, hasMore } of missed) {
      await connection.waitUntilWritable();
      connection.send(encodeEntriesFrame(conversation, entries, hasMore));
    }
  }
  return isAhead;
}

async function replayEvents(
  me: MemberCtx,
  connection: Connection,
  after: number,
  upTo: number,
  streams: Streams,
): Promise<void> {
  for (let position = after; position < upTo && connection.isOpen();) {
    const events = await streams.eventsOf({ tenantId: me.tenant.id, accountId: me.actor, position });
    await connection.waitUntilWritable();
    for (const event of events) connection.send(encodeEvent(event));
    const last = events.at(-1);
    if (!last) return;
    position = last.position;
  }
}
