import { sql } from 'kysely';
import {
  bounds,
  inParts,
  listIdText,
  type AccountId,
  type Ctx,
  type MemberTx,
  type Tx,
  type MemberCtx,
} from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';
import { headSelection, toHead, withHead } from './store.js';

/** A member of a group, as the others see it. */
export interface Member {
  readonly accountId: AccountId;
  /** Identifies the membership. */
  readonly rowId: number;
  readonly role: 'member' | 'admin' | 'owner';
  /** The nickname in the group; empty without one. */
  readonly nickname: string;
  readonly inviterId: AccountId | null;
  readonly mutedUntil: number | null;
  readonly joinedAt: number;
}

/** The settings of a group that affect its messages. */
export interface SpeechChange {
  readonly is_muted_all?: boolean;
  readonly allows_anonymous?: boolean;
  readonly forbids_befriending?: boolean;
  readonly name?: string;
}

/** A locked group with its current state. */
export interface LockedGroup {
  readonly conversation: ConversationHead;
  readonly name: string;
  readonly isMutedAll: boolean;
  readonly lastSeq: number;
  readonly messageCount: number;
  readonly memberCount: number;
}

const memberColumns = [
  'account_id as accountId',
  'id as rowId',
  'role',
  'nickname',
  'inviter_id as inviterId',
  'muted_until as mutedUntil',
  'created_at as joinedAt',
] as const;

/** Inserts a conversation of kind `group` without members. */
export async function insertGroupConversation(tx: MemberTx, name: string): Promise<ConversationHead> {
  const row = await tx.db
    .insertInto('conversations')
    .values({
      tenant_id: tx.tenant.id,
      list_id: tx.ids.uuid(),
      kind: 'group',
      name,
      last_sent_at: tx.now(),
      created_at: tx.now(),
    })
    .returning(headSelection)
    .executeTakeFirstOrThrow();
  return toHead(tx, row);
}

/** A group by its list id (a UUID), whether or not the caller is a member. */
export async function selectGroup(ctx: Ctx, uuid: string): Promise<ConversationHead | undefined> {
  const row = await ctx.db
    .selectFrom('conversations')
    .select(headSelection)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('list_id', '=', uuid)
    .where('kind', '=', 'group')
    .executeTakeFirst();
  return row && toHead(ctx, row);
}

/** Locks a group: until the transaction ends, no account can join, leave or write. */
export async function lockGroup(tx: Tx, of: ConversationHead): Promise<LockedGroup> {
  const row = await tx.db
    .selectFrom('conversations')
    .select([
      ...headSelection,
      'name',
      'is_muted_all as isMutedAll',
      'last_seq as lastSeq',
      'message_count as messageCount',
      'member_count as memberCount',
    ])
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', of.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return withHead(tx, row);
}

/**
 * Adds or re-adds people to a group; returns those who were not members, in the given order. Earlier messages are not
 * visible to them. Muted members who return stay muted.
 */
export async function insertMembers(
  tx: MemberTx,
  of: LockedGroup,
  people: readonly AccountId[],
  inviterId: AccountId | null,
): Promise<AccountId[]> {
  const added = new Set<AccountId>();
  for (const part of inParts(people, bounds.database.rowsWrittenAtOnce)) {
    const { rows } = await sql<{ account_id: AccountId }>`
      insert into members as m
        (tenant_id, conversation_id, account_id, inviter_id, cleared_seq, read_seq, read_count, created_at)
      select ${tx.tenant.id}, ${of.conversation.id}, id, ${inviterId}, ${of.lastSeq}, ${of.lastSeq}, ${of.messageCount}, ${tx.now()}
      from unnest(${[...part]}::int[]) with ordinality as t(id, idx) order by idx
      on conflict (tenant_id, account_id, conversation_id) do update
      set left_at = null, is_barred = false, role = 'member', nickname = '', alias = null, inviter_id = excluded.inviter_id, pinned_at = null,
        hidden_seq = null, is_silent = false, is_marked_unread = false, cleared_seq = excluded.cleared_seq,
        read_seq = excluded.read_seq, read_count = excluded.read_count, created_at = excluded.created_at
      where m.left_at is not null
      returning account_id
    `.execute(tx.db);
    for (const row of rows) added.add(row.account_id);
  }
  return people.filter((id) => added.has(id));
}

/** The people among the ids who were removed from a group. */
export async function listRemovedMembers(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
  people: readonly AccountId[],
): Promise<Set<AccountId>> {
  const rows = await ctx.db
    .selectFrom('members')
    .select('account_id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('account_id', '=', sql<AccountId>`any(${[...people]}::int[])`)
    .where('is_barred', '=', true)
    .execute();
  return new Set(rows.map((row) => row.account_id));
}

/**
 * Ends memberships, all of them if `people` is undefined; returns the accounts concerned. Barred accounts can return
 * only through a manager.
 */
export async function updateLeft(
  tx: Tx,
  of: LockedGroup,
  people: readonly AccountId[] | undefined,
  isBarred: boolean,
): Promise<AccountId[]> {
  let query = tx.db
    .updateTable('members')
    .set({ left_at: tx.now(), is_barred: isBarred, role: 'member', alias: null, pinned_at: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.conversation.id)
    .where('left_at', 'is', null);
  if (people) query = query.where('account_id', '=', sql<AccountId>`any(${[...people]}::int[])`);
  const rows = await query.returning('account_id').execute();
  return rows.map((row) => row.account_id);
}

/** Sets the role of members; returns those with a different role before. New owners and admins are unmuted. */
export async function updateRoles(
  tx: MemberTx,
  of: ConversationHead,
  people: readonly AccountId[],
  role: 'member' | 'admin' | 'owner',
): Promise<AccountId[]> {
  const rows = await tx.db
    .updateTable('members')
    .set(role === 'member' ? { role } : { role, muted_until: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('account_id', '=', sql<AccountId>`any(${[...people]}::int[])`)
    .where('left_at', 'is', null)
    .where('role', '<>', role)
    .returning('account_id')
    .execute();
  return rows.map((row) => row.account_id);
}

/** Mutes members until a time, or unmutes them (null); returns those for whom this is a change. */
export async function updateMuted(
  tx: MemberTx,
  of: ConversationHead,
  people: readonly AccountId[],
  until: number | null,
): Promise<AccountId[]> {
  const rows = await tx.db
    .updateTable('members')
    .set({ muted_until: until })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('account_id', '=', sql<AccountId>`any(${[...people]}::int[])`)
    .where('left_at', 'is', null)
    .where((is) => is(is.fn.coalesce('muted_until', sql.lit(0)), until === null ? '>' : '<', until ?? 0))
    .returning('account_id')
    .execute();
  return rows.map((row) => row.account_id);
}

/** Changes the caller's names in a group. */
export async function updateOwnName(
  tx: MemberTx,
  of: ConversationHead,
  change: { nickname?: string; alias?: string | null },
): Promise<void> {
  await tx.db
    .updateTable('members')
    .set(change)
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('account_id', '=', tx.actor)
    .where('left_at', 'is', null)
    .execute();
}

/**
 * Changes a group and increments the version of its members, which invalidates caches. Returns the conversation
 * afterwards.
 */
export async function updateGroupConversation(
  tx: Tx,
  of: ConversationHead,
  change: SpeechChange & { joined?: number } = {},
): Promise<ConversationHead & { memberCount: number }> {
  const { joined = 0, ...columns } = change;
  const row = await tx.db
    .updateTable('conversations')
    .set((column) => ({
      ...columns,
      member_count: column('member_count', '+', joined),
      members_version: column('members_version', '+', 1),
    }))
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', of.id)
    .returning([...headSelection, 'member_count as memberCount'])
    .executeTakeFirstOrThrow();
  return { ...toHead(tx, row), memberCount: row.memberCount };
}

/** Selects members; without a filter, all of them. */
export interface MemberFilter {
  readonly among?: readonly AccountId[];
  readonly managersOnly?: boolean;
  /** Those who have left, too. */
  readonly hasFormer?: boolean;
  readonly limit?: number;
}

/** Members of a group: the owner, the admins, then by time of joining. */
export async function selectMembers(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
  filter: MemberFilter = {},
): Promise<Member[]> {
  let query = ctx.db
    .selectFrom('members')
    .select(memberColumns)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .orderBy(sql`case role when 'owner' then 0 when 'admin' then 1 else 2 end`)
    .orderBy('created_at')
    .orderBy('id');
  if (!filter.hasFormer) query = query.where('left_at', 'is', null);
  if (filter.among) query = query.where('account_id', '=', sql<AccountId>`any(${[...filter.among]}::int[])`);
  if (filter.managersOnly) query = query.where('role', '<>', 'member');
  if (filter.limit !== undefined) query = query.limit(filter.limit);
  return query.execute();
}

/** Whether a group of which both are ordinary members forbids friend requests between members. */
export async function isBefriendingForbidden(ctx: MemberCtx, otherId: AccountId): Promise<boolean> {
  const { rows } = await sql`
    select from members a
    join members b on b.tenant_id = a.tenant_id and b.account_id = ${otherId} and b.conversation_id = a.conversation_id
    join conversations c on c.tenant_id = a.tenant_id and c.id = a.conversation_id
    where a.tenant_id = ${ctx.tenant.id} and a.account_id = ${ctx.actor} and a.left_at is null and b.left_at is null
      and a.role = 'member' and b.role = 'member' and c.forbids_befriending
    limit 1
  `.execute(ctx.db);
  return rows.length > 0;
}

/** The groups that the caller shares with an account, by name; at most 500. */
export async function listCommonGroups(
  ctx: MemberCtx,
  otherId: AccountId,
): Promise<{ listId: string; name: string; memberCount: number }[]> {
  const { rows } = await sql<{ listId: string; name: string; memberCount: number }>`
    select c.list_id as "listId", c.name, c.member_count as "memberCount" from members a
    join members b on b.tenant_id = a.tenant_id and b.account_id = ${otherId} and b.conversation_id = a.conversation_id
    join conversations c on c.tenant_id = a.tenant_id and c.id = a.conversation_id
    where a.tenant_id = ${ctx.tenant.id} and a.account_id = ${ctx.actor} and a.left_at is null and b.left_at is null
      and c.kind = 'group'
    order by c.name collate "C", c.id limit 500
  `.execute(ctx.db);
  return rows.map((row) => ({ ...row, listId: listIdText(row.listId) }));
}
