import { realtime } from '@kith/contract';
import { messageId, rowId, type AccountEvent } from '@kith/core/kernel';
import type { Call, CallSummary } from '@kith/core/calls';
import type { ConversationHead, Entry, Quote } from '@kith/core/conversations';

/** Encodes any server frame except those with entries, whose stored content is inserted as it is. */
export function encodeFrame(frame: Exclude<realtime.ServerFrame, { t: 'entry' | 'entries' }>): string {
  return JSON.stringify(frame);
}

/** A live entry. */
export function encodeEntryFrame(conversation: ConversationHead, entry: Entry): string {
  return `{"t":"entry","to":"${conversation.listId}","e":${encodeEntry(conversation, entry)}}`;
}

/**
 * A range of a conversation. If the entries exceed one frame, only the `keep` ones are sent and the client requests the
 * rest.
 */
export function encodeEntriesFrame(
  conversation: ConversationHead,
  entries: readonly Entry[],
  hasMore: boolean,
  keep: 'first' | 'last' = 'first',
): string {
  const list: string[] = [];
  let bytesLeft = realtime.MAX_FRAME_BYTES - ENTRIES_ENVELOPE_BYTES;
  for (const entry of keep === 'first' ? entries : entries.toReversed()) {
    const json = encodeEntry(conversation, entry);
    bytesLeft -= Buffer.byteLength(json) + 1;
    if (bytesLeft < 0 && list.length > 0) break;
    list.push(json);
  }
  if (keep === 'last') list.reverse();
  const more = hasMore || list.length < entries.length;
  return `{"t":"entries","to":"${conversation.listId}","entries":[${list.join(',')}],"more":${more}}`;
}

/** The bytes of an `entries` frame without its entries. */
const ENTRIES_ENVELOPE_BYTES = 100;

/** An event of the account's own stream. */
export function encodeEvent(event: AccountEvent): string {
  return encodeFrame({ t: 'event', position: event.position, type: event.type, data: wireData(event) });
}

/** A call that rings or runs. */
export function presentCall(call: Call): realtime.LiveCall {
  return call.answeredAt === null
    ? { ...namesOf(call), state: 'ringing' }
    : { ...namesOf(call), state: 'active', answered: call.answeredAt };
}

function namesOf({ id, listId, callerId, calleeId, medium, room }: CallSummary) {
  return { call_id: id, list_id: listId, caller_id: callerId, callee_id: calleeId, medium, room };
}

/** The content is JSON from our own encoder, so it is inserted without being parsed. */
function encodeEntry(conversation: ConversationHead, entry: Entry): string {
  let json = `{"seq":${entry.seq},"id":"${messageId(conversation.id, entry.seq)}","kind":"${entry.kind}","type":${entry.type}`;
  // The stored remainder of a deleted message names the recaller; here, the recall's own entry does.
  const content = entry.gone === null ? entry.content : '{}';
  json += `,"from":${entry.senderId},"time":${entry.sentAt},"content":${content}`;
  if (entry.alias !== null) json += `,"alias":${JSON.stringify(entry.alias)}`;
  if (entry.clientId !== null) json += `,"cid":"${entry.clientId}"`;
  if (entry.replyTo !== null) {
    json += `,"reply_to":${entry.replyTo}`;
    if (entry.quote)
      json += `,"quote":${encodeQuote(messageId(conversation.id, entry.replyTo), entry.quote)}`;
  }
  if (entry.mentions !== undefined) json += `,"mentions":${JSON.stringify(entry.mentions)}`;
  if (entry.reactions !== undefined) json += `,"reactions":${encodeReactions(entry.reactions)}`;
  if (entry.gone !== null) json += ',"recalled":true';
  if (entry.isWithheld) json += ',"withheld":true';
  return `${json}}`;
}

function encodeQuote(id: string, { senderId, alias, type, text }: Quote): string {
  return JSON.stringify({ id, from: senderId, ...(alias !== null && { alias }), type, text });
}

function encodeReactions(reactions: NonNullable<Entry['reactions']>): string {
  return JSON.stringify(
    reactions.map(({ emoji, count, isOwn }) => ({ emoji, count, ...(isOwn && { own: true }) })),
  );
}

/** Event data in wire format. */
function wireData({ type, data }: AccountEvent): Record<string, unknown> {
  switch (type) {
    case 'friend_request':
      return { request_id: data.requestId, user_id: data.fromId };
    case 'contact_added':
    case 'contact_removed':
      return { user_id: data.accountId, list_id: data.listId };
    case 'contact_changed':
    case 'profile_changed':
      return { user_id: data.accountId };
    case 'photo_reviewed':
      return {
        photo_id: data.photoId,
        photo_index: data.place,
        review_status: { waiting: 0, approved: 1, refused: 2 }[data.state],
      };
    case 'conversation_changed':
    case 'draft_changed':
    case 'membership_began':
      return { list_id: data.listId };
    case 'membership_ended':
      return { list_id: data.listId, how: data.how, name: data.groupName };
    case 'group_request': {
      const { requestId, listId, groupName, applicant } = data;
      return {
        request_id: requestId,
        list_id: listId,
        name: groupName,
        user_id: applicant.id,
        nickname: applicant.nickname,
      };
    }
    case 'group_request_handled':
      return { request_id: data.requestId, list_id: data.listId, accepted: data.isAccepted };
    case 'conversation_assigned':
      return { list_id: data.listId };
    case 'call_changed':
      return { ...namesOf(data), state: data.state, outcome: data.outcome };
    case 'vip_changed':
      return { is_vip: data.isVip, plan_code: data.planCode, until: data.until };
    case 'conversation_cleared':
      return { list_id: data.listId, user_id: data.byId, seq: data.upTo };
    case 'moment_reacted':
      return { moment_id: rowId(data.momentId), user_id: data.byId, reaction: data.reaction };
  }
}
