import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx } from '../kernel/index.js';

/**
 * Whose moments, likes and comments somebody sees, as a subquery of rows `(id, since)`: the viewer, and the
 * friends who are neither blocked, in whichever direction, nor disabled, with the moment since which they are
 * friends. Who may not see moments sees the own ones alone. Every question of sight is asked here, when
 * something is read.
 */
export function circleOf(ctx: Ctx, viewer: AccountId | RawBuilder<AccountId>): RawBuilder<unknown> {
  const tenant = ctx.tenant.id;
  return sql`(
    select ${viewer}::int as id, 0::bigint as since
    union all
    select f.friend_id, f.created_at
    from friends f
    join friends back on back.tenant_id = f.tenant_id and back.account_id = f.friend_id and back.friend_id = f.account_id
    join accounts a on a.tenant_id = f.tenant_id and a.id = f.friend_id and a.status <> 'disabled'
    join accounts v on v.tenant_id = f.tenant_id and v.id = f.account_id and v.may_see_moments
    where f.tenant_id = ${tenant} and f.account_id = ${viewer}
      and not exists (select from blocks b where b.tenant_id = ${tenant} and b.account_id = f.account_id and b.blocked_id = f.friend_id)
      and not exists (select from blocks b where b.tenant_id = ${tenant} and b.account_id = f.friend_id and b.blocked_id = f.account_id)
  )`;
}

/** Whether the person of a column is somebody whose moments the viewer sees. */
export function isInCircle(
  ctx: Ctx,
  person: RawBuilder<AccountId>,
  viewer: AccountId | RawBuilder<AccountId>,
): RawBuilder<boolean> {
  return sql<boolean>`(${person} in (select circle.id from ${circleOf(ctx, viewer)} as circle))`;
}

/** Who sees the moments of an author now, the author left out. */
export async function selectAudience(ctx: Ctx, authorId: AccountId): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    select f.friend_id as id from friends f
    where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${authorId}
      and ${isInCircle(ctx, sql<AccountId>`${authorId}::int`, sql<AccountId>`f.friend_id`)}
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}
