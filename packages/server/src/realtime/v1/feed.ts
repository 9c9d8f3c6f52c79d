import { bounds } from '@kith/core/kernel';
import { differsForSender, redactFor } from '@kith/core/conversations';
import type { Connection } from '../connection.js';
import type { ConversationEvent } from '../audiences.js';
import type { EventDelivery } from '../fan-out.js';
import { encodeEntryFrame, encodeEvent, encodeFrame } from './frames.js';

/** The live frames of one `kith.v1` connection. For a slow client, it keeps only the last seq of each conversation. */
export interface Feed {
  /** Holds frames from now on, because missed ones go first. */
  hold(): void;
  /** Sends the held frames, and further ones at once. */
  release(): void;
  /** Sends the frame of an event of a conversation, or of the account's own stream. */
  deliver(frame: string, event?: ConversationEvent): void;
}

const feeds = new WeakMap<Connection, Feed>();

export function makeFeed(connection: Connection): Feed {
  const behind = new Map<string, number>();
  let held: string[] | undefined;
  let heldCharacters = 0;

  function deliver(frame: string, event?: ConversationEvent): void {
    if (held) return keep(held, frame, event);
    // Account events are few and cannot be requested individually, so they are never dropped.
    if (!event) return connection.send(frame);
    const isDue = event.type !== 'entry_appended' || behind.size === 0;
    const isSent = isDue && connection.sendLive(frame);
    if (isSent || event.type !== 'entry_appended') return;
    if (behind.size === 0) connection.whenDrained(sendBehind);
    fallBehind(event);
  }

  function keep(waiting: string[], frame: string, event: ConversationEvent | undefined): void {
    if (event && heldCharacters + frame.length > bounds.queue.heldCharacters) {
      if (event.type === 'entry_appended') fallBehind(event);
      return;
    }
    heldCharacters += frame.length;
    waiting.push(frame);
  }

  function fallBehind({ conversation, entry }: Extract<ConversationEvent, { type: 'entry_appended' }>): void {
    behind.set(conversation.listId, Math.max(entry.seq, behind.get(conversation.listId) ?? 0));
  }

  function sendBehind(): void {
    const all = [...behind];
    behind.clear();
    for (let i = 0; i < all.length; i += bounds.list.behindConversations) {
      const conversations = Object.fromEntries(all.slice(i, i + bounds.list.behindConversations));
      connection.send(encodeFrame({ t: 'behind', conversations }));
    }
  }

  const feed: Feed = {
    hold: () => {
      held = [];
    },
    release: () => {
      const waiting = held ?? [];
      held = undefined;
      for (const frame of waiting) connection.send(frame);
      sendBehind();
    },
    deliver,
  };
  feeds.set(connection, feed);
  return feed;
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
      feeds.get(connection)?.deliver(isOwn ? ownFrame : frame, event);
    }
    return undefined;
  },

  toAccount: ({ event }, audience) => {
    const frame = encodeEvent(event);
    for (const connection of audience) feeds.get(connection)?.deliver(frame);
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
    // The events of the two accounts report it.
    case 'call_changed':
      return undefined;
  }
}
