import { sql, type RawBuilder } from 'kysely';
import type { AccountId, AgeStatus, Ctx, MemberCtx, Tenant } from '../kernel/index.js';

/**
 * Whether one person may see or contact another, as a condition on two rows of `accounts` under these aliases: the
 * other one is active, not hidden by moderation, on the same side of the age line, and neither has blocked the other.
 * Every surface asks here, when it reads. By this rule alone nobody who is hidden sees oneself.
 */
export function isVisible(tenant: Tenant, viewer: string, target: string): RawBuilder<boolean> {
  const [v, a] = [sql.ref(`${viewer}.id`), sql.ref(`${target}.id`)];
  return sql<boolean>`(
    ${sql.ref(`${target}.is_listed`)} and ${isOnSameSide(tenant, viewer, target)}
    and not exists (select from blocks b where b.tenant_id = ${tenant.id} and b.account_id = ${v} and b.blocked_id = ${a})
    and not exists (select from blocks b where b.tenant_id = ${tenant.id} and b.account_id = ${a} and b.blocked_id = ${v})
  )`;
}

/**
 * Whether the caller is shown what there is between the caller and somebody, as a condition on that person's id: as
 * `isVisible`, but who has paused or lost the account stays in the conversations that there are.
 */
export function mayMeet(ctx: MemberCtx, otherId: RawBuilder<unknown>): RawBuilder<boolean> {
  const { tenant, actor } = ctx;
  return sql<boolean>`(
    exists (
      select from accounts mo where mo.tenant_id = ${tenant.id} and mo.id = ${otherId} and not mo.is_shadow_limited
        and (${sideOf(tenant, 'mo')})
          = (select ${sideOf(tenant, 'mv')} from accounts mv where mv.tenant_id = ${tenant.id} and mv.id = ${actor})
    )
    and not exists (select from blocks b where b.tenant_id = ${tenant.id} and b.account_id = ${actor} and b.blocked_id = ${otherId})
    and not exists (select from blocks b where b.tenant_id = ${tenant.id} and b.account_id = ${otherId} and b.blocked_id = ${actor})
  )`;
}

/**
 * People under age meet nobody who is of age, and the reverse. People who only say to be under age meet nobody: their
 * `is_minor` is null, which equals nothing. People of unknown age count as of age or, where the tenant says so, meet only
 * each other. The statement that stores messages says the same (`batch-store.ts` of the conversations).
 */
function isOnSameSide(tenant: Tenant, viewer: string, target: string): RawBuilder<boolean> {
  return sql<boolean>`(${sideOf(tenant, target)}) = (${sideOf(tenant, viewer)})`;
}

function sideOf({ settings }: Tenant, row: string): RawBuilder<unknown> {
  const columns = settings.ageUnknown === 'isolated' ? ['is_minor', 'age_status'] : ['is_minor'];
  return sql.join(columns.map((column) => sql.ref(`${row}.${column}`)));
}

/**
 * The pairs of `people` and `others` who may not meet: across the age line, or by a block. What moderation hides does not
 * count, because a hidden account must not learn of it. With `ignoresUnprovenMinors`, adults may meet others who only claim to
 * be under age: the claim of one member must not close a group to everybody else.
 */
export async function selectForbiddenPairs(
  ctx: Ctx,
  people: readonly AccountId[],
  others: readonly AccountId[],
  { limit, ignoresUnprovenMinors = false }: { limit?: number; ignoresUnprovenMinors?: boolean } = {},
): Promise<(readonly [AccountId, AccountId])[]> {
  const everybody = [...people, ...others];
  const isSpared = ignoresUnprovenMinors ? sql`(p.is_minor is false and o.is_minor is null)` : sql`false`;
  // Mostly all are on one side, and thousands need not be compared with thousands.
  const hasSides = sql`(
    select count(distinct row(${sideOf(ctx.tenant, 'x')})) > 1 or bool_or(${isOnSameSide(ctx.tenant, 'x', 'x')} is not true)
    from accounts x where x.tenant_id = ${ctx.tenant.id} and x.id = any(${everybody}::int[])
  )`;
  const { rows } = await sql<{ id: AccountId; otherId: AccountId }>`
    select p.id, o.id as "otherId"
    from accounts p
    join accounts o on o.tenant_id = p.tenant_id and o.id = any(${[...others]}::int[]) and o.id <> p.id
    where p.tenant_id = ${ctx.tenant.id} and p.id = any(${[...people]}::int[]) and ${hasSides}
      and ${isOnSameSide(ctx.tenant, 'p', 'o')} is not true and not ${isSpared}
    union all
    select b.account_id, b.blocked_id from blocks b
    where b.tenant_id = ${ctx.tenant.id} and b.account_id = any(${[...people]}::int[]) and b.blocked_id = any(${[...others]}::int[])
    union all
    select b.blocked_id, b.account_id from blocks b
    where b.tenant_id = ${ctx.tenant.id} and b.account_id = any(${[...others]}::int[]) and b.blocked_id = any(${[...people]}::int[])
    limit ${limit ?? null}::int
  `.execute(ctx.db);
  return rows.map(({ id, otherId }) => [id, otherId]);
}

/** Those of the ids whom the caller may see; the caller is one of them. */
export async function selectVisibleAmong(
  ctx: MemberCtx,
  ids: readonly AccountId[],
): Promise<{ id: AccountId; lastSeenAt: number; isPresenceShown: boolean }[]> {
  const { rows } = await sql<{ id: AccountId; lastSeenAt: number; isPresenceShown: boolean }>`
    select a.id, a.last_seen_at as "lastSeenAt", not (a.is_presence_hidden or v.is_presence_hidden) as "isPresenceShown"
    from accounts v join accounts a on a.tenant_id = v.tenant_id and a.id = any(${[...ids]}::int[])
    where v.tenant_id = ${ctx.tenant.id} and v.id = ${ctx.actor}
      and (a.id = v.id or ${isVisible(ctx.tenant, 'v', 'a')})
  `.execute(ctx.db);
  return rows;
}

export async function selectAgeStatus(ctx: MemberCtx): Promise<AgeStatus> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('age_status')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', ctx.actor)
    .executeTakeFirstOrThrow();
  return row.age_status;
}
