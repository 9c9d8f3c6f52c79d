import { sql, type RawBuilder } from 'kysely';
import { isInForce } from '../accounts/index.js';
import type { StaffCtx } from '../staff/index.js';
import type { ReportQueueName, ReviewLease } from './review-leases-store.js';
import { decisionsOf, leaseOf, personOf, type PastDecision, type ReviewedPerson } from './reviewed-store.js';
import type { SanctionKind } from './rules.js';

/** What somebody has seen of the open reports about an account. */
export interface ReportsVersion {
  /** The newest decision about the account, except about photos; 0 if there is none. */
  readonly decision: number;
  /** The newest report, and the number of open ones up to it. */
  readonly report: number;
  readonly reports: number;
}

/** An account with open reports. */
export interface ReportedPerson {
  readonly person: ReviewedPerson & { readonly status: 'active' | 'frozen' | 'disabled' };
  readonly version: ReportsVersion;
  /** The sum of the weights. */
  readonly weight: number;
  readonly oldestAt: number;
  /** The tags of the reasons of the newest reports. */
  readonly tags: readonly string[];
  /** Those in force. */
  readonly sanctions: readonly { readonly kind: SanctionKind; readonly until: number | null }[];
  readonly lease: ReviewLease | null;
  /** Earlier decisions about the person, newest first. */
  readonly decisions: readonly PastDecision[];
}

/** A page of reported accounts. */
export interface ReportQueue {
  readonly rows: readonly ReportedPerson[];
  /** The length of the queue, counted up to a limit. */
  readonly waiting: number;
  /** When the oldest open report was made; null if there is none. */
  readonly oldestAt: number | null;
}

/** Where a page ends. */
export interface ReportQueuePlace {
  readonly weight: number;
  readonly accountId: number;
}

/** What is read of each item. */
interface Amounts {
  readonly decisions: number;
  /** The newest reports whose reasons are shown. */
  readonly tagged: number;
}

/** Reported accounts after a place, those with the heaviest reports first. */
export async function selectReportQueue(
  ctx: StaffCtx,
  queue: ReportQueueName,
  page: Amounts & { after: ReportQueuePlace | undefined; limit: number; counted: number },
): Promise<ReportQueue> {
  const ofQueue = sql`r.tenant_id = ${ctx.tenant.id} and r.is_child_safety = ${queue === 'child_safety'}`;
  const { after } = page;
  const isAfter = after
    ? sql`(r.weight, r.account_id) < (${after.weight}::float8, ${after.accountId}::int)`
    : sql`true`;
  const { rows } = await sql<ReportQueue>`
    with page as (
      select r.account_id, r.reports, r.weight, r.oldest_at from reported_accounts r where ${ofQueue} and ${isAfter}
      order by r.weight desc, r.account_id desc limit ${page.limit}
    )
    select
      (
        select coalesce(json_agg(i.item order by i.weight desc, i.id desc), '[]')
        from (select ${itemOf(ctx, queue, page)} as item, p.weight, a.id from page p
          join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = p.account_id) i
      ) as rows,
      (
        select count(*)::int from (select from reported_accounts r where ${ofQueue} limit ${page.counted}) w
      ) as waiting,
      (select min(r.oldest_at) from reported_accounts r where ${ofQueue}) as "oldestAt"
  `.execute(ctx.db);
  return rows[0] ?? { rows: [], waiting: 0, oldestAt: null };
}

/** Those of these accounts that have open reports. */
export async function selectReportedPeople(
  ctx: StaffCtx,
  queue: ReportQueueName,
  { accountIds, ...amounts }: Amounts & { accountIds: readonly number[] },
): Promise<ReportedPerson[]> {
  const { rows } = await sql<{ item: ReportedPerson }>`
    select ${itemOf(ctx, queue, amounts)} as item
    from reported_accounts p
    join accounts a on a.tenant_id = p.tenant_id and a.id = p.account_id
    where p.tenant_id = ${ctx.tenant.id} and p.account_id = any(${[...accountIds]}::int[])
      and p.is_child_safety = ${queue === 'child_safety'}
    order by a.id
  `.execute(ctx.db);
  return rows.map(({ item }) => item);
}

/** The account `a` with its row `p` of the queue as JSON. */
function itemOf(
  ctx: StaffCtx,
  queue: ReportQueueName,
  { decisions, tagged }: Amounts,
): RawBuilder<ReportedPerson> {
  const tenantId = ctx.tenant.id;
  const isChildSafety = queue === 'child_safety';
  return sql`json_build_object(
    'person', ${personOf(ctx)}::jsonb || jsonb_build_object('status', a.status),
    'version', json_build_object(
      'decision', coalesce((
        select m.id from moderation_log m
        where m.tenant_id = ${tenantId} and m.account_id = a.id and m.upload_id is null
          and (not m.is_child_safety or ${isChildSafety})
        order by m.id desc limit 1
      ), 0),
      'report', (
        select o.id from reports o
        where o.tenant_id = ${tenantId} and o.target_id = a.id and o.is_case and o.state = 'open'
          and o.is_child_safety = ${isChildSafety}
        order by o.id desc limit 1
      ),
      'reports', p.reports
    ),
    'weight', p.weight, 'oldestAt', p.oldest_at,
    'tags', (
      select coalesce(json_agg(distinct t.tag), '[]') from (
        select c.tag from reports o join report_reasons c on c.tenant_id = o.tenant_id and c.id = o.reason_id
        where o.tenant_id = ${tenantId} and o.target_id = a.id and o.is_case and o.state = 'open'
          and o.is_child_safety = ${isChildSafety}
        order by o.id desc limit ${tagged}
      ) t
    ),
    'sanctions', (
      select coalesce(json_agg(json_build_object('kind', s.kind, 'until', s.until) order by s.id), '[]') from sanctions s
      where s.tenant_id = ${tenantId} and s.account_id = a.id and ${isInForce('s', sql`${ctx.now()}`)}
    ),
    'lease', ${leaseOf(ctx, queue, sql`a.id`)},
    'decisions', ${decisionsOf(ctx, { limit: decisions, isChildSafety })}
  )`;
}
