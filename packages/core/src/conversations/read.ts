import { transact, type AccountId, type MemberCtx } from '../kernel/index.js';
import { notifyAccounts } from '../accounts/index.js';
import { loadPresence } from '../contacts/index.js';
import { accessConversation } from './access.js';
import { countUnread } from './list-store.js';
import { selectReadUpTo, selectReadUpToByAll, updateMember, updateRead } from './own-member-store.js';
import { peerOf, soleAudience } from './rules.js';
import type { Membership } from './types.js';

/** Marks a conversation as read up to `seq`, by default all of it. The position never decreases. */
export async function markRead(
  ctx: MemberCtx,
  input: { listId: string; seq?: number | undefined },
): Promise<void> {
  const membership = await accessConversation(ctx, input.listId);
  await advanceRead(ctx, membership, input.seq);
}

/** `markRead` for a known membership. Opening withheld messages does not mark them as read. */
export async function advanceRead(
  ctx: MemberCtx,
  membership: Membership,
  seq: number = membership.lastSeq,
): Promise<void> {
  if (membership.withheldAfter !== null) return;
  const { conversation } = membership;
  const moved = await updateRead(ctx, conversation, seq);
  if (moved)
    ctx.emit({
      type: 'read_moved',
      conversation,
      accountId: ctx.actor,
      seq: moved.seq,
      readUpTo: moved.sentAt,
      onlyFor: soleAudience(membership, ctx.actor),
    });
}

/** Marks a conversation as unread until it is opened again. */
export async function markUnread(ctx: MemberCtx, listId: string): Promise<void> {
  const { conversation } = await accessConversation(ctx, listId);
  await transact(ctx, async (tx) => {
    await updateMember(tx, conversation, { is_marked_unread: true });
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'conversation_changed', data: { listId: conversation.listId } },
    ]);
  });
}

/**
 * How far the other participant has read (milliseconds, 0 for nothing) and whether that account is online. For a
 * group, how far all others have read: individual positions are not revealed.
 */
export async function getReadState(
  ctx: MemberCtx,
  listId: string,
): Promise<{ readUpTo: number; isOnline: boolean }> {
  const membership = await accessConversation(ctx, listId);
  const peer: AccountId | undefined = peerOf(membership, ctx.actor);
  if (peer === undefined) {
    const isGroup = membership.conversation.kind === 'group';
    const readUpTo = isGroup ? await selectReadUpToByAll(ctx, membership.conversation) : 0;
    return { readUpTo, isOnline: false };
  }
  return {
    readUpTo: await selectReadUpTo(ctx, membership.conversation, peer),
    isOnline: (await loadPresence(ctx, [peer])).get(peer)?.isConnected ?? false,
  };
}

/** All unread messages of the caller; those of strangers are counted separately and appear on no badge. */
export function countUnreadMessages(ctx: MemberCtx): Promise<{ ofFriends: number; ofStrangers: number }> {
  return countUnread(ctx);
}
