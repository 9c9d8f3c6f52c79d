import { sql } from 'kysely';
import type { AccountId, Ctx, Tx } from '../kernel/index.js';
import type { ReportQueueName } from './review-leases-store.js';
import type { ReportsVersion } from './report-queue-store.js';
import type { ReportSnapshot } from './types.js';

/** An open report as shown to moderators. */
export interface OpenReport {
  readonly id: number;
  readonly at: number;
  readonly reporter: { readonly id: AccountId; readonly username: string };
  readonly tag: string;
  readonly title: string;
  readonly text: string;
  readonly weight: number;
  /** Whether it concerns an anonymous message, so that the reporter does not know whom. */
  readonly isAnonymous: boolean;
  readonly snapshot: ReportSnapshot;
}

/** The open reports about an account in a queue, newest first. */
export async function selectOpenReports(
  ctx: Ctx,
  accountId: AccountId,
  { queue, limit }: { queue: ReportQueueName; limit: number },
): Promise<OpenReport[]> {
  const { rows } = await sql<OpenReport>`
    select p.id, p.created_at as at, json_build_object('id', a.id, 'username', a.username) as reporter, r.tag, r.title, p.text,
      p.weight, p.is_anonymous as "isAnonymous", p.snapshot
    from reports p
    join accounts a on a.tenant_id = p.tenant_id and a.id = p.reporter_id
    join report_reasons r on r.tenant_id = p.tenant_id and r.id = p.reason_id
    where p.tenant_id = ${ctx.tenant.id} and p.target_id = ${accountId} and p.is_case and p.state = 'open'
      and p.is_child_safety = ${queue === 'child_safety'}
    order by p.id desc limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** Adds a case to the queue of reported accounts. */
export async function upsertReported(
  tx: Tx,
  report: { targetId: AccountId; isChildSafety: boolean; weight: number },
): Promise<void> {
  await sql`
    insert into reported_accounts as r (tenant_id, account_id, is_child_safety, reports, weight, oldest_at)
    values (${tx.tenant.id}, ${report.targetId}, ${report.isChildSafety}, 1, ${report.weight}, ${tx.now()})
    on conflict (tenant_id, account_id, is_child_safety) do update
    set reports = r.reports + 1, weight = round((r.weight + excluded.weight)::numeric, 2)
  `.execute(tx.db);
}

/** Counts the open cases about accounts again, after some were closed, reopened or moved. */
export async function recountReported(tx: Tx, accountIds: readonly number[]): Promise<void> {
  const these = sql`any(${[...accountIds]}::int[])`;
  await sql`delete from reported_accounts where tenant_id = ${tx.tenant.id} and account_id = ${these}`.execute(
    tx.db,
  );
  await sql`
    insert into reported_accounts (tenant_id, account_id, is_child_safety, reports, weight, oldest_at)
    select p.tenant_id, p.target_id, p.is_child_safety, count(*), round(sum(p.weight)::numeric, 2), min(p.created_at)
    from reports p
    where p.tenant_id = ${tx.tenant.id} and p.target_id = ${these} and p.is_case and p.state = 'open'
    group by p.tenant_id, p.target_id, p.is_child_safety
  `.execute(tx.db);
}

/** What somebody has seen of the reports about an account. */
export interface SeenReports {
  readonly accountId: number;
  readonly version: ReportsVersion;
}

/** The present state of what somebody has seen. */
export interface ReportsNow {
  readonly accountId: AccountId;
  /** Whether it has open reports. */
  readonly isOpen: boolean;
  /** The newest decision that the queue shows; null if there is none. */
  readonly decision: {
    readonly id: number;
    readonly by: string;
    readonly what: string;
    readonly at: number;
    readonly sanctionId: number | null;
  } | null;
  /** The newest of the reports up to the seen one, and their number. */
  readonly report: number | null;
  readonly reports: number;
}

/** The present state of accounts that somebody has seen in a queue. */
export async function selectReportsNow(
  ctx: Ctx,
  queue: ReportQueueName,
  seen: readonly SeenReports[],
): Promise<ReportsNow[]> {
  const isChildSafety = queue === 'child_safety';
  const [ids, newest] = [seen.map((one) => one.accountId), seen.map(({ version }) => version.report)];
  const ofQueue = sql`p.tenant_id = ${ctx.tenant.id} and p.target_id = a.id and p.is_case and p.state = 'open'
    and p.is_child_safety = ${isChildSafety}`;
  const { rows } = await sql<ReportsNow>`
    select a.id as "accountId", exists (select from reports p where ${ofQueue}) as "isOpen",
      (
        select json_build_object('id', m.id, 'by', m.done_by, 'what', m.what, 'at', m.at, 'sanctionId', m.sanction_id)
        from moderation_log m
        where m.tenant_id = ${ctx.tenant.id} and m.account_id = a.id and m.upload_id is null
          and (not m.is_child_safety or ${isChildSafety})
        order by m.id desc limit 1
      ) as decision,
      (select max(p.id) from reports p where ${ofQueue} and p.id <= s.report) as report,
      (select count(*)::int from reports p where ${ofQueue} and p.id <= s.report) as reports
    from unnest(${ids}::int[], ${newest}::bigint[]) s (account_id, report)
    join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = s.account_id
  `.execute(ctx.db);
  return rows;
}

/** Closes open cases up to the seen ones, each by the decision about its account. */
export async function updateReportsJudged(
  tx: Tx,
  queue: ReportQueueName,
  judged: {
    of: readonly { accountId: AccountId; report: number; decisionId: number }[];
    state: 'upheld' | 'dismissed';
  },
): Promise<void> {
  const { of, state } = judged;
  await sql`
    update reports p set state = ${state}, judged_at = ${tx.now()}, decision_id = s.decision_id
    from unnest(${of.map((one) => one.accountId)}::int[], ${of.map((one) => one.report)}::bigint[],
      ${of.map((one) => one.decisionId)}::bigint[]) s (account_id, report, decision_id)
    where p.tenant_id = ${tx.tenant.id} and p.target_id = s.account_id and p.is_case and p.state = 'open'
      and p.is_child_safety = ${queue === 'child_safety'} and p.id <= s.report
  `.execute(tx.db);
}

/** Opens the cases again that a decision closed, except those that their reporters have opened again meanwhile. */
export async function updateReportsReopened(tx: Tx, decisionId: number): Promise<void> {
  await sql`
    update reports p set state = 'open', judged_at = null, decision_id = null
    where p.tenant_id = ${tx.tenant.id} and p.decision_id = ${decisionId} and not exists (
      select from reports o
      where o.tenant_id = p.tenant_id and o.reporter_id = p.reporter_id and o.target_id = p.target_id
        and o.reason_id = p.reason_id and o.is_anonymous = p.is_anonymous and o.state = 'open'
    )
  `.execute(tx.db);
}

/** Moves the open cases about an account up to the seen one to the queue of child safety. */
export async function updateReportsEscalated(
  tx: Tx,
  of: { accountId: AccountId; report: number },
): Promise<void> {
  await sql`
    update reports set is_child_safety = true
    where tenant_id = ${tx.tenant.id} and target_id = ${of.accountId} and is_case and state = 'open' and id <= ${of.report}
  `.execute(tx.db);
}
