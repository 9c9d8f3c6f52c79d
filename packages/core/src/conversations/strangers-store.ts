import { sql } from 'kysely';
import type { AccountId, ConversationHead, Ctx, MemberCtx } from '../kernel/index.js';

/** Begins a conversation with somebody who is no friend; what the receiver unlocked of an earlier one is locked again. */
export async function updateOpened(
  tx: MemberCtx,
  of: ConversationHead,
  opening: { wave: 0 | 1 | 2; isRandom: boolean; messageLimit: number },
): Promise<void> {
  await tx.db
    .updateTable('conversations')
    .set((column) => ({
      opener_id: tx.actor,
      wave: opening.wave,
      is_random: opening.isRandom,
      opened_at: tx.now(),
      opened_seq: column.ref('last_seq'),
      room_count: column('message_count', '+', opening.messageLimit),
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

/** Takes back what a stranger opened and nobody has answered: it is cleared for the receiver, and out of the list. */
export async function updateWithdrawn(tx: Ctx, of: ConversationHead): Promise<void> {
  await sql`
    with pending as (
      select tenant_id, id, opener_id, last_seq, message_count from conversations
      where tenant_id = ${tx.tenant.id} and id = ${of.id} and opener_id is not null and answered_at is null
    ),
    withdrawn as (
      update conversations c set opener_id = null, wave = 0, is_random = false from pending p
      where c.tenant_id = p.tenant_id and c.id = p.id
    )
    update members m
    set cleared_seq = p.last_seq, read_seq = p.last_seq, read_count = p.message_count, hidden_seq = p.last_seq,
      is_marked_unread = false, unlocked_at = null
    from pending p
    where m.tenant_id = p.tenant_id and m.conversation_id = p.id and m.account_id <> p.opener_id
  `.execute(tx.db);
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

/** Whether an account accepts chats at all; one without an intro does. */
export async function selectAcceptsChats(ctx: Ctx, accountId: AccountId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('intros')
    .select('takes_chats')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row?.takes_chats ?? true;
}
