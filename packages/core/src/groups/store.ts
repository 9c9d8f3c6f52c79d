import { sql } from 'kysely';
import { listIdText, type AccountId, type ConversationId, type Ctx, type Tx } from '../kernel/index.js';
import { conditions, type ConversationHead } from '../conversations/index.js';

/** The settings of a group beyond those of its conversation. */
export interface GroupRow {
  readonly needsApproval: boolean;
  readonly isEditable: boolean;
  readonly allowsRedPackets: boolean;
  readonly allowsMicrophone: boolean;
  readonly sort: number;
  /** The code that people use to join; 32 hexadecimal digits. */
  readonly code: string;
}

/** The columns of `groups` to set; omitted ones stay the same. */
export interface GroupChange {
  readonly needs_approval?: boolean;
  readonly is_editable?: boolean;
  readonly allows_red_packets?: boolean;
  readonly allows_microphone?: boolean;
  readonly sort?: number;
  /** A UUID. */
  readonly code?: string;
  readonly has_own_photo?: boolean;
  readonly disbanded_at?: number;
}

const groupColumns = [
  'needs_approval as needsApproval',
  'is_editable as isEditable',
  'allows_red_packets as allowsRedPackets',
  'allows_microphone as allowsMicrophone',
  'sort',
  'code',
] as const;

/** The row of a group that is not disbanded. */
export async function selectGroupRow(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
): Promise<GroupRow | undefined> {
  const row = await ctx.db
    .selectFrom('groups')
    .select(groupColumns)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('disbanded_at', 'is', null)
    .executeTakeFirst();
  return row && { ...row, code: listIdText(row.code) };
}

/** What a group with this code is; undefined for another code, and for a group without members. */
export async function selectInvitation(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
  code: string,
): Promise<{ name: string; memberCount: number; needsApproval: boolean } | undefined> {
  const { rows } = await sql<{ name: string; memberCount: number; needsApproval: boolean }>`
    select c.name, c.member_count as "memberCount", g.needs_approval as "needsApproval" from groups g
    join conversations c on c.tenant_id = g.tenant_id and c.id = g.conversation_id
    where g.tenant_id = ${ctx.tenant.id} and g.conversation_id = ${of.id} and g.disbanded_at is null
      and replace(g.code::text, '-', '') = ${code} and c.member_count > 0
  `.execute(ctx.db);
  return rows[0];
}

/** Some conversations of groups that were disbanded before a time and still have files. */
export async function selectDisbanded(ctx: Ctx, before: number): Promise<{ id: ConversationId }[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    select g.conversation_id as id from groups g
    where g.tenant_id = ${ctx.tenant.id} and g.disbanded_at < ${before} and exists (
      select from message_files h where h.tenant_id = g.tenant_id and h.conversation_id = g.conversation_id
    )
    limit 100
  `.execute(ctx.db);
  return rows;
}

/** Inserts the row of a group for its conversation. */
export async function insertGroup(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  settings: GroupChange = {},
): Promise<void> {
  await tx.db
    .insertInto('groups')
    .values({ tenant_id: tx.tenant.id, conversation_id: of.id, ...settings })
    .execute();
}

/** Changes columns of a group. */
export async function updateGroup(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
  change: GroupChange,
): Promise<void> {
  await ctx.db
    .updateTable('groups')
    .set(change)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .execute();
}

/**
 * The members in the mosaic of a group; undefined if a photo was set, or the group disbanded. Locks both until the
 * transaction ends.
 */
export async function lockMosaic(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
): Promise<readonly AccountId[] | undefined> {
  const row = await tx.db
    .selectFrom('groups')
    .select('mosaic_of as mosaicOf')
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('has_own_photo', '=', false)
    .where('disbanded_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.mosaicOf;
}

/** Records the members in the mosaic of a group that `lockMosaic` has locked. */
export async function updateMosaic(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  people: readonly AccountId[],
): Promise<void> {
  await tx.db
    .updateTable('groups')
    .set({ mosaic_of: [...people] })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .execute();
}

/** A group with a missing, inactive or muted owner, or with inactive admins. */
export interface BrokenGroup {
  readonly id: ConversationId;
  readonly listId: string;
  readonly name: string;
  readonly problem: 'no active owner' | 'inactive admin' | 'muted owner';
}

/** The next broken groups by id. */
export async function selectBroken(ctx: Ctx, after: number): Promise<BrokenGroup[]> {
  const { rows } = await sql<BrokenGroup>`
    select c.id, c.list_id as "listId", c.name, case
      when not o.has_owner then 'no active owner' when o.has_absent then 'inactive admin' else 'muted owner' end as problem
    from groups g
    join conversations c on c.tenant_id = g.tenant_id and c.id = g.conversation_id and c.member_count > 0
    cross join lateral (
      select
        coalesce(bool_or(m.role = 'owner' and a.status = 'active'), false) as has_owner,
        coalesce(bool_or(a.status <> 'active'), false) as has_absent,
        coalesce(bool_or(m.role = 'owner' and ${conditions.isMutedAlone(sql`${ctx.now()}`)}), false) as has_muted_owner
      from members m join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id
      where m.tenant_id = g.tenant_id and m.conversation_id = g.conversation_id and m.left_at is null and m.role <> 'member'
    ) o
    where g.tenant_id = ${ctx.tenant.id} and g.disbanded_at is null and g.conversation_id > ${after}
      and (not o.has_owner or o.has_absent or o.has_muted_owner)
    order by c.id limit ${PAGE}
  `.execute(ctx.db);
  return rows.map((row) => ({ ...row, listId: listIdText(row.listId) }));
}

/** Groups repaired per transaction. */
const PAGE = 50;
