import type { AccountId, Ctx, Tx } from '../kernel/index.js';
import { bounds } from '../kernel/index.js';
import { maskAddress } from './rules.js';
import { deleteMessagesBefore, insertMessage, selectNewestMessages, type MessageRecord } from './store.js';
import type { Channel, Language, MessagePurpose } from './texts.js';

/**
 * Stores a code to be sent after the commit of the change that it belongs to. With `isVoid` nothing will be sent, but the
 * request takes the same time and leaves the same record.
 */
export async function enqueueCode(
  tx: Tx,
  message: {
    channel: Channel;
    purpose: MessagePurpose;
    accountId?: AccountId | undefined;
    address: string;
    code: string;
    locale: Language;
    lifeMs: number;
    isVoid: boolean;
  },
): Promise<void> {
  const { channel, purpose, accountId, address, code, locale, lifeMs, isVoid } = message;
  await insertMessage(tx, {
    channel,
    purpose,
    accountId,
    address: isVoid ? null : address,
    code: isVoid ? null : code,
    maskedAddress: maskAddress(address),
    locale,
    expiresAt: tx.now() + lifeMs,
  });
}

/** The newest messages of a tenant, for its operator. */
export function listMessages(ctx: Ctx, channel: Channel): Promise<MessageRecord[]> {
  return selectNewestMessages(ctx, channel, bounds.outbox.listed);
}

/** Deletes old records. Run periodically. */
export async function sweepMessages(ctx: Ctx): Promise<void> {
  await deleteMessagesBefore(ctx, ctx.now() - bounds.outbox.keptMs);
}
