import type { ImFrame } from '@kith/contract';
import type { Profile } from '@kith/core/accounts';
import type { CallChange } from '@kith/core/calls';
import type { ChangeContent, SystemContent, Entry } from '@kith/core/conversations';
import { messageId, type AccountEvent, type AccountId } from '@kith/core/kernel';
import { differsForSender, redactFor } from '@kith/core/conversations';
import type { CallSigner } from '@kith/core/ports';
import type { ConversationEvent } from '../../../realtime/audiences.js';
import { seconds } from '../present/account.js';
import { presentCall } from '../present/call.js';
import { presentGroupRequest } from '../present/group.js';
import { peopleIn, presentMessage, type Marks } from '../present/message.js';

/** A frame and its recipients among the members: all, all but one, or only one. */
export interface AddressedFrame {
  readonly frame: ImFrame;
  readonly exceptId?: AccountId | 0;
  readonly onlyId?: AccountId | 0;
}

/** The people whose profiles the frames of an event need. */
export function peopleOfEvent(event: ConversationEvent): readonly number[] {
  if (event.type !== 'entry_appended' || isUnshown(event.entry)) return [];
  // For a recall: the author of the message and the person who recalled it.
  return [...(event.emptied ? [event.emptied.senderId] : []), ...peopleIn(event.entry)];
}

/** Whether existing clients get no frame for an entry: they have no action for it, and see the change when they reload. */
function isUnshown({ kind }: Entry): boolean {
  return kind === 'edit' || kind === 'reaction' || kind === 'pin';
}

/** The members whose role and group nickname the frames of an event need. */
export function marksOfEvent(event: ConversationEvent): readonly AccountId[] {
  if (event.type !== 'entry_appended' || event.conversation.kind !== 'group') return [];
  const { entry } = event;
  return entry.kind === 'message' && entry.alias === null && entry.senderId !== 0 ? [entry.senderId] : [];
}

/** The frames for members about an event of their conversation. Contains only actions that existing clients know. */
export function framesForConversation(
  event: ConversationEvent,
  people: ReadonlyMap<number, Profile>,
  marks: Marks,
): AddressedFrame[] {
  const { conversation } = event;
  const list_id = conversation.listId;
  switch (event.type) {
    case 'entry_appended':
      return framesForEntry(event, people, marks);
    case 'read_moved':
      // Read ticks exist only in single conversations, for the other person.
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

/** The frames for an account about its own stream. */
export function framesForAccount(accountId: AccountId, event: AccountEvent): ImFrame[] {
  switch (event.type) {
    case 'friend_request':
      return [{ action: 'newFriend', data: { num: 1 } }];
    case 'contact_added':
    case 'contact_removed':
    case 'contact_changed':
      return [{ action: 'getFriendList' }, { action: 'getChatList' }];
    case 'conversation_changed':
    case 'membership_began':
      return [{ action: 'getChatList' }];
    case 'membership_ended': {
      const { listId, how, groupName, byId } = event.data;
      // Clients show a dialog for it, which the person who disbanded the group must not get.
      if (how === 'disbanded' && byId !== accountId)
        return [{ action: 'removeGroup', data: { list_id: listId, group_name: groupName } }];
      const isRemoved = how === 'removed';
      return [
        ...(isRemoved ? [{ action: 'removeMember', data: { list_id: listId } } as const] : []),
        { action: 'getChatList' },
      ];
    }
    case 'group_request': {
      const { requestId, listId, groupName, applicant } = event.data;
      return [
        {
          action: 'chatGroupApply',
          data: presentGroupRequest(
            { id: requestId, listId, groupName, accountId: applicant.id, status: 'pending' },
            applicant,
          ),
        },
      ];
    }
    case 'group_request_handled':
      return event.data.isAccepted ? [{ action: 'groupChatApplyAllow', data: event.data.requestId }] : [];
    case 'conversation_assigned':
      return [{ action: 'getChatList', data: { list_id: event.data.listId } }];
    case 'conversation_cleared': {
      const { listId, kind, byId } = event.data;
      if (byId === accountId) return [{ action: 'getChatList' }];
      return [
        { action: kind === 'group' ? 'groupDeleteChat' : 'chat_del', data: { list_id: listId } },
        // For clients that do not know the other one.
        { action: 'getChatList' },
      ];
    }
    case 'moment_reacted':
      return [{ action: 'cricleChatTips' }];
    case 'profile_changed':
    case 'vip_changed':
    case 'draft_changed':
    // Clients of this dialect do not know card photos.
    case 'photo_reviewed':
    // It needs profiles, see `frameForCall`.
    case 'call_changed':
      return [];
  }
}

/** The frame for a participant about a call, if any: it rings for the callee, and its end is sent to who did not end it. */
export function frameForCall(
  viewer: AccountId,
  call: CallChange,
  people: ReadonlyMap<number, Profile>,
  signer: CallSigner,
): ImFrame | undefined {
  if (call.state === 'active' || call.byId === viewer) return undefined;
  const action = call.state === 'ringing' ? 'vedioData' : 'cancleVedio';
  return { action, data: presentCall(call, viewer, people, signer) };
}

function framesForEntry(
  { conversation, entry, emptied }: Extract<ConversationEvent, { type: 'entry_appended' }>,
  people: ReadonlyMap<number, Profile>,
  marks: Marks,
): AddressedFrame[] {
  const list_id = conversation.listId;
  const show = (action: 'chatData' | 'deleteChat', shown: Entry) =>
    forEachView(shown, (view) => ({
      action,
      data: { list_id, data: presentMessage(conversation, view, people, marks) },
    }));
  switch (entry.kind) {
    case 'message':
    case 'member':
      return show('chatData', entry);
    case 'system':
      return [...show('chatData', entry), ...framesForTitle(list_id, entry)];
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
      // The recall line replaces the message: same id, time and sender, outer type 1.
      const content = entry.senderId === emptied?.senderId ? '{}' : JSON.stringify({ by: entry.senderId });
      const trace: Entry = { ...entry, ...emptied, content, seq: target, kind: 'message', gone: 'recalled' };
      return show('deleteChat', trace);
    }
    case 'edit':
    case 'reaction':
    case 'pin':
      return [];
  }
}

/** Some entries look different to their senders, who must recognise their own messages. */
function forEachView(entry: Entry, frameOf: (view: Entry) => ImFrame): AddressedFrame[] {
  const { senderId } = entry;
  if (!differsForSender(entry)) return [{ frame: frameOf(entry) }];
  return [
    { frame: frameOf(redactFor(entry, senderId || undefined)), onlyId: senderId },
    { frame: frameOf(redactFor(entry, undefined)), exceptId: senderId },
  ];
}

/** Clients that show the group update its name at once. */
function framesForTitle(list_id: string, entry: Entry): AddressedFrame[] {
  const content = JSON.parse(entry.content) as SystemContent; // stored by `appendEntries`
  if (content.event !== 'renamed') return [];
  return [
    { frame: { action: 'setMessagePageTitle', data: { list_id, show_name: content.name } } },
    { frame: { action: 'getChatList' } },
  ];
}
