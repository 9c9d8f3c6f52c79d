import { sql } from 'kysely';
import type { Tx, MemberTx } from '../kernel/index.js';
import { isPending } from './conditions-store.js';
import type { ConversationHead } from './event-types.js';

/** Opens a conversation with a non-friend; locks messages that the recipient had unlocked in an earlier one. */
export async function openToStranger(
  tx: MemberTx,
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
      opener_limit: column('message_count', '+', opening.messageLimit),
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

/** Marks a stranger's opening as answered, because the two are friends now. */
export async function updateAnswered(tx: Tx, of: ConversationHead): Promise<void> {
  await sql`
    update conversations c set answered_at = ${tx.now()}
    where c.tenant_id = ${tx.tenant.id} and c.id = ${of.id} and ${isPending}
  `.execute(tx.db);
}

/** Withdraws an unanswered opening: clears the conversation for the recipient and hides it from the list. */
export async function updateWithdrawn(tx: Tx, of: ConversationHead): Promise<void> {
  await sql`
    with pending as (
      select c.tenant_id, c.id, c.opener_id, c.last_seq, c.message_count from conversations c
      where c.tenant_id = ${tx.tenant.id} and c.id = ${of.id} and ${isPending}
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

/** Unlocks a stranger's messages for the caller. */
export async function updateUnlocked(tx: MemberTx, of: ConversationHead): Promise<void> {
  await tx.db
    .updateTable('members')
    .set({ unlocked_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('account_id', '=', tx.actor)
    .execute();
}
