import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx } from '../kernel/index.js';

/** Something that happened to an account. */
export interface TimelineEntry {
  readonly at: number;
  /** The log that it comes from, and its id there. */
  readonly source: 'account' | 'moderation' | 'billing' | 'age' | 'staff';
  readonly id: number;
  /** Such as `ban`, `photo refused`, `people.note` or `people.set_status frozen`. */
  readonly what: string;
  /** `kith` for what is automatic or a command. */
  readonly by: string;
  readonly why: string;
}

/** Where a page of a timeline ends. */
export type TimelinePlace = Pick<TimelineEntry, 'at' | 'source' | 'id'>;

/** What happened to an account before a place, newest first, from all logs. */
export async function selectTimeline(
  ctx: Ctx,
  accountId: AccountId,
  {
    before,
    limit,
    seesChildSafety,
  }: { before: TimelinePlace | undefined; limit: number; seesChildSafety: boolean },
): Promise<TimelineEntry[]> {
  const isEarlier = before
    ? sql`(o.at, o.source, o.id) < (${before.at}::bigint, ${before.source}::text, ${before.id}::bigint)`
    : sql`true`;
  const log = (rows: RawBuilder<unknown>) => sql`(
    select * from (${rows}) o where ${isEarlier} order by o.at desc, o.source desc, o.id desc limit ${limit}
  )`;
  const { rows } = await sql<TimelineEntry>`
    ${log(sql`
      select at, 'moderation'::text as source, id, what, done_by as by, why from moderation_log
      where tenant_id = ${ctx.tenant.id} and account_id = ${accountId} and (not is_child_safety or ${seesChildSafety})
    `)}
    union all ${log(sql`
      select at, 'billing'::text as source, id, what || ' ' || plan_code, done_by, why from billing_log
      where tenant_id = ${ctx.tenant.id} and account_id = ${accountId}
    `)}
    union all ${log(sql`
      select changed_at as at, 'age'::text as source, id, from_status || ' to ' || to_status, cause, ''
      from age_group_changes where tenant_id = ${ctx.tenant.id} and account_id = ${accountId}
    `)}
    -- Other actions of staff are in the log of moderation.
    union all ${log(sql`
      select at, 'staff'::text as source, id, action || coalesce(' ' || (after ->> 'status'), ''), staff_name,
        coalesce(after ->> 'why', '') from audit_log
      where tenant_id = ${ctx.tenant.id} and object_kind = 'account' and object_id = ${String(accountId)}
        and action like 'people.%'
    `)}
    union all ${log(sql`
      select created_at as at, 'account'::text as source, 0::bigint as id, 'registered', 'kith', '' from accounts
      where tenant_id = ${ctx.tenant.id} and id = ${accountId}
    `)}
    order by at desc, source desc, id desc limit ${limit}
  `.execute(ctx.db);
  return rows;
}
