import type { realtime } from '@kith/contract';
import {
  accessConversation,
  accessTarget,
  editMessage,
  listEntries,
  recallMessage,
  sendToConversation,
} from '@kith/core/conversations';
import type { ConversationId, MemberCtx } from '@kith/core/kernel';
import { type Memory } from '../../app/memory.js';
import type { Deps } from '../../app/deps.js';
import type { Connection } from '../connection.js';
import { encodeEntriesFrame, encodeFrame } from './frames.js';
import { refusalOf, sendNack } from './refuse.js';

const DEFAULT_SYNC = 50;

/** Answers the requests of one connection. None of the promises rejects. */
export interface Requests {
  send(me: MemberCtx, frame: realtime.Send): Promise<void>;
  sync(me: MemberCtx, frame: realtime.Sync): Promise<void>;
  change(me: MemberCtx, frame: realtime.Edit | realtime.Recall): Promise<void>;
}

/** A list id never names another conversation, so this cache cannot be stale; every send checks membership. */
export type ConversationIds = Memory<string, ConversationId>;

export function makeRequests(
  deps: Pick<Deps, 'log' | 'auth'>,
  connection: Connection,
  conversationIds: ConversationIds,
): Requests {
  const lookups = new Map<string, Promise<ConversationId>>();

  async function send(me: MemberCtx, frame: realtime.Send): Promise<void> {
    const { to, cid, type, content, reply_to: replyTo } = frame;
    try {
      const conversationId = await conversationIdOf(me, to);
      const message = { type, content, clientId: cid, replyTo };
      const { id, seq, sentAt } = await sendToConversation(me, { id: conversationId, listId: to }, message);
      connection.send(`{"t":"ack","cid":"${cid}","to":"${to}","id":"${id}","seq":${seq},"time":${sentAt}}`);
    } catch (error) {
      sendNack(connection, refusalOf(deps.log, error), { to, cid });
    }
  }

  /** Concurrent sends share one look-up, which keeps their order. */
  function conversationIdOf(me: MemberCtx, listId: string): ConversationId | Promise<ConversationId> {
    const known = conversationIds.get(listId) ?? lookups.get(listId);
    if (known !== undefined) return known;
    const lookup = accessTarget(me, listId)
      .then(({ conversation }) => {
        conversationIds.set(listId, conversation.id);
        return conversation.id;
      })
      .finally(() => lookups.delete(listId));
    lookups.set(listId, lookup);
    return lookup;
  }

  async function sync(me: MemberCtx, frame: realtime.Sync): Promise<void> {
    try {
      const limit = frame.limit ?? DEFAULT_SYNC;
      const membership = await accessConversation(me, frame.to);
      const range = 'after' in frame ? { after: frame.after, limit } : { before: frame.before, limit };
      const { entries, hasMore } = await listEntries(me, membership, range);
      await connection.waitUntilWritable();
      const keep = 'after' in frame ? 'first' : 'last';
      connection.send(encodeEntriesFrame(membership.conversation, entries, hasMore, keep));
    } catch (error) {
      sendNack(connection, refusalOf(deps.log, error), { to: frame.to });
    }
  }

  async function change(me: MemberCtx, frame: realtime.Edit | realtime.Recall): Promise<void> {
    const { to, id } = frame;
    try {
      // A socket outlives the tenant's settings.
      const ctx = { ...me, tenant: await deps.auth.tenant(me.tenant.id) };
      const named = { listId: to, messageId: id };
      const recorded =
        frame.t === 'edit'
          ? await editMessage(ctx, { ...named, content: frame.content })
          : await recallMessage(ctx, named);
      connection.send(encodeFrame({ t: 'ack', to, id, seq: recorded.seq, time: recorded.sentAt }));
    } catch (error) {
      sendNack(connection, refusalOf(deps.log, error), { to, id });
    }
  }

  return { send, sync, change };
}
