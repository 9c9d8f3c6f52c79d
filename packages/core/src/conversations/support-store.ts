import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Tx } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';
import { headColumns, toHead, type HeadRow } from './store.js';

/** In the order of waits: behind every wait. */
export const NO_WAIT: RawBuilder<number> = sql.lit(Number.MAX_SAFE_INTEGER);

/** Inserts a conversation of kind `support` with the customer as its only member. */
export async function insertSupportConversation(tx: Tx, customerId: AccountId): Promise<ConversationHead> {
  const { rows } = await sql<HeadRow>`
    with made as (
      insert into conversations as c (tenant_id, list_id, kind, created_at)
      values (${tx.tenant.id}, ${tx.ids.uuid()}, 'support', ${tx.now()})
      returning c.tenant_id, ${headColumns}
    ),
    waits as (
      insert into support_waits (tenant_id, conversation_id, customer_id) select tenant_id, id, ${customerId} from made
    ),
    joined as (
      insert into members (tenant_id, conversation_id, account_id, created_at)
      select tenant_id, id, ${customerId}, ${tx.now()} from made
    )
    select * from made
  `.execute(tx.db);
  const [made] = rows;
  if (!made) throw new Error('A conversation could not be created.');
  return toHead(tx, made);
}

/** Records which agent serves a customer, or that none does. */
export async function updateWaitAgent(
  tx: Tx,
  of: ConversationHead,
  agentId: AccountId | null,
): Promise<void> {
  await tx.db
    .updateTable('support_waits')
    .set({ agent_id: agentId, assigned_at: agentId === null ? null : tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .execute();
}

/** Ends the wait of a customer without an answer. */
export async function updateWaitEnded(tx: Tx, of: ConversationHead): Promise<void> {
  await tx.db
    .updateTable('support_waits')
    .set({ waits_since: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .execute();
}

/** Adds or re-adds an agent as a member; entries read by previous agents count as read. */
export async function upsertAgentMember(tx: Tx, of: ConversationHead, agentId: AccountId): Promise<void> {
  await sql`
    insert into members as m (tenant_id, conversation_id, account_id, created_at, read_seq, read_count)
    select ${tx.tenant.id}, ${of.id}, ${agentId}, ${tx.now()}, coalesce(max(b.read_seq), 0), coalesce(max(b.read_count), 0)
    from members b
    where b.tenant_id = ${tx.tenant.id} and b.conversation_id = ${of.id} and b.left_at is not null
    on conflict (tenant_id, account_id, conversation_id) do update
    set left_at = null, hidden_seq = null, cleared_seq = 0, is_marked_unread = false,
      read_seq = greatest(m.read_seq, excluded.read_seq), read_count = greatest(m.read_count, excluded.read_count)
  `.execute(tx.db);
}

/** Ends an account's membership of a conversation. */
export async function updateMemberLeft(tx: Tx, of: ConversationHead, accountId: AccountId): Promise<void> {
  await tx.db
    .updateTable('members')
    .set({ left_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('account_id', '=', accountId)
    .where('left_at', 'is', null)
    .execute();
}
