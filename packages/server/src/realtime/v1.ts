import { realtime } from '@kith/contract';
import { getCursor, listAccountEvents } from '@kith/core/accounts';
import {
  accessConversation,
  editMessage,
  listEntries,
  listMissedEntries,
  markRead,
  recallMessage,
  sendInto,
  setTyping,
} from '@kith/core/conversations';
import { DomainError, type ConversationId, type Entry, type MemberCtx } from '@kith/core/kernel';
import { LRUCache } from 'lru-cache';
import { Compile } from 'typebox/compile';
import type { Deps } from '../app/compose.js';
import { memberCtx } from '../app/context.js';
import { parseJson } from '../app/json.js';
import type { Connection } from './connection.js';
import type { ConversationEvent, EventPresenter } from './fan-out.js';
import { encodeEntriesFrame, encodeEntryFrame, encodeEvent, encodeFrame } from './frames-v1.js';
import type { ProtocolSession, StartSession } from './session.js';

/** A client that says nothing before this long is closed. */
const HELLO_WITHIN_MS = 15_000;
/** Read positions are written at most this often for each conversation of a socket. */
const READ_EVERY_MS = 200;
const MISSED_LIMIT = 200;
const EVENTS_LIMIT = 500;
const DEFAULT_SYNC = 50;

/** What a client is told of the heartbeat and the limits. */
const HEARTBEAT_MS = 30_000;
export const FRAMES_PER_SECOND = 300;

const isClientFrame = Compile(realtime.ClientFrame);

/** What a connection lacks, and what waits until its resume is done. */
interface Feed {
  /** Frames that arrived while the missed ones were being read; undefined when live. */
  held: string[] | undefined;
  /** The newest seq of each conversation whose live frames were dropped. */
  behind: Map<string, number>;
}

const feeds = new WeakMap<Connection, Feed>();

/** Starts `kith.v1` sessions. */
export function startV1(deps: Deps): StartSession {
  // A list id never names another conversation, so this cannot be stale; membership is checked by every send.
  const conversationIds = new LRUCache<string, ConversationId>({ max: 50_000 });

  return (connection) => {
    const feed: Feed = { held: undefined, behind: new Map() };
    feeds.set(connection, feed);
    const helloTimer = setTimeout(
      () => connection.close(realtime.CloseCode.refused, 'no hello'),
      HELLO_WITHIN_MS,
    ).unref();
    const reads = new Map<string, number>();
    let readTimer: NodeJS.Timeout | undefined;
    let ctx: MemberCtx | undefined;
    let isGreeted = false;
    // Everything but sends is answered in the order of the questions.
    let turn: Promise<void> = Promise.resolve();

    async function hello(frame: realtime.Hello): Promise<void> {
      try {
        const identity = await deps.auth.byToken(frame.token);
        if (!connection.isOpen()) return;
        connection.identity = identity;
        ctx = memberCtx(deps, identity, connection.address);
        // Live frames are held from here on, so that nothing falls between what was missed and what comes.
        feed.held = [];
        deps.hub.add(connection, identity.session.accountId);
        await resume(ctx, frame);
      } catch (error) {
        const refusal = refusalOf(deps, error);
        connection.send(encodeFrame({ t: 'error', code: refusal.code, message: refusal.message }));
        const isBadToken = refusal.code === 'not_signed_in' || refusal.code === 'account_disabled';
        connection.close(isBadToken ? realtime.CloseCode.refused : 1011, refusal.code);
      }
    }

    async function resume(me: MemberCtx, frame: realtime.Hello): Promise<void> {
      const cursor = await getCursor(me);
      connection.send(
        encodeFrame({
          t: 'ready',
          user_id: me.actor,
          session: me.sessionId,
          cursor,
          heartbeat_ms: HEARTBEAT_MS,
          limits: { frame_bytes: realtime.MAX_FRAME_BYTES, frames_per_second: FRAMES_PER_SECOND },
        }),
      );
      for (const missed of await listMissedEntries(me, frame.conversations ?? {}, MISSED_LIMIT)) {
        connection.send(encodeEntriesFrame(missed.conversation, missed.entries, missed.hasMore));
      }
      if (frame.cursor?.epoch === cursor.epoch)
        await replayEvents(me, frame.cursor.position, cursor.position);
      const held = feed.held ?? [];
      feed.held = undefined;
      for (const live of held) connection.send(live);
    }

    async function replayEvents(me: MemberCtx, after: number, upTo: number): Promise<void> {
      for (let position = after; position < upTo;) {
        const events = await listAccountEvents(me, { after: position, limit: EVENTS_LIMIT });
        for (const event of events) connection.send(encodeEvent(event));
        const last = events.at(-1);
        if (!last) return;
        position = last.position;
      }
    }

    async function send(me: MemberCtx, frame: realtime.Send): Promise<void> {
      try {
        const message = {
          type: frame.type,
          content: frame.content,
          clientId: frame.cid,
          replyTo: frame.reply_to,
        };
        const { id, seq, sentAt } = await sendInto(me, await conversationIdOf(me, frame.to), message);
        connection.send(
          `{"t":"ack","cid":"${frame.cid}","to":"${frame.to}","id":"${id}","seq":${seq},"time":${sentAt}}`,
        );
      } catch (error) {
        nack(error, { to: frame.to, cid: frame.cid });
      }
    }

    async function conversationIdOf(me: MemberCtx, listId: string): Promise<ConversationId> {
      const known = conversationIds.get(listId);
      if (known !== undefined) return known;
      const { conversation } = await accessConversation(me, listId);
      conversationIds.set(listId, conversation.id);
      return conversation.id;
    }

    async function sync(me: MemberCtx, frame: realtime.Sync): Promise<void> {
      try {
        const limit = frame.limit ?? DEFAULT_SYNC;
        const membership = await accessConversation(me, frame.to);
        const range = 'after' in frame ? { after: frame.after, limit } : { before: frame.before, limit };
        const { entries, hasMore } = await listEntries(me, membership, range);
        connection.send(encodeEntriesFrame(membership.conversation, entries, hasMore));
      } catch (error) {
        nack(error, { to: frame.to });
      }
    }

    async function change(me: MemberCtx, frame: realtime.Edit | realtime.Recall): Promise<void> {
      try {
        const named = { listId: frame.to, messageId: frame.id };
        const recorded: Entry =
          frame.t === 'edit'
            ? await editMessage(me, { ...named, content: frame.content })
            : await recallMessage(me, named);
        connection.send(
          encodeFrame({ t: 'ack', to: frame.to, id: frame.id, seq: recorded.seq, time: recorded.sentAt }),
        );
      } catch (error) {
        nack(error, { to: frame.to, id: frame.id });
      }
    }

    function read(me: MemberCtx, frame: realtime.Read): void {
      reads.set(frame.to, Math.max(frame.seq, reads.get(frame.to) ?? 0));
      readTimer ??= setTimeout(() => {
        readTimer = undefined;
        const moves = [...reads];
        reads.clear();
        for (const [listId, seq] of moves) markRead(me, { listId, seq }).catch(quiet);
      }, READ_EVERY_MS);
    }

    function nack(error: unknown, named: { to: string; cid?: string; id?: string }): void {
      const { code, message, detail } = refusalOf(deps, error);
      const retry = detail.retryMs === undefined ? {} : { retry_ms: Math.ceil(detail.retryMs) };
      connection.send(encodeFrame({ t: 'nack', ...named, code, message, ...retry }));
    }

    // What is not answered has nobody to refuse it to; faults are still logged.
    function quiet(error: unknown): void {
      refusalOf(deps, error);
    }

    function handle(frame: realtime.ClientFrame): void {
      if (frame.t === 'ping') return connection.send('{"t":"pong"}');
      if (frame.t === 'hello') {
        if (isGreeted) return;
        isGreeted = true;
        clearTimeout(helloTimer);
        turn = turn.then(() => hello(frame));
        return;
      }
      const me = ctx;
      if (!me) {
        // A client may send right behind its hello; what comes before that is refused.
        if (isGreeted) turn = turn.then(() => (ctx ? handle(frame) : undefined));
        else connection.close(realtime.CloseCode.refused, 'hello first');
        return;
      }
      switch (frame.t) {
        case 'send':
          return void send(me, frame);
        case 'sync':
          turn = turn.then(() => sync(me, frame));
          return;
        case 'edit':
        case 'recall':
          turn = turn.then(() => change(me, frame));
          return;
        case 'read':
          return read(me, frame);
        case 'typing':
          return void setTyping(me, { listId: frame.to, isTyping: frame.on }).catch(quiet);
        case 'react':
          return nack(new DomainError('invalid', 'Reactions are not there yet.'), {
            to: frame.to,
            id: frame.id,
          });
        case 'watch':
          return connection.send(
            encodeFrame({ t: 'error', code: 'invalid', message: 'Watching presence is not there yet.' }),
          );
      }
    }

    return {
      receive: (text) => {
        const frame = readFrame(text);
        if (typeof frame === 'string')
          return connection.send(encodeFrame({ t: 'error', code: 'invalid', message: frame }));
        if (frame.nack) return nack(new DomainError('invalid'), frame.nack);
        handle(frame.frame);
      },
      closed: () => {
        clearTimeout(helloTimer);
        if (connection.identity) deps.hub.remove(connection, connection.identity.session.accountId);
      },
    } satisfies ProtocolSession;
  };
}

/** A frame of the client; or what to refuse it with: by name where one can be read off, else in words. */
function readFrame(
  text: string,
):
  | { frame: realtime.ClientFrame; nack?: undefined }
  | { nack: { to: string; cid?: string; id?: string } }
  | string {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    return 'The frame is no JSON object.';
  }
  if (isClientFrame.Check(value)) return { frame: value };
  const { to, cid, id } = (value ?? {}) as { to?: unknown; cid?: unknown; id?: unknown };
  if (typeof to !== 'string' || to.length > 64) return 'The frame is not one that this protocol has.';
  const named = {
    ...(typeof cid === 'string' && { cid: cid.slice(0, 64) }),
    ...(typeof id === 'string' && { id: id.slice(0, 64) }),
  };
  return { nack: { to, ...named } };
}

function refusalOf(deps: Deps, error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  deps.log.error({ err: error }, 'a frame failed');
  return new DomainError('unavailable', undefined, { retryMs: 1000 });
}

/** Shows events to `kith.v1` connections. */
export const v1Presenter: EventPresenter = {
  protocol: 'kith.v1',

  toMembers: (event, audience) => {
    const frame = encodeConversationEvent(event);
    if (frame === undefined) return undefined;
    for (const connection of audience) {
      // The typist's own sockets need not hear of it.
      if (event.type === 'typing' && connection.identity?.session.accountId === event.accountId) continue;
      deliver(connection, frame, event);
    }
    return undefined;
  },

  toAccount: ({ event }, audience) => {
    const frame = encodeEvent(event);
    for (const connection of audience) deliver(connection, frame, undefined);
  },
};

function encodeConversationEvent(event: ConversationEvent): string | undefined {
  const { conversation } = event;
  switch (event.type) {
    case 'entry_appended':
      return encodeEntryFrame(conversation, event.entry);
    case 'read_moved':
      return encodeFrame({ t: 'read', to: conversation.listId, user_id: event.accountId, seq: event.seq });
    case 'typing':
      return encodeFrame({
        t: 'typing',
        to: conversation.listId,
        user_id: event.accountId,
        on: event.isTyping,
      });
    case 'nudged':
      return undefined;
  }
}

function deliver(connection: Connection, frame: string, event: ConversationEvent | undefined): void {
  const feed = feeds.get(connection);
  if (!feed) return;
  if (feed.held) {
    feed.held.push(frame);
    return;
  }
  const isEntry = event?.type === 'entry_appended';
  if (feed.behind.size > 0 && isEntry) {
    feed.behind.set(event.conversation.listId, event.entry.seq);
    return;
  }
  // Account events are few and cannot be asked for one by one, so they are never dropped.
  if (event === undefined) return connection.send(frame);
  if (connection.sendLive(frame) || !isEntry) return;
  feed.behind.set(event.conversation.listId, event.entry.seq);
  connection.whenDrained(() => {
    const conversations = Object.fromEntries(feed.behind);
    feed.behind.clear();
    connection.send(encodeFrame({ t: 'behind', conversations }));
  });
}
