import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx } from '../kernel/index.js';
import type { SanctionKind } from '../moderation/index.js';

/** An account in a list of staff. */
export interface FoundPerson {
  readonly id: AccountId;
  readonly username: string;
  readonly nickname: string;
  /** The random name in the avatar's path; null without an avatar. */
  readonly avatarName: string | null;
  readonly kind: 'member' | 'visitor';
  readonly status: 'active' | 'frozen' | 'disabled';
  /** Whether moderation hides it from all others. */
  readonly isHidden: boolean;
  /** Those in force. */
  readonly sanctions: readonly { readonly kind: SanctionKind; readonly until: number | null }[];
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

/** What accounts are found by: each member finds those who have it. */
export interface Wanted {
  readonly id?: number;
  readonly phone?: string;
  /** The key of a confirmed address. */
  readonly emailKey?: string;
  /** The id that a client has given. */
  readonly device?: string;
  /** The folded beginning of a user name or nickname. */
  readonly beginning?: string;
}

/** Sorts after every text that begins with what stands before it. */
const LAST = '\u{10ffff}';

/** The columns of accounts `a` in a list of staff. */
const columns = (
  seesChildSafety: boolean,
) => sql`a.id, a.username, a.nickname, a.avatar_name as "avatarName", a.kind, a.status,
  a.is_shadow_limited as "isHidden", a.created_at as "createdAt", a.last_seen_at as "lastSeenAt",
  (
    select coalesce(json_agg(json_build_object('kind', s.kind, 'until', s.until) order by s.id desc), '[]')
    from sanctions s
    where s.tenant_id = a.tenant_id and s.account_id = a.id and s.ended_at is null
      and (not s.is_child_safety or ${seesChildSafety})
  ) as sanctions`;

/** The accounts of the tenant that have one of these; first those by id, phone or address, then by device, then by name. */
export async function selectFound(
  ctx: Ctx,
  wanted: Wanted,
  { limit, seesChildSafety }: { limit: number; seesChildSafety: boolean },
): Promise<FoundPerson[]> {
  const lists = listsOf(ctx, wanted, limit);
  if (lists.length === 0) return [];
  const { rows } = await sql<FoundPerson>`
    select ${columns(seesChildSafety)}
    from (select l.id, min(l.place) as place from (${sql.join(lists, sql` union all `)}) l group by l.id) f
    join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = f.id
    order by f.place, a.id limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** A place in a list of accounts by their beginning, the newest first. */
export interface PeoplePlace {
  readonly createdAt: number;
  readonly id: number;
}

/** Members of the tenant behind a place, the newest first: all, or those with one of some ids. */
export async function selectNewest(
  ctx: Ctx,
  of: { after?: PeoplePlace | undefined; among?: readonly AccountId[] | undefined },
  { limit, seesChildSafety }: { limit: number; seesChildSafety: boolean },
): Promise<FoundPerson[]> {
  const { after, among } = of;
  const behind = after
    ? sql`(a.created_at, a.id) < (${after.createdAt}::bigint, ${after.id}::int)`
    : sql`true`;
  // Each is looked up by key; otherwise the planner, without statistics, may read all accounts in the order of their beginning.
  const accounts = among
    ? sql`unnest(${[...among]}::int[]) as one (id)
        cross join lateral (select * from accounts a where a.tenant_id = ${ctx.tenant.id} and a.id = one.id offset 0) a`
    : sql`accounts a`;
  const { rows } = await sql<FoundPerson>`
    select ${columns(seesChildSafety)} from ${accounts}
    where a.tenant_id = ${ctx.tenant.id} and a.kind = 'member' and ${behind}
    order by a.created_at desc, a.id desc limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** A query for ids, with their place in the result, for each of what is wanted. */
function listsOf(
  { tenant }: Ctx,
  { id, phone, emailKey, device, beginning }: Wanted,
  limit: number,
): RawBuilder<unknown>[] {
  const accounts = (place: number, which: RawBuilder<unknown>) => sql`
    (select id, ${sql.lit(place)} as place from accounts where tenant_id = ${tenant.id} and ${which} limit ${limit})
  `;
  // These operators compare characters, as the indexes do; a pattern would not use them in a plan for all values.
  const begins = (column: RawBuilder<unknown>, text: string) =>
    accounts(2, sql`${column} ~>=~ ${text} and ${column} ~<~ ${text + LAST} order by ${column} using ~<~`);
  return [
    id === undefined ? [] : accounts(0, sql`id = ${id}`),
    phone === undefined ? [] : accounts(0, sql`phone = ${phone}`),
    emailKey === undefined ? [] : accounts(0, sql`email_key = ${emailKey}`),
    device === undefined ? [] : accounts(1, sql`client_id = ${device} and client_id <> '' order by id desc`),
    beginning === undefined
      ? []
      : [begins(sql`folded_username`, beginning), begins(sql`folded_nickname`, beginning)],
  ].flat();
}

/** The id of an account of the tenant, if there is one. */
export async function selectId(ctx: Ctx, id: number): Promise<AccountId | undefined> {
  const { rows } = await sql<{ id: AccountId }>`
    select id from accounts where tenant_id = ${ctx.tenant.id} and id = ${id}
  `.execute(ctx.db);
  return rows[0]?.id;
}
