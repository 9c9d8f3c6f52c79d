import { sql } from 'kysely';
import { isVisible } from '../contacts/index.js';
import { listIdText, type AccountId, type MemberCtx, type MemberTx } from '../kernel/index.js';
import type { ConversationHead } from '../conversations/index.js';

/** A visible person's request to join a group that the caller manages. */
export interface GroupRequest {
  readonly id: number;
  readonly listId: string;
  readonly groupName: string;
  readonly accountId: AccountId;
  /** The inviting member, or the one whose code was scanned. */
  readonly inviterId: AccountId;
  readonly status: 'pending' | 'accepted' | 'refused';
}

/** Stores requests; returns the new ones, without those already pending. */
export async function upsertRequests(
  tx: MemberTx,
  of: ConversationHead,
  people: readonly AccountId[],
  inviterId: AccountId,
): Promise<{ id: number; accountId: AccountId }[]> {
  const { rows } = await sql<{ id: number; accountId: AccountId }>`
    insert into group_requests as r (tenant_id, conversation_id, account_id, inviter_id, created_at, updated_at)
    select ${tx.tenant.id}, ${of.id}, id, ${inviterId}, ${tx.now()}, ${tx.now()} from unnest(${[...people]}::int[]) as id
    on conflict (tenant_id, conversation_id, account_id) do update
    set status = 'pending', inviter_id = excluded.inviter_id, updated_at = excluded.updated_at
    where r.status <> 'pending'
    returning id, account_id as "accountId"
  `.execute(tx.db);
  return rows;
}

/** The requests to join groups that the caller manages, newest first. */
export async function selectRequests(ctx: MemberCtx): Promise<GroupRequest[]> {
  const { rows } = await sql<GroupRequest>`
    ${managed(ctx)} and r.status <> 'refused' order by r.updated_at desc, r.id desc limit 500
  `.execute(ctx.db);
  return rows.map(toRequest);
}

/** A request to join a group that the caller manages, or undefined. */
export async function selectRequest(ctx: MemberCtx, id: number): Promise<GroupRequest | undefined> {
  const { rows } = await sql<GroupRequest>`${managed(ctx)} and r.id = ${id}`.execute(ctx.db);
  return rows[0] && toRequest(rows[0]);
}

/** The number of pending requests to groups that the caller manages, from visible people. */
export async function countPendingRequests(ctx: MemberCtx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (${managed(ctx)} and r.status = 'pending') r
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Answers a pending request; returns false if it is not pending. */
export async function updateRequest(
  tx: MemberTx,
  id: number,
  status: 'accepted' | 'refused',
): Promise<boolean> {
  const result = await tx.db
    .updateTable('group_requests')
    .set({ status, updated_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

function managed(ctx: MemberCtx) {
  return sql`
    select r.id, c.list_id as "listId", c.name as "groupName", r.account_id as "accountId", r.inviter_id as "inviterId", r.status
    from members m
    join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    join group_requests r on r.tenant_id = m.tenant_id and r.conversation_id = m.conversation_id
    join accounts v on v.tenant_id = m.tenant_id and v.id = m.account_id
    join accounts a on a.tenant_id = r.tenant_id and a.id = r.account_id and ${isVisible(ctx.tenant, 'v', 'a')}
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null
      and m.role in ('admin', 'owner')`;
}

function toRequest(row: GroupRequest): GroupRequest {
  return { ...row, listId: listIdText(row.listId) };
}
