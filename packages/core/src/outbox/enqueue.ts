import type { AccountId, Ctx, Tx } from '../kernel/index.js';
import { bounds } from '../kernel/index.js';
import { maskAddress } from './rules.js';
import {
  deleteMessagesBefore,
  insertMessage,
  selectNewestMessages,
  updateDue,
  type MessageRecord,
} from './store.js';
import type { Channel, Language, MessagePurpose, NoticePurpose } from './texts.js';

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

/**
 * Stores a mail that tells of a change, to be sent after the commit of that change. Without a mail server nothing is to be
 * sent.
 */
export async function enqueueNotice(
  tx: Tx,
  notice: { purpose: NoticePurpose; accountId: AccountId; address: string; locale: Language },
): Promise<void> {
  if (!tx.ports.mail.isAvailable) return;
  await insertMessage(tx, {
    ...notice,
    channel: 'mail',
    code: null,
    maskedAddress: maskAddress(notice.address),
    expiresAt: tx.now() + bounds.outbox.noticeLifeMs,
  });
}

/** The newest messages of a tenant, for its operator. */
export function listMessages(ctx: Ctx, channel: Channel): Promise<MessageRecord[]> {
  return selectNewestMessages(ctx, channel, bounds.outbox.listed);
}

/** Lets the next attempt of a waiting message begin now; returns whether one waits. */
export function sendSoon(tx: Tx, id: number): Promise<boolean> {
  return updateDue(tx, id);
}

/** Deletes old records. Run periodically. */
export async function sweepMessages(ctx: Ctx): Promise<void> {
  await deleteMessagesBefore(ctx, ctx.now() - bounds.outbox.keptMs);
}
