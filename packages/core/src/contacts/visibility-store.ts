import { sql, type RawBuilder } from 'kysely';
import type { AccountId, AgeStatus, Ctx, MemberCtx, Tenant } from '../kernel/index.js';

/**
 * Whether one person may see and contact another, as an SQL condition on two rows of `accounts` with these aliases:
 * the target is active and not hidden by moderation, both are in the same age group, and neither has blocked the
 * other. Every query about people uses it. By this condition alone, a hidden account does not see itself.
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
 * Whether the caller sees existing content shared with another account, as an SQL condition on its id: like
 * `isVisible`, but frozen and disabled accounts remain visible in existing conversations.
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
 * Minors and adults do not meet. Unproven minors meet nobody: their `is_minor` is null, which equals nothing. People
 * of unknown age count as adults or, if the tenant isolates them, meet only each other. The statement that stores
 * messages has the same rule (`batch-store.ts` in conversations).
 */
function isOnSameSide(tenant: Tenant, viewer: string, target: string): RawBuilder<boolean> {
  return sql<boolean>`(${sideOf(tenant, target)}) = (${sideOf(tenant, viewer)})`;
}

function sideOf({ settings }: Tenant, row: string): RawBuilder<unknown> {
  const columns = settings.ageUnknown === 'isolated' ? ['is_minor', 'age_status'] : ['is_minor'];
  return sql.join(columns.map((column) => sql.ref(`${row}.${column}`)));
}

/**
 * The pairs of `people` and `others` who may not meet, because of age or a block. Hiding by moderation does not count,
 * because a hidden account must not notice it. With `ignoresUnprovenMinors`, adults may meet others who only claim to
 * be minors: one member's claim must not close a group to everybody else.
 */
export async function selectForbiddenPairs(
  ctx: Ctx,
  people: readonly AccountId[],
  others: readonly AccountId[],
  { limit, ignoresUnprovenMinors = false }: { limit?: number; ignoresUnprovenMinors?: boolean } = {},
): Promise<(readonly [AccountId, AccountId])[]> {
  const everybody = [...people, ...others];
  const isSpared = ignoresUnprovenMinors ? sql`(p.is_minor is false and o.is_minor is null)` : sql`false`;
  // Usually all are in one age group; then thousands need not be compared with thousands.
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

/** The ids that the caller may see; the caller's own id counts as visible. */
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
