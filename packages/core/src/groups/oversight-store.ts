import { sql, type RawBuilder } from 'kysely';
import { listIdText, type AccountId, type ConversationId, type Ctx } from '../kernel/index.js';
import type { Notice } from './notices-store.js';

/** The order of a list of groups, each with the largest values first. */
export type GroupOrder = 'created' | 'members' | 'active';

/** A place in a list of groups: the value that the list is ordered by, and the group. */
export interface GroupPlace {
  readonly value: number;
  readonly id: number;
}

/** Which groups to list. */
export interface GroupFilter {
  /** A part of the name, in any case. */
  readonly name?: string | undefined;
  /** A UUID. */
  readonly listId?: string | undefined;
  readonly owner?: number | undefined;
  readonly minMembers?: number | undefined;
  readonly isClosed?: boolean | undefined;
  readonly order: GroupOrder;
  /** Only groups after this place. */
  readonly after?: GroupPlace | undefined;
}

/** A group in a list of staff. */
export interface OverseenGroup {
  readonly id: ConversationId;
  readonly listId: string;
  readonly name: string;
  readonly ownerId: AccountId | null;
  readonly ownerName: string | null;
  readonly members: number;
  readonly createdAt: number;
  readonly lastSentAt: number;
  readonly closedAt: number | null;
}

/** A group with what staff see of it: settings and notices, and no message. */
export interface OverseenGroupDetails extends OverseenGroup {
  readonly messages: number;
  readonly isMutedAll: boolean;
  readonly allowsAnonymous: boolean;
  readonly forbidsBefriending: boolean;
  readonly needsApproval: boolean;
  readonly isEditable: boolean;
  readonly notices: readonly (Notice & { readonly createdAt: number })[];
}

/** A member of a group as staff see one. */
export interface OverseenMember {
  readonly id: AccountId;
  readonly username: string;
  readonly nickname: string;
  readonly status: 'active' | 'frozen' | 'disabled';
  readonly role: 'member' | 'admin' | 'owner';
  /** The nickname in the group; empty without one. */
  readonly groupNickname: string;
  readonly mutedUntil: number | null;
  readonly joinedAt: number;
  readonly rowId: number;
}

const values: Readonly<Record<GroupOrder, RawBuilder<number>>> = {
  created: sql<number>`c.created_at`,
  members: sql<number>`c.member_count`,
  active: sql<number>`c.last_sent_at`,
};

/** The value of a group by which a list is ordered. */
export function valueOf(group: OverseenGroup, order: GroupOrder): number {
  return { created: group.createdAt, members: group.members, active: group.lastSentAt }[order];
}

const columns = sql`c.id, c.list_id as "listId", c.name, c.member_count as members, c.created_at as "createdAt",
  c.last_sent_at as "lastSentAt", g.disbanded_at as "closedAt"`;

/** Groups of the tenant with their owners. */
export async function selectGroups(ctx: Ctx, filter: GroupFilter, limit: number): Promise<OverseenGroup[]> {
  const { name, listId, owner, minMembers, isClosed, order, after } = filter;
  const conditions = [
    name === undefined ? undefined : sql`c.name ilike ${`%${name.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`,
    listId === undefined ? undefined : sql`c.list_id = ${listId}`,
    owner === undefined
      ? undefined
      : sql`exists (
          select from members m where m.tenant_id = c.tenant_id and m.account_id = ${owner} and m.conversation_id = c.id
            and m.role = 'owner' and m.left_at is null
        )`,
    minMembers === undefined ? undefined : sql`c.member_count >= ${minMembers}`,
    isClosed === undefined ? undefined : sql`(g.disbanded_at is not null) = ${isClosed}`,
    after === undefined
      ? undefined
      : sql`(${values[order]}, c.id) < (${after.value}::bigint, ${after.id}::bigint)`,
  ].filter((one) => one !== undefined);
  const { rows } = await sql<OverseenGroup>`
    select f.*, o.id as "ownerId", o.username as "ownerName"
    from (
      select ${columns}, ${values[order]} as value from groups g
      join conversations c on c.tenant_id = g.tenant_id and c.id = g.conversation_id
      where ${sql.join([sql`g.tenant_id = ${ctx.tenant.id}`, ...conditions], sql` and `)}
      order by ${values[order]} desc, c.id desc limit ${limit}
    ) f
    left join lateral (${ownerOf(ctx, sql`f.id`)}) o on true
    order by f.value desc, f.id desc
  `.execute(ctx.db);
  return rows.map(toGroup);
}

/** A group with its settings and notices; undefined if there is none. A disbanded one is there too. */
export async function selectGroupDetails(
  ctx: Ctx,
  listId: string,
): Promise<OverseenGroupDetails | undefined> {
  const { rows } = await sql<OverseenGroupDetails>`
    select ${columns}, o.id as "ownerId", o.username as "ownerName", c.message_count as messages,
      c.is_muted_all as "isMutedAll", c.allows_anonymous as "allowsAnonymous",
      c.forbids_befriending as "forbidsBefriending", g.needs_approval as "needsApproval", g.is_editable as "isEditable",
      (
        select coalesce(json_agg(n), '[]') from (
          select n.id, n.content, n.is_top as "isTop", n.created_at as "createdAt" from group_notices n
          where n.tenant_id = g.tenant_id and n.conversation_id = g.conversation_id order by n.id desc
        ) n
      ) as notices
    from conversations c
    join groups g on g.tenant_id = c.tenant_id and g.conversation_id = c.id
    left join lateral (${ownerOf(ctx, sql`c.id`)}) o on true
    where c.tenant_id = ${ctx.tenant.id} and c.list_id = ${listId}
  `.execute(ctx.db);
  return rows.map(toGroup)[0];
}

function ownerOf(ctx: Ctx, conversationId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select a.id, a.username from members m
    join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id
    where m.tenant_id = ${ctx.tenant.id} and m.conversation_id = ${conversationId} and m.role = 'owner' and m.left_at is null
    limit 1
  `;
}

function toGroup<T extends OverseenGroup>(row: T): T {
  return { ...row, listId: listIdText(row.listId) };
}

/** Members of a group after one of them: the owner, the admins, then the others by time of joining. */
export async function selectMemberPage(
  ctx: Ctx,
  { id }: { readonly id: ConversationId },
  { after, limit }: { after: number | undefined; limit: number },
): Promise<OverseenMember[]> {
  const rank = (row: string) =>
    sql`case ${sql.ref(`${row}.role`)} when 'owner' then 0 when 'admin' then 1 else 2 end`;
  const isAfter =
    after === undefined
      ? sql`true`
      : sql`(${rank('m')}, m.created_at, m.id) > (
          select ${rank('p')}, p.created_at, p.id from members p
          where p.tenant_id = ${ctx.tenant.id} and p.conversation_id = ${id} and p.id = ${after}
        )`;
  const { rows } = await sql<OverseenMember>`
    select a.id, a.username, a.nickname, a.status, m.role, m.nickname as "groupNickname", m.muted_until as "mutedUntil",
      m.created_at as "joinedAt", m.id as "rowId"
    from members m join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id
    where m.tenant_id = ${ctx.tenant.id} and m.conversation_id = ${id} and m.left_at is null and ${isAfter}
    order by ${rank('m')}, m.created_at, m.id limit ${limit}
  `.execute(ctx.db);
  return rows;
}
