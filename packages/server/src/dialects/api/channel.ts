import { createHash } from 'node:crypto';
import type { api, Params } from '@kith/contract';
import {
  listChannelMessages,
  listChannels,
  openChannel,
  sendToChannel,
  type OpenedChannel,
} from '@kith/core/channels';
import { CONTENT, isFromStranger, type OutgoingMessage } from '@kith/core/conversations';
import { MAX_ID, type AccountId, type MemberCtx } from '@kith/core/kernel';
import { readDateTime } from '../date.js';
import type { Handlers } from '../implement.js';
import { missing } from './errors.js';
import { isShown, presentChannelMessage, presentChannelRow } from './present/channel.js';
import { sendNumbers } from './present/intro.js';
import { presentSuperWaves, presentTickets } from './present/quota.js';

const DEFAULT_CHANNELS = 1000;
const DEFAULT_MESSAGES = 30;

const boxes = { 0: 'strangers', 1: 'friends', 3: 'all' } as const;

/** The cursor of the pages after the pinned conversations: nothing is newer. */
const NEWEST = { ts: 9_999_999_999_999, id: MAX_ID };

/** `/api/channel`: conversations, and messages to people who are not friends yet. */
export const channelHandlers: Handlers<typeof api.channel> = {
  open: async (ctx, params) => {
    const opened = await openChannel(ctx, {
      targetId: params.target_id,
      wave: params.is_wave ?? 0,
      text: params.text,
      clientId: toClientId(params.client_msg_id),
      isRandom: params.type === 'random',
    });
    return presentOpened(opened, ctx.actor);
  },

  list: async (ctx, params, { origin }) => {
    const perPage = params.page_size ?? DEFAULT_CHANNELS;
    const box = boxes[params.is_friend ?? 3];
    const found = await listChannels(ctx, { box, perPage, ...placeOf(ctx, params) });
    const last = found.rows.at(-1);
    return {
      list: found.rows.map((row) => presentChannelRow(ctx.tenant, row, origin)),
      count: found.total,
      page_size: found.perPage,
      curr_page: found.page,
      total_page: found.lastPage,
      last_channel_ts: !last ? 0 : last.isTop ? NEWEST.ts : last.lastSentAt,
      last_channel_id: !last ? '0' : String(last.isTop ? NEWEST.id : last.conversation.id),
      has_more: found.hasMore,
      unread_friend: found.unread.ofFriends,
      unread_stranger: found.unread.ofStrangers,
    };
  },

  messages: async (ctx, params, { origin }) => {
    const limit = params.page_size ?? DEFAULT_MESSAGES;
    const { channel, messages, hasMore } = await listChannelMessages(ctx, {
      channelId: params.channel_id,
      from: params.last_message_id,
      isForwards: params.direction === 'newer',
      limit,
    });
    return {
      channel_id: String(channel.conversation.id),
      is_show: isShown(channel),
      list: messages.map((entry) => presentChannelMessage(ctx.tenant, channel, entry, origin)),
      has_more: hasMore,
      page_size: limit,
    };
  },

  send: async (ctx, params, { origin }) => {
    const wave = params.is_wave === 1 || params.is_wave === 2 ? params.is_wave : undefined;
    const { channel, sent } = await sendToChannel(ctx, {
      channelId: params.channel_id,
      message: toMessage(params),
      wave: wave ?? (params.type === 'wave' ? 1 : undefined),
      text: params.text,
    });
    return {
      channel_id: String(channel.conversation.id),
      is_show: isShown(channel),
      message: sent ? presentChannelMessage(ctx.tenant, channel, sent, origin) : null,
    };
  },
};

function presentOpened(opened: OpenedChannel, viewer: AccountId) {
  const { channel, ack } = opened;
  return {
    channel_id: String(channel.conversation.id),
    is_new: opened.isNew,
    is_wave: channel.opening?.wave ?? 0,
    is_friend: isFromStranger(channel, viewer) ? 0 : 1,
    is_show: isShown(channel),
    send_status: sendNumbers[opened.sendStatus],
    ticket_number: presentTickets(opened.tickets),
    last_super_num: presentSuperWaves(opened.superWaves),
    message_id: ack?.id ?? null,
  };
}

/**
 * A cursor in whole seconds may skip conversations of the same second, so all conversations of that second are returned
 * again.
 */
function placeOf(
  ctx: MemberCtx,
  params: Params<typeof api.channel.list>,
): { page: number } | { before: number; beforeId?: number | undefined } {
  if (params.last_channel_ts === undefined) return { page: params.page ?? 1 };
  const { ms, isToTheSecond } = readDateTime(ctx.tenant, params.last_channel_ts);
  return isToTheSecond ? { before: ms + 1000 } : { before: ms, beforeId: params.last_channel_id };
}

const fileTypes = {
  image: CONTENT.image,
  sticker: CONTENT.image,
  voice: CONTENT.voice,
  video: CONTENT.video,
  file: CONTENT.attachment,
} as const;

function toMessage(params: Params<typeof api.channel.send>): OutgoingMessage {
  const { type = 'text', text, media_id: url } = params;
  const clientId = toClientId(params.client_msg_id);
  if (type === 'text' || type === 'wave') {
    const isWave = type === 'wave' || params.is_wave === 1 || params.is_wave === 2;
    if (text === undefined && !isWave) throw missing('text');
    return { type: CONTENT.text, content: { text }, clientId };
  }
  if (type === 'location') {
    const { latitude, longitude } = params;
    if (latitude === undefined) throw missing('latitude');
    if (longitude === undefined) throw missing('longitude');
    return { type: CONTENT.location, content: { latitude, longitude, name: text ?? '' }, clientId };
  }
  if (url === undefined) throw missing('media_id');
  return { type: fileTypes[type], content: { url, name: text ?? url }, clientId };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Clients may choose any text; anything but a UUID is mapped to one deterministically. */
function toClientId(text: string | undefined): string | undefined {
  if (text === undefined || UUID.test(text)) return text;
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
