import type { apiShapes } from '@kith/contract';
import type { ChannelRow } from '@kith/core/channels';
import { CONTENT, type Entry, type ListedMembership } from '@kith/core/conversations';
import { messageId, type Tenant } from '@kith/core/kernel';
import { presentDateTime } from '../../date.js';
import { presentPersonItem } from './person.js';

const typeNames: Readonly<Record<number, string>> = {
  [CONTENT.text]: 'text',
  [CONTENT.voice]: 'voice',
  [CONTENT.image]: 'image',
  [CONTENT.video]: 'video',
  [CONTENT.file]: 'file',
  [CONTENT.attachment]: 'file',
  [CONTENT.location]: 'location',
  [CONTENT.card]: 'card',
  [CONTENT.poke]: 'poke',
  [CONTENT.videoCall]: 'call',
  [CONTENT.voiceCall]: 'call',
  [CONTENT.callSignal]: 'call',
};

/** Neither an opening message nor a wave. */
const OTHER = 3;

/** A row of the list. */
export function presentChannelRow(tenant: Tenant, row: ChannelRow, origin: string): apiShapes.ChannelRow {
  const { person, opening } = row;
  return {
    channel_id: String(row.conversation.id),
    type: typeOf(row),
    is_friend: row.isFromStranger ? 0 : 1,
    is_wave: opening?.wave ?? 0,
    is_show: isShown(row),
    user: person ? presentPersonItem(tenant, person, origin) : null,
    name: person?.card.nickname ?? row.name,
    last_message: row.last ? presentChannelMessage(tenant, row, row.last, origin) : null,
    unread_count: row.unread,
    channel_ts: row.lastSentAt,
    is_top: row.isTop,
    is_muted: row.isSilent,
    created_at: presentDateTime(tenant, row.createdAt),
    updated_at: presentDateTime(tenant, row.lastSentAt),
  };
}

/** Whether the caller may read the whole conversation. */
export function isShown({ withheldAfter }: ListedMembership): boolean {
  return withheldAfter === null;
}

function typeOf({ conversation, opening }: ListedMembership): string {
  if (conversation.kind !== 'single') return conversation.kind;
  return opening?.isRandom ? 'random' : 'private';
}

/** A message. Of a withheld or recalled one, only its existence is shown. */
export function presentChannelMessage(
  tenant: Tenant,
  channel: ListedMembership,
  entry: Entry,
  origin: string,
): apiShapes.ChannelMessage {
  const { conversation, opening } = channel;
  const isOpen = entry.gone === null && !entry.isWithheld;
  const content = isOpen ? (JSON.parse(entry.content) as Record<string, unknown>) : {}; // stored by `encodeContent`
  const wave = waveOf(entry, content);
  const isFirst = opening?.wave === 0 && entry.seq === opening.openedSeq + 1;
  return {
    message_id: messageId(conversation.id, entry.seq),
    channel_id: String(conversation.id),
    user_id: String(entry.senderId),
    type: entry.kind !== 'message' ? 'system' : wave > 0 ? 'wave' : (typeNames[entry.type] ?? 'text'),
    text: textOf(entry, content),
    media: mediaOf(conversation.listId, entry, content, origin),
    is_wave: wave > 0 ? wave : isFirst ? 0 : OTHER,
    is_show: !entry.isWithheld,
    is_recalled: entry.gone !== null,
    client_msg_id: entry.clientId ?? '',
    created_at: presentDateTime(tenant, entry.sentAt),
    created_ts: entry.sentAt,
  };

  /** A wave is recognisable as one even while its text is withheld. */
  function waveOf({ isWithheld, seq }: Entry, { wave }: Record<string, unknown>): number {
    if (wave === 1 || wave === 2) return wave;
    return isWithheld && opening && seq === opening.openedSeq + 1 ? opening.wave : 0;
  }
}

function textOf(entry: Entry, content: Record<string, unknown>): string {
  if (entry.kind === 'system') return content['event'] === 'friend_accepted' ? '你們現在是朋友了' : '';
  const text = content['text'] ?? content['nickname'] ?? content['name'];
  return typeof text === 'string' ? text : '';
}

function mediaOf(
  listId: string,
  entry: Entry,
  content: Record<string, unknown>,
  origin: string,
): Record<string, unknown> | null {
  if (entry.kind !== 'message') return null;
  if (entry.type === CONTENT.location && 'latitude' in content) {
    const { latitude, longitude, name, address } = content;
    return { latitude, longitude, name: name ?? '', address: address ?? '' };
  }
  const { url, full_url: fullUrl } = content;
  if (typeof url !== 'string' && typeof fullUrl !== 'string') return null;
  const path = typeof url === 'string' && url !== '' ? `${listId}/${url}` : String(fullUrl);
  const { length, name, w, h } = content;
  return { url: `${origin}/static/chat/${path}`, ...(typeof name === 'string' && { name }), length, w, h };
}
