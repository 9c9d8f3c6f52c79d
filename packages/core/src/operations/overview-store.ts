import { sql, type RawBuilder } from 'kysely';
import { bounds } from '../kernel/index.js';
import {
  CHILD_SAFETY,
  ESCALATED,
  RETURNED,
  waitingAppeals,
  waitingRestrictedPhotos,
} from '../moderation/index.js';
import { isInQueue } from '../photos/index.js';
import type { StaffCtx } from '../staff/index.js';

/** What waits in a queue, and how fast it is looked at. */
export interface QueueState {
  /** Counted up to a limit. */
  readonly waiting: number;
  /** When the oldest item began to wait; null if none does. */
  readonly oldestAt: number | null;
  /** Half of the items that were decided last had waited no longer than this for the first decision; null if there are none. */
  readonly firstDecisionMs: number | null;
}

/** The queue of photos. */
export async function selectPhotosState(ctx: StaffCtx): Promise<QueueState> {
  const tenantId = ctx.tenant.id;
  return one(
    ctx,
    sql<QueueState>`
      select
        (
          select count(*)::int from (
            select from photos p where p.tenant_id = ${tenantId} and ${isInQueue(ctx)} limit ${bounds.staff.queueCounted}
          ) w
        ) as waiting,
        (
          select u.created_at from photo_uploads u where u.tenant_id = ${tenantId} and u.id = (
            select min(p.upload_id) from photos p where p.tenant_id = ${tenantId} and ${isInQueue(ctx)}
          )
        ) as "oldestAt",
        (
          select percentile_cont(0.5) within group (order by d.ms) from (
            select min(m.at) - u.created_at as ms from ${newestLines(ctx)}
            join photo_uploads u on u.tenant_id = ${tenantId} and u.id = m.upload_id
            where m.what in ('photo approved', 'photo refused') and m.done_by <> 'kith'
            group by u.id, u.created_at
          ) d
        ) as "firstDecisionMs"
    `,
  );
}

/** The photos that were handed over to child safety. */
export async function selectRestrictedPhotosState(ctx: StaffCtx): Promise<QueueState> {
  const waiting = waitingRestrictedPhotos(ctx);
  return one(
    ctx,
    sql<QueueState>`
      select (select count(*)::int from (select ${waiting} limit ${bounds.staff.queueCounted}) w) as waiting,
        (select min(d.at) ${waiting}) as "oldestAt",
        (
          select percentile_cont(0.5) within group (order by d.ms) from (
            select min(m.at) - min(e.at) as ms from ${newestLines(ctx)}
            join moderation_log e on e.tenant_id = ${ctx.tenant.id} and e.upload_id = m.upload_id and e.what = ${ESCALATED}
            where m.what in (${CHILD_SAFETY}, ${RETURNED})
            group by m.upload_id
          ) d
        ) as "firstDecisionMs"
    `,
  );
}

/** One of the two queues of reports. */
export async function selectReportsState(ctx: StaffCtx, isChildSafety: boolean): Promise<QueueState> {
  const tenantId = ctx.tenant.id;
  const waiting = sql`r.tenant_id = ${tenantId} and r.is_child_safety = ${isChildSafety}`;
  return one(
    ctx,
    sql<QueueState>`
      select
        (
          select count(*)::int from (
            select from reported_accounts r where ${waiting} limit ${bounds.staff.queueCounted}
          ) w
        ) as waiting,
        (select min(r.oldest_at) from reported_accounts r where ${waiting}) as "oldestAt",
        (
          select percentile_cont(0.5) within group (order by m.at - r.created_at) from ${newestLines(ctx)}
          join reports r on ${waiting} and r.decision_id = m.id
        ) as "firstDecisionMs"
    `,
  );
}

/** The queue of appeals: without those about sanctions for child safety unless the caller sees these. */
export async function selectAppealsState(ctx: StaffCtx, seesChildSafety: boolean): Promise<QueueState> {
  const appeals = waitingAppeals(ctx, seesChildSafety);
  return one(
    ctx,
    sql<QueueState>`
      select (select count(*)::int from (select ${appeals} limit ${bounds.staff.queueCounted}) w) as waiting,
        (select p.created_at ${appeals} order by p.created_at, p.sanction_id limit 1) as "oldestAt",
        (
          select percentile_cont(0.5) within group (order by m.at - p.created_at) from ${newestLines(ctx)}
          join appeals p on p.tenant_id = ${ctx.tenant.id} and p.sanction_id = m.sanction_id
          join sanctions s on s.tenant_id = p.tenant_id and s.id = p.sanction_id
          where m.what in ('appeal granted', 'appeal refused') and (not s.is_child_safety or ${seesChildSafety})
        ) as "firstDecisionMs"
    `,
  );
}

/** The newest lines of the log of moderation as `m`: enough to judge by, and no more on a busy day. */
function newestLines(ctx: StaffCtx): RawBuilder<unknown> {
  return sql`(
    select l.id, l.at, l.what, l.done_by, l.upload_id, l.sanction_id from moderation_log l
    where l.tenant_id = ${ctx.tenant.id} order by l.id desc limit ${bounds.figures.decisionsRead}
  ) m`;
}

async function one(ctx: StaffCtx, query: RawBuilder<QueueState>): Promise<QueueState> {
  const { rows } = await query.execute(ctx.db);
  return rows[0] ?? { waiting: 0, oldestAt: null, firstDecisionMs: null };
}
