import { sql, type RawBuilder } from 'kysely';
import type { AccountId, AgeStatus, Ctx, MemberCtx, Tenant } from '../kernel/index.js';
import {
  ageColumns,
  isolatesUnknownAge,
  isolatesUnknownAgeIn,
  isSameAgeGroup,
  type AgeColumns,
} from './age-groups-store.js';

/**
 * Whether one person may see and contact another, as an SQL condition on two rows of `accounts` with these aliases:
 * the target is active and not hidden by moderation, both are in the same age group, and neither has blocked the
 * other. Every query about people uses it. By this condition alone, a hidden account does not see itself.
 */
export function isVisible(tenant: Tenant, viewer: string, target: string): RawBuilder<boolean> {
  return isVisibleWhere(
    { tenantId: sql`${tenant.id}`, isIsolated: isolatesUnknownAge(tenant) },
    viewer,
    target,
  );
}

/** Like `isVisible`, for a statement about several tenants: reads the settings of the viewer's tenant. */
export function isVisibleInTenant(viewer: string, target: string): RawBuilder<boolean> {
  const tenantId = sql.ref(`${viewer}.tenant_id`);
  return isVisibleWhere({ tenantId, isIsolated: isolatesUnknownAgeIn(tenantId) }, viewer, target);
}

function isVisibleWhere(
  { tenantId, isIsolated }: { tenantId: RawBuilder<unknown>; isIsolated: RawBuilder<boolean> },
  viewer: string,
  target: string,
): RawBuilder<boolean> {
  const [v, a] = [sql.ref(`${viewer}.id`), sql.ref(`${target}.id`)];
  return sql<boolean>`(
    ${sql.ref(`${target}.is_listed`)} and ${isSameAgeGroup(ageColumns(target), ageColumns(viewer), isIsolated)}
    and ${isUnblocked(tenantId, v, a)}
  )`;
}

/**
 * Whether the caller sees existing content shared with another account, as an SQL condition on its id: like
 * `isVisible`, but frozen and disabled accounts remain visible in existing conversations. For a list of `many` accounts,
 * what most of them have in common is read once instead of looked up for each.
 */
export function mayMeet(
  ctx: MemberCtx,
  otherId: RawBuilder<unknown>,
  amount: 'one' | 'many' = 'one',
): RawBuilder<boolean> {
  return amount === 'one'
    ? sql<boolean>`(${isOfCallersGroup(ctx, otherId)} and ${isUnblocked(sql`${ctx.tenant.id}`, sql`${ctx.actor}`, otherId)})`
    : sql<boolean>`(${isOfCallersGroupAmongMany(ctx, otherId)} and ${isUnblockedAmongMany(ctx, otherId)})`;
}

/** Like `mayMeet` for many accounts, on a row of `accounts` with this alias; false without a row. */
export function mayMeetRow(ctx: MemberCtx, alias: string): RawBuilder<boolean> {
  return sql<boolean>`(coalesce(${isRowOfCallersGroup(ctx, alias)}, false) and ${isUnblockedAmongMany(ctx, sql.ref(`${alias}.id`))})`;
}

/** On a row of `accounts` with this alias: not hidden by moderation, and in the caller's age group. */
function isRowOfCallersGroup(ctx: MemberCtx, alias: string): RawBuilder<boolean | null> {
  return sql`(not ${sql.ref(`${alias}.is_shadow_limited`)}
    and ${isSameAgeGroup(ageColumns(alias), callersAge(ctx), isolatesUnknownAge(ctx.tenant))})`;
}

/** The caller's age columns, which are read once per statement. */
function callersAge({ tenant, actor }: MemberCtx): AgeColumns {
  const ofCaller = (column: RawBuilder<unknown>) =>
    sql`(select ${column} from accounts mv where mv.tenant_id = ${tenant.id} and mv.id = ${actor})`;
  const { isMinor, status } = ageColumns('mv');
  return { isMinor: ofCaller(isMinor), status: ofCaller(status) };
}

function isOfCallersGroup(ctx: MemberCtx, otherId: RawBuilder<unknown>): RawBuilder<boolean> {
  // A value instead of `exists`, which the planner may answer by reading all accounts of the tenant.
  return sql<boolean>`coalesce((
    select ${isRowOfCallersGroup(ctx, 'mo')} from accounts mo where mo.tenant_id = ${ctx.tenant.id} and mo.id = ${otherId}
  ), false)`;
}

/** Few accounts are apart from adults: these are looked for in a small index, instead of reading each account. */
function isOfCallersGroupAmongMany(ctx: MemberCtx, otherId: RawBuilder<unknown>): RawBuilder<boolean> {
  const { tenant } = ctx;
  return sql<boolean>`(case when ${callersAge(ctx).isMinor} is false and not ${isolatesUnknownAge(tenant)} then coalesce((
    select false from accounts mo
    where mo.tenant_id = ${tenant.id} and mo.id = ${otherId} and (mo.is_shadow_limited or mo.is_minor is not false)
  ), true) else ${isOfCallersGroup(ctx, otherId)} end)`;
}

/** The caller's blocks are read once. */
function isUnblockedAmongMany(
  { tenant, actor }: MemberCtx,
  otherId: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`(${otherId} not in (
    select b.other_id from ${blocksBothWays(sql`${tenant.id}`)} b where b.id = ${actor}
  ))`;
}

/** Whether neither of two accounts has blocked the other, as an SQL condition on their ids. */
export function isUnblocked(
  tenantId: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  otherId: RawBuilder<unknown>,
): RawBuilder<boolean> {
  // A value instead of `exists`, which the planner may answer by reading all blocks of the tenant.
  return sql<boolean>`coalesce((
    select false from ${blocksBothWays(tenantId)} b where b.id = ${id} and b.other_id = ${otherId} limit 1
  ), true)`;
}

/** A tenant's blocks as an SQL table `(id, other_id)` with a row for each direction: a block separates both. */
export function blocksBothWays(tenantId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select g.account_id as id, g.blocked_id as other_id from blocks g where g.tenant_id = ${tenantId}
    union all select r.blocked_id, r.account_id from blocks r where r.tenant_id = ${tenantId}
  )`;
}

function isInSameAgeGroup(tenant: Tenant, viewer: string, target: string): RawBuilder<boolean> {
  return isSameAgeGroup(ageColumns(target), ageColumns(viewer), isolatesUnknownAge(tenant));
}

/**
 * The pairs of `people` and `others` who may not meet, because of age or a block. Hiding by moderation does not count,
 * because a hidden account must not notice it. With `ignoresUnprovenMinors`, adults may meet others who only claim to
 * be minors: one member's claim must not close a group to all adults.
 */
export async function listForbiddenPairs(
  ctx: Ctx,
  people: readonly AccountId[],
  others: readonly AccountId[],
  { limit, ignoresUnprovenMinors = false }: { limit?: number; ignoresUnprovenMinors?: boolean } = {},
): Promise<(readonly [AccountId, AccountId])[]> {
  const [apart, blocked] = [
    await listGroupsApart(ctx, [...people, ...others], ignoresUnprovenMinors),
    await listBlockedPairs(ctx, people, others, limit),
  ];
  const [isPerson, isOther] = [new Set(people), new Set(others)];
  const pairs: (readonly [AccountId, AccountId])[] = [];
  for (const { ids, otherIds } of apart) {
    const separated = otherIds.filter((id) => isOther.has(id));
    for (const id of ids)
      if (isPerson.has(id))
        for (const otherId of separated) {
          if (pairs.length === limit) return pairs;
          if (id !== otherId) pairs.push([id, otherId]);
        }
  }
  return [...pairs, ...blocked].slice(0, limit);
}

/**
 * The pairs of age groups whose people may not meet, with those people. People are grouped before groups are compared:
 * comparing each person with each other one takes seconds for a large group.
 */
async function listGroupsApart(
  ctx: Ctx,
  everybody: readonly AccountId[],
  ignoresUnprovenMinors: boolean,
): Promise<{ ids: AccountId[]; otherIds: AccountId[] }[]> {
  const isSpared = ignoresUnprovenMinors ? sql`(p.is_minor is false and o.is_minor is null)` : sql`false`;
  const { rows } = await sql<{ ids: AccountId[]; otherIds: AccountId[] }>`
    with age_groups as materialized (
      select is_minor, age_status, array_agg(id) as ids from accounts
      where tenant_id = ${ctx.tenant.id} and id = any(${[...everybody]}::int[]) group by is_minor, age_status
    )
    select p.ids, o.ids as "otherIds" from age_groups p cross join age_groups o
    where ${isInSameAgeGroup(ctx.tenant, 'p', 'o')} is not true and not ${isSpared}
  `.execute(ctx.db);
  return rows;
}

async function listBlockedPairs(
  ctx: Ctx,
  people: readonly AccountId[],
  others: readonly AccountId[],
  limit: number | undefined,
): Promise<(readonly [AccountId, AccountId])[]> {
  // Materialized: with both conditions on one index, PostgreSQL 15 looks up each person with each other one.
  const { rows } = await sql<{ id: AccountId; otherId: AccountId }>`
    with blocked as materialized (
      select id, other_id from ${blocksBothWays(sql`${ctx.tenant.id}`)} b where id = any(${[...people]}::int[])
    )
    select id, other_id as "otherId" from blocked where other_id = any(${[...others]}::int[])
    limit ${limit ?? null}::int
  `.execute(ctx.db);
  return rows.map(({ id, otherId }) => [id, otherId]);
}

/** The ids that the caller may see; the caller's own id counts as visible. */
export async function selectVisibleAmong(
  ctx: MemberCtx,
  ids: readonly AccountId[],
): Promise<{ id: AccountId; lastSeenAt: number; isPresenceShown: boolean }[]> {
  const { rows } = await sql<{ id: AccountId; lastSeenAt: number; isPresenceShown: boolean }>`
    select a.id, a.last_seen_at as "lastSeenAt", ${isPresenceShown('v', 'a')} as "isPresenceShown"
    from accounts v join accounts a on a.tenant_id = v.tenant_id and a.id = any(${[...ids]}::int[])
    where v.tenant_id = ${ctx.tenant.id} and v.id = ${ctx.actor}
      and (a.id = v.id or ${isVisible(ctx.tenant, 'v', 'a')})
  `.execute(ctx.db);
  return rows;
}

/** For each viewer, those of the accounts it asks for that it may see and that show their presence to it. */
export async function selectPresenceShown(
  ctx: Ctx,
  pairs: readonly PresencePair[],
): Promise<(PresencePair & { lastSeenAt: number })[]> {
  const { rows } = await sql<PresencePair & { lastSeenAt: number }>`
    select v.id as "viewerId", a.id as "accountId", a.last_seen_at as "lastSeenAt"
    from unnest(
      ${pairs.map(({ viewerId }) => viewerId)}::int[], ${pairs.map(({ accountId }) => accountId)}::int[]
    ) as asked(viewer_id, account_id)
    join accounts v on v.tenant_id = ${ctx.tenant.id} and v.id = asked.viewer_id
    join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = asked.account_id
    where ${isPresenceShown('v', 'a')} and (a.id = v.id or ${isVisible(ctx.tenant, 'v', 'a')})
  `.execute(ctx.db);
  return rows;
}

/** Whether neither of two accounts hides its presence: who hides it sees none. */
function isPresenceShown(viewer: string, target: string): RawBuilder<boolean> {
  const [v, a] = [sql.ref(`${viewer}.is_presence_hidden`), sql.ref(`${target}.is_presence_hidden`)];
  return sql<boolean>`not (${a} or ${v})`;
}

/** An account, and another one that looks at its presence. */
export interface PresencePair {
  readonly viewerId: AccountId;
  readonly accountId: AccountId;
}

/** The caller's age status. */
export async function selectAgeStatus(ctx: MemberCtx): Promise<AgeStatus> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('age_status')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', ctx.actor)
    .executeTakeFirstOrThrow();
  return row.age_status;
}
