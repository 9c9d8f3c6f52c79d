import { sql, type RawBuilder } from 'kysely';
import { isVisible } from '../contacts/index.js';
import type { AccountId, Ctx, MemberCtx } from '../kernel/index.js';

/**
 * The accounts whose moments, likes and comments a viewer sees, as a subquery of rows `(id, since)`: the viewer, and
 * visible friends with the time of the friendship. If the viewer may not see moments, only the viewer. Every query
 * about moments uses it. The lateral selects look each friend up by key, where the planner might read all accounts.
 */
export function circleOf(ctx: Ctx, viewer: AccountId | RawBuilder<AccountId>): RawBuilder<unknown> {
  const tenant = ctx.tenant.id;
  return sql`(
    select ${viewer}::int as id, 0::bigint as since
    union all
    select f.friend_id, f.created_at
    from friends f
    join accounts v on v.tenant_id = f.tenant_id and v.id = f.account_id and v.may_see_moments
    cross join lateral (
      select from friends back
      where back.tenant_id = f.tenant_id and back.account_id = f.friend_id and back.friend_id = f.account_id
      offset 0
    ) back
    cross join lateral (select * from accounts a where a.tenant_id = f.tenant_id and a.id = f.friend_id offset 0) a
    where f.tenant_id = ${tenant} and f.account_id = ${viewer} and ${isVisible(ctx.tenant, 'v', 'a')}
  )`;
}

/**
 * The same subquery as a common table expression, computed once per statement: `with ${circleCte}`. Empty unless the
 * condition is true.
 */
export function circleCte(ctx: MemberCtx, isUsed: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  return sql`circle as materialized (select id from ${circleOf(ctx, ctx.actor)} as of_caller where ${isUsed})`;
}

/** Whether a viewer sees a person's moments. */
export function isInCircle(
  ctx: Ctx,
  person: RawBuilder<AccountId>,
  viewer: AccountId | RawBuilder<AccountId>,
): RawBuilder<boolean> {
  // The offset keeps the planner from computing all friends in order to check one.
  return sql<boolean>`exists (select from ${circleOf(ctx, viewer)} as circle where circle.id = ${person} offset 0)`;
}

/** The accounts that see an author's moments now, without the author. */
export async function selectAudience(ctx: Ctx, authorId: AccountId): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    select reader.friend_id as id from friends reader
    where reader.tenant_id = ${ctx.tenant.id} and reader.account_id = ${authorId}
      and ${isInCircle(ctx, sql<AccountId>`${authorId}::int`, sql<AccountId>`reader.friend_id`)}
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}
