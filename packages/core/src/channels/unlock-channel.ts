import { isFromStranger, lockOwnConversation, peerOf } from '../conversations/index.js';
import { unlockMessages } from '../friendships/index.js';
import { DomainError, transact, type MemberCtx } from '../kernel/index.js';
import { tryConsumeQuota } from '../billing/index.js';
import { accessChannel } from './access.js';

/**
 * Unlocks a stranger's messages for the caller, using a key if required. If no key is left, returns when keys reset.
 * Does not notify the stranger. Throws `not_found`, or `forbidden` if `targetId` is not the other participant.
 */
export async function unlockChannel(
  ctx: MemberCtx,
  input: { channelId: number; targetId: number },
): Promise<{ isReadable: true } | { isReadable: false; resetAt: number }> {
  const { conversation, ...channel } = await accessChannel(ctx, input.channelId);
  const otherId = peerOf({ conversation, ...channel }, ctx.actor);
  if (conversation.kind !== 'single' || otherId !== input.targetId || otherId === undefined)
    throw new DomainError('forbidden');
  return transact(ctx, async (tx) => {
    const locked = await lockOwnConversation(tx, conversation.id);
    if (!isFromStranger(locked, ctx.actor)) return { isReadable: true };
    if (locked.withheldAfter !== null) {
      const nothing = await tryConsumeQuota(tx, 'stranger_key', { targetId: otherId, reason: 'unlocked' });
      if (nothing) return { isReadable: false, resetAt: nothing.resetAt };
    }
    await unlockMessages(tx, locked);
    return { isReadable: true };
  });
}
