import type { realtime } from '@kith/contract';
import {
  accessConversation,
  editMessage,
  listEntries,
  pinMessage,
  recallMessage,
  setReaction,
  sendToConversation,
} from '@kith/core/conversations';
import { DomainError, type ConversationId, type MemberCtx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import type { Connection } from '../connection.js';
import type { ConversationIds } from './conversation-ids.js';
import { encodeEntriesFrame, encodeFrame } from './frames.js';
import { refusalOf, sendNack } from './refuse.js';

const DEFAULT_SYNC = 50;

/** A request to change a message. */
type Change = realtime.Edit | realtime.Recall | realtime.React | realtime.Pin;

/** Answers the requests of one connection. None of the promises rejects. */
export class Requests {
  private readonly deps: Pick<Deps, 'log' | 'auth'>;
  private readonly connection: Connection;
  private readonly conversationIds: ConversationIds;
  private lookups: Map<string, Promise<ConversationId>> | undefined = undefined;

  constructor(deps: Pick<Deps, 'log' | 'auth'>, connection: Connection, conversationIds: ConversationIds) {
    this.deps = deps;
    this.connection = connection;
    this.conversationIds = conversationIds;
  }

  async send(me: MemberCtx, frame: realtime.Send): Promise<void> {
    const { to, cid, type, content, reply_to: replyTo, mentions } = frame;
    try {
      const conversationId = await this.conversationIdOf(me, to);
      const message = { type, content, clientId: cid, replyTo, mentions };
      const { id, seq, sentAt } = await sendToConversation(me, { id: conversationId, listId: to }, message);
      this.connection.send(
        `{"t":"ack","cid":"${cid}","to":"${to}","id":"${id}","seq":${seq},"time":${sentAt}}`,
      );
    } catch (error) {
      sendNack(this.connection, refusalOf(this.deps.log, error), { to, cid });
    }
  }

  async sync(me: MemberCtx, frame: realtime.Sync): Promise<void> {
    try {
      const limit = frame.limit ?? DEFAULT_SYNC;
      const membership = await accessConversation(me, frame.to);
      const range = 'after' in frame ? { after: frame.after, limit } : { before: frame.before, limit };
      const { entries, hasMore } = await listEntries(me, membership, range);
      await this.connection.waitUntilWritable();
      const keep = 'after' in frame ? 'first' : 'last';
      this.connection.send(encodeEntriesFrame(membership.conversation, entries, hasMore, keep));
    } catch (error) {
      sendNack(this.connection, refusalOf(this.deps.log, error), { to: frame.to });
    }
  }

  async change(me: MemberCtx, frame: Change): Promise<void> {
    const { to, id } = frame;
    try {
      // A socket outlives the tenant's settings.
      const ctx = { ...me, tenant: await this.deps.auth.tenant(me.tenant.id) };
      const recorded = await record(ctx, frame);
      this.connection.send(encodeFrame({ t: 'ack', to, id, seq: recorded.seq, time: recorded.sentAt }));
    } catch (error) {
      sendNack(this.connection, refusalOf(this.deps.log, error), { to, id });
    }
  }

  /** Concurrent sends share one look-up, which keeps their order. */
  private conversationIdOf(me: MemberCtx, listId: string): ConversationId | Promise<ConversationId> {
    const known = this.conversationIds.get(listId) ?? this.lookups?.get(listId);
    if (known !== undefined) return known;
    const lookups = (this.lookups ??= new Map());
    const lookup = this.conversationIds
      .find(me.tenant.id, listId)
      .then((id) => {
        if (id === undefined) throw new DomainError('not_found');
        return id;
      })
      .finally(() => {
        lookups.delete(listId);
        if (lookups.size === 0) this.lookups = undefined;
      });
    lookups.set(listId, lookup);
    return lookup;
  }
}

/** Makes a change; the place of the entry that records it. */
function record(ctx: MemberCtx, frame: Change): Promise<{ seq: number; sentAt: number }> {
  const named = { listId: frame.to, messageId: frame.id };
  switch (frame.t) {
    case 'edit':
      return editMessage(ctx, { ...named, content: frame.content });
    case 'recall':
      return recallMessage(ctx, named);
    case 'react':
      return setReaction(ctx, { ...named, emoji: frame.emoji, isOn: frame.on });
    case 'pin':
      return pinMessage(ctx, { ...named, isOn: frame.on });
  }
}
