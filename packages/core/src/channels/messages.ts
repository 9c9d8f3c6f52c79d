import {
  accessMessage,
  listMessages,
  advanceRead,
  peerOf,
  sendToConversation,
  type Membership,
  type OutgoingMessage,
  type Entry,
} from '../conversations/index.js';
import { invalid, parseMessageId, type MemberCtx } from '../kernel/index.js';
import type { Ack } from '../ports/index.js';
import { accessChannel } from './access.js';
import { openChannel } from './open-channel.js';

/** A page of a channel's messages. */
export interface ChannelMessages {
  readonly channel: Membership;
  /** Oldest first. */
  readonly messages: readonly Entry[];
  readonly hasMore: boolean;
}

/**
 * A page of messages: those before or after a message, or the newest, which marks them as read unless they are
 * withheld. Throws `not_found`, `forbidden` or `invalid`.
 */
export async function listChannelMessages(
  ctx: MemberCtx,
  input: { channelId: number; from?: string | undefined; isForwards: boolean; limit: number },
): Promise<ChannelMessages> {
  const channel = await accessChannel(ctx, input.channelId);
  const { entries, hasMore } = await listMessages(ctx, channel, rangeOf(channel, input));
  if (input.from === undefined && !input.isForwards) await advanceRead(ctx, channel);
  return { channel, messages: entries, hasMore };
}

function rangeOf(
  { conversation, lastSeq }: Membership,
  { from, isForwards, limit }: { from?: string | undefined; isForwards: boolean; limit: number },
): { after: number; limit: number } | { before: number; limit: number } {
  if (from === undefined) return isForwards ? { after: 0, limit } : { before: lastSeq + 1, limit };
  const place = parseMessageId(from);
  if (!place || place.conversationId !== conversation.id) throw invalid('fromMessageId');
  return isForwards ? { after: place.seq, limit } : { before: place.seq, limit };
}

/**
 * Sends to a channel; a wave is handled as in `openChannel`. Sends nothing if an earlier wave still awaits an answer.
 * Throws like `openChannel` and `sendMessage`.
 */
export async function sendToChannel(
  ctx: MemberCtx,
  input: { channelId: number; message: OutgoingMessage; wave: 1 | 2 | undefined; text?: string | undefined },
): Promise<{ channel: Membership; sent: Entry | undefined }> {
  const { channelId, message, wave, text } = input;
  const { conversation, ...rest } = await accessChannel(ctx, channelId);
  let ack: Ack | undefined;
  if (wave === undefined) ack = await sendToConversation(ctx, conversation, message);
  else {
    const targetId =
      conversation.kind === 'single' ? peerOf({ conversation, ...rest }, ctx.actor) : undefined;
    if (targetId === undefined) throw invalid('waveKind');
    ({ ack } = await openChannel(ctx, { targetId, wave, text, clientId: message.clientId, isRandom: false }));
  }
  const channel = await accessChannel(ctx, channelId);
  return { channel, sent: ack && (await accessMessage(ctx, channel, ack.id)) };
}
