import type { ImFrame } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import type { ChangeContent } from '@kith/core/conversations';
import { messageId, type AccountEvent, type AccountId, type Entry } from '@kith/core/kernel';
import type { ConversationEvent } from '../../realtime/fan-out.js';
import { seconds } from './present/account.js';
import { peopleIn, presentMessage } from './present/message.js';

/** A frame, and who of the members gets it; everybody when nobody is left out. */
export interface AddressedFrame {
  readonly frame: ImFrame;
  readonly exceptId?: AccountId;
}

/** Whose profiles the frames of an event need. */
export function peopleOfEvent(event: ConversationEvent): readonly number[] {
  if (event.type !== 'entry_appended' || event.entry.kind === 'edit') return [];
  return event.emptied ? [event.emptied.senderId] : peopleIn(event.entry);
}

/** What members hear of an event of their conversation. Only actions that existing clients know. */
export function framesForConversation(
  event: ConversationEvent,
  people: ReadonlyMap<number, Profile>,
): AddressedFrame[] {
  const { conversation } = event;
  const list_id = conversation.listId;
  switch (event.type) {
    case 'entry_appended':
      return framesForEntry(event, people);
    case 'read_moved':
      // The tick belongs to the other person of a single conversation; in a group nobody gets one.
      if (conversation.kind === 'group') return [];
      return [
        {
          frame: { action: 'timeData', data: { list_id, data: { msg: { time: seconds(event.readUpTo) } } } },
          exceptId: event.accountId,
        },
      ];
    case 'nudged':
      return [{ frame: { action: 'zhenDong', data: { user_id: event.accountId } } }];
    case 'typing':
      return [];
  }
}

/** What an account hears of its own stream. */
export function framesForAccount(accountId: AccountId, event: AccountEvent): ImFrame[] {
  switch (event.type) {
    case 'friend_request':
      return [{ action: 'newFriend', data: { num: 1 } }];
    case 'contact_added':
    case 'contact_removed':
    case 'contact_changed':
      return [{ action: 'getFriendList' }, { action: 'getChatList' }];
    case 'conversation_changed':
      return [{ action: 'getChatList' }];
    case 'conversation_cleared': {
      const { listId, kind, byId } = event.data;
      if (byId === accountId) return [{ action: 'getChatList' }];
      return [{ action: kind === 'group' ? 'groupDeleteChat' : 'chat_del', data: { list_id: listId } }];
    }
    case 'profile_changed':
      return [];
  }
}

function framesForEntry(
  { conversation, entry, emptied }: Extract<ConversationEvent, { type: 'entry_appended' }>,
  people: ReadonlyMap<number, Profile>,
): AddressedFrame[] {
  const list_id = conversation.listId;
  switch (entry.kind) {
    case 'message':
    case 'system':
      return [
        {
          frame: { action: 'chatData', data: { list_id, data: presentMessage(conversation, entry, people) } },
        },
      ];
    case 'recall': {
      const { target, reason } = JSON.parse(entry.content) as Extract<ChangeContent, { reason: string }>;
      if (reason === 'burn') {
        return [
          {
            frame: {
              action: 'adminDeleteChat',
              data: { list_id, data: { msg: { id: messageId(conversation.id, target) } } },
            },
          },
        ];
      }
      // The trace takes the place of the message: same id, time and sender, outer type 1.
      const trace: Entry = { ...entry, ...emptied, seq: target, kind: 'message', gone: 'recalled' };
      return [
        {
          frame: {
            action: 'deleteChat',
            data: { list_id, data: presentMessage(conversation, trace, people) },
          },
        },
      ];
    }
    // Existing clients have no action for these; they see the change when they read the conversation again.
    case 'edit':
    case 'reaction':
    case 'member':
      return [];
  }
}
