import { bounds } from '@kith/core/kernel';
import { differsForSender, redactFor } from '@kith/core/conversations';
import type { Connection } from '../connection.js';
import type { ConversationEvent } from '../audiences.js';
import type { EventDelivery } from '../fan-out.js';
import type { ProtocolSession } from '../protocol-session.js';
import { encodeEntryFrame, encodeEvent, encodeFrame } from './frames.js';

/** The live frames of one `kith.v1` connection. For a slow client, it keeps only the last seq of each conversation. */
export class Feed {
  private readonly connection: Connection;
  private behind: Map<string, number> | undefined = undefined;
  private held: string[] | undefined = undefined;
  private heldCharacters = 0;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Holds frames from now on, because missed ones go first. */
  hold(): void {
    this.held = [];
  }

  /** Sends the held frames, and further ones at once. */
  release(): void {
    const waiting = this.held ?? [];
    this.held = undefined;
    for (const frame of waiting) this.connection.send(frame);
    this.sendBehind();
  }

  /** Sends the frame of an event of a conversation, or of the account's own stream. */
  deliver(frame: string, event?: ConversationEvent): void {
    if (this.held) return this.keep(this.held, frame, event);
    // Account events are few and cannot be requested individually, so they are never dropped.
    if (!event) return this.connection.send(frame);
    const isDue = event.type !== 'entry_appended' || !this.behind;
    const isSent = isDue && this.connection.sendLive(frame);
    if (isSent || event.type !== 'entry_appended') return;
    if (!this.behind) this.connection.whenDrained(() => this.sendBehind());
    this.note(event.conversation.listId, event.entry.seq);
  }

  /** Tells the client that it may lack entries up to `seq`, after the frames that are held back. */
  fallBehind(listId: string, seq: number): void {
    // A slow client learns of it with the rest, when it has drained.
    const isDue = !this.held && !this.behind;
    this.note(listId, seq);
    if (isDue) this.sendBehind();
  }

  private keep(waiting: string[], frame: string, event: ConversationEvent | undefined): void {
    if (event && this.heldCharacters + frame.length > bounds.queue.heldCharacters) {
      if (event.type === 'entry_appended') this.note(event.conversation.listId, event.entry.seq);
      return;
    }
    this.heldCharacters += frame.length;
    waiting.push(frame);
  }

  private note(listId: string, seq: number): void {
    this.behind ??= new Map();
    this.behind.set(listId, Math.max(seq, this.behind.get(listId) ?? 0));
  }

  private sendBehind(): void {
    const all = [...(this.behind ?? [])];
    this.behind = undefined;
    for (let i = 0; i < all.length; i += bounds.list.behindConversations) {
      const conversations = Object.fromEntries(all.slice(i, i + bounds.list.behindConversations));
      this.connection.send(encodeFrame({ t: 'behind', conversations }));
    }
  }
}

/** The session of a `kith.v1` connection. */
interface FedSession extends ProtocolSession {
  readonly feed: Feed;
}

function feedOf({ session }: Connection): Feed | undefined {
  return (session as FedSession | undefined)?.feed; // a delivery gets the connections of its protocol
}

/** Sends a frame of no conversation to a `kith.v1` connection. */
export function tellSocket(connection: Connection, frame: string): void {
  feedOf(connection)?.deliver(frame);
}

/** Delivers events to `kith.v1` connections. */
export const v1Delivery: EventDelivery = {
  protocol: 'kith.v1',

  toMembers: (event, audience) => {
    const frame = encodeConversationEvent(event);
    if (frame === undefined) return undefined;
    const isOwnOther = event.type === 'entry_appended' && differsForSender(event.entry);
    const ownFrame = isOwnOther
      ? encodeEntryFrame(event.conversation, redactFor(event.entry, event.entry.senderId || undefined))
      : frame;
    for (const connection of audience) {
      const accountId = connection.identity?.session.accountId;
      // The typist's own sockets are not notified.
      if (event.type === 'typing' && accountId === event.accountId) continue;
      const isOwn = event.type === 'entry_appended' && accountId === event.entry.senderId;
      feedOf(connection)?.deliver(isOwn ? ownFrame : frame, event);
    }
    return undefined;
  },

  toAccount: ({ event }, audience) => {
    const frame = encodeEvent(event);
    for (const connection of audience) feedOf(connection)?.deliver(frame);
  },

  toDevice: ({ signal: { callId, kind, data } }, audience) => {
    // The data is JSON from our own encoder.
    const frame = `{"t":"signal","call_id":${callId},"kind":"${kind}","data":${data}}`;
    for (const connection of audience) feedOf(connection)?.deliver(frame);
  },

  toldBehind: ({ listId }, seq, audience) => {
    for (const connection of audience) feedOf(connection)?.fallBehind(listId, seq);
  },
};

function encodeConversationEvent(event: ConversationEvent): string | undefined {
  const { conversation } = event;
  switch (event.type) {
    case 'entry_appended':
      return encodeEntryFrame(conversation, redactFor(event.entry, undefined));
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
