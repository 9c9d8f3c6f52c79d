import { sql } from 'kysely';
import type { AccountId, ConversationId, Tx } from '../kernel/index.js';
import { isSilenced } from '../accounts/index.js';
import type { ConversationHead, Entry } from './event-types.js';
import { entryColumns, type EntryRow } from './entry-rows-store.js';
import { toHead, type HeadRow } from './store.js';

/** Locks the groups that an account owns or manages, in the order of their ids, as every batch of messages does. */
export async function lockGroupsManagedBy(tx: Tx, accountId: AccountId): Promise<ConversationId[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    select c.id from conversations c
    where c.tenant_id = ${tx.tenant.id} and c.kind = 'group' and c.id in (
      select m.conversation_id from members m
      where m.tenant_id = ${tx.tenant.id} and m.account_id = ${accountId} and m.left_at is null and m.role <> 'member'
    )
    order by c.id for no key update
  `.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Locks an account's groups without an active owner, in the order of their ids. */
export async function lockOwnerlessGroupsOf(tx: Tx, accountId: AccountId): Promise<ConversationId[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    select c.id from conversations c
    where c.tenant_id = ${tx.tenant.id} and c.kind = 'group' and c.id in (
      select m.conversation_id from members m
      where m.tenant_id = ${tx.tenant.id} and m.account_id = ${accountId} and m.left_at is null
    ) and not exists (
      select from members m join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id and a.status = 'active'
      where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.left_at is null and m.role = 'owner'
    )
    order by c.id for no key update
  `.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Locks groups in the order of their ids. */
export async function lockGroups(tx: Tx, ids: readonly ConversationId[]): Promise<void> {
  await sql`
    select id from conversations where tenant_id = ${tx.tenant.id} and id = any(${[...ids]}::bigint[])
    order by id for no key update
  `.execute(tx.db);
}

/** The owner of a group, active or not. */
export async function selectOwner(tx: Tx, id: ConversationId): Promise<AccountId | undefined> {
  const { rows } = await sql<{ accountId: AccountId }>`
    select account_id as "accountId" from members
    where tenant_id = ${tx.tenant.id} and conversation_id = ${id} and left_at is null and role = 'owner'
  `.execute(tx.db);
  return rows[0]?.accountId;
}

/** An owner or admin of a group whose account is not active. */
export interface InactiveManager {
  readonly conversationId: ConversationId;
  readonly accountId: AccountId;
  readonly role: 'admin' | 'owner';
}

/** The owners and admins of groups whose accounts are not active. */
export async function selectInactiveManagers(
  tx: Tx,
  ids: readonly ConversationId[],
): Promise<InactiveManager[]> {
  const { rows } = await sql<InactiveManager>`
    select m.conversation_id as "conversationId", m.account_id as "accountId", m.role
    from members m join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id and a.status <> 'active'
    where m.tenant_id = ${tx.tenant.id} and m.conversation_id = any(${[...ids]}::bigint[]) and m.left_at is null
      and m.role <> 'member'
    order by m.conversation_id, m.account_id
  `.execute(tx.db);
  return rows;
}

/** The groups among the ids without an active owner. */
export async function selectOwnerless(tx: Tx, ids: readonly ConversationId[]): Promise<ConversationId[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    select g.id from unnest(${[...ids]}::bigint[]) as g(id) where not exists (
      select from members m join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id and a.status = 'active'
      where m.tenant_id = ${tx.tenant.id} and m.conversation_id = g.id and m.left_at is null and m.role = 'owner'
    )
  `.execute(tx.db);
  return rows.map(({ id }) => id);
}

/**
 * The successor of each group's owner: an active member, preferably without sanctions, then an admin, then the one
 * longest in the group. Locks the successor's account against being closed; a group whose successor is being closed
 * has no row.
 */
export async function lockSuccessors(
  tx: Tx,
  ids: readonly ConversationId[],
  except?: AccountId,
): Promise<Map<ConversationId, AccountId>> {
  const { rows } = await sql<{ id: ConversationId; successorId: AccountId }>`
    select g.id, h.account_id as "successorId" from unnest(${[...ids]}::bigint[]) as g(id)
    cross join lateral (
      select m.account_id
      from members m join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id and a.status = 'active'
      where m.tenant_id = ${tx.tenant.id} and m.conversation_id = g.id and m.left_at is null
        and m.account_id is distinct from ${except ?? null}::int
      order by a.is_shadow_limited or ${isSilenced(sql`m.tenant_id`, sql`m.account_id`, sql`${tx.now()}`)}, m.role <> 'admin', m.created_at, m.id
      limit 1
      for share of a
    ) h
  `.execute(tx.db);
  return new Map(rows.map(({ id, successorId }) => [id, successorId]));
}

/** Sets roles of members, each in one group; new owners and admins are unmuted. */
export async function updateManagerRoles(
  tx: Tx,
  changes: readonly {
    conversationId: ConversationId;
    accountId: AccountId;
    role: 'member' | 'owner';
  }[],
): Promise<void> {
  await sql`
    update members m
    set role = n.role, muted_until = case when n.role = 'member' then m.muted_until end
    from unnest(
      ${changes.map(({ conversationId }) => conversationId)}::bigint[],
      ${changes.map(({ accountId }) => accountId)}::int[],
      ${changes.map(({ role }) => role)}::text[]
    ) as n(conversation_id, account_id, role)
    where m.tenant_id = ${tx.tenant.id} and m.conversation_id = n.conversation_id and m.account_id = n.account_id
  `.execute(tx.db);
}

/** Unmutes the owners of groups. */
export async function updateMutedOwners(tx: Tx, ids: readonly ConversationId[]): Promise<void> {
  await sql`
    update members set muted_until = null
    where tenant_id = ${tx.tenant.id} and conversation_id = any(${[...ids]}::bigint[]) and role = 'owner' and muted_until is not null
  `.execute(tx.db);
}

/** Appends any number of lines to locked groups and invalidates caches of their members. */
export async function insertLines(
  tx: Tx,
  lines: readonly { conversationId: ConversationId; content: string }[],
): Promise<{ conversation: ConversationHead; entry: Entry }[]> {
  const { rows } = await sql<EntryRow & Omit<HeadRow, 'kind'>>`
    with lines as (
      select *, row_number() over (partition by id order by idx)::int as place
      from unnest(
        ${lines.map(({ conversationId }) => conversationId)}::bigint[], ${lines.map(({ content }) => content)}::text[]
      ) with ordinality as t(id, content, idx)
    ),
    moved as (
      update conversations c
      set last_seq = c.last_seq + n.amount, members_version = c.members_version + 1,
        last_sent_at = greatest(c.last_sent_at, ${tx.now()})
      from (select id, count(*)::int as amount from lines group by id) n
      where c.tenant_id = ${tx.tenant.id} and c.id = n.id
      returning c.id, c.list_id as "listId", c.low_id as "lowId", c.high_id as "highId",
        c.members_version as "membersVersion", c.last_seq - n.amount as seq_before, c.last_sent_at, c.message_count
    ),
    written as (
      insert into entries as e (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
      select ${tx.tenant.id}, m.id, m.seq_before + l.place, 'member', 0, 0, m.last_sent_at, m.message_count, l.content
      from moved m join lines l on l.id = m.id
      returning e.conversation_id as id, ${entryColumns}
    )
    select w.*, m."listId", m."lowId", m."highId", m."membersVersion"
    from written w join moved m on m.id = w.id
    order by w.id, w.seq
  `.execute(tx.db);
  return rows.map(({ id, listId, lowId, highId, membersVersion, ...entry }) => ({
    conversation: toHead(tx, { id, listId, kind: 'group', lowId, highId, membersVersion }),
    entry: { ...entry, isWithheld: false },
  }));
}
