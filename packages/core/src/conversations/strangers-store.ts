import type { AccountId, ConversationHead, Ctx, MemberCtx } from '../kernel/index.js';

/** Begins a conversation with somebody who is no friend; what the receiver unlocked of an earlier one is locked again. */
export async function updateOpened(
  tx: MemberCtx,
  of: ConversationHead,
  opening: { wave: 0 | 1 | 2; isRandom: boolean; room: number },
): Promise<void> {
  await tx.db
    .updateTable('conversations')
    .set((column) => ({
      opener_id: tx.actor,
      wave: opening.wave,
      is_random: opening.isRandom,
      opened_at: tx.now(),
      opened_seq: column.ref('last_seq'),
      room_count: column('message_count', '+', opening.room),
      answered_at: null,
      members_version: column('members_version', '+', 1),
    }))
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', of.id)
    .execute();
  await tx.db
    .updateTable('members')
    .set({ unlocked_at: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('unlocked_at', 'is not', null)
    .execute();
}

/** The two of a conversation are friends now: what began between strangers is answered. */
export async function updateAnswered(tx: Ctx, of: ConversationHead): Promise<void> {
  await tx.db
    .updateTable('conversations')
    .set({ answered_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', of.id)
    .where('opener_id', 'is not', null)
    .where('answered_at', 'is', null)
    .execute();
}

/** Lets the caller read what a stranger wrote. */
export async function updateUnlocked(tx: MemberCtx, of: ConversationHead): Promise<void> {
  await tx.db
    .updateTable('members')
    .set({ unlocked_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('account_id', '=', tx.actor)
    .execute();
}

/** Whether somebody takes chats at all; who has written no intro does. */
export async function selectTakesChats(ctx: Ctx, accountId: AccountId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('intros')
    .select('takes_chats')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.takes_chats ?? true;
}
