import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, type Ctx } from '../kernel/index.js';

/** What a process has done of a job since it last stored it. */
export interface JobRuns {
  readonly job: string;
  /** The last run. */
  readonly startedAt: number;
  readonly ms: number;
  readonly everyMs: number;
  readonly runs: number;
  readonly failures: number;
  /** The last failure. */
  readonly failedAt: number | null;
  readonly error: string | null;
}

/** Adds runs to the record of each job. */
export async function upsertRuns(db: Kysely<Tables>, runs: readonly JobRuns[]): Promise<void> {
  await sql`
    insert into job_runs as r (job, started_at, duration_ms, every_ms, runs, failures, failed_at, error)
    select n.job, n."startedAt", n.ms, n."everyMs", n.runs, n.failures, n."failedAt", n.error
    from jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as n (
      job text, "startedAt" bigint, ms int, "everyMs" int, runs bigint, failures bigint, "failedAt" bigint, error text
    )
    order by n.job
    on conflict (job) do update set
      started_at = greatest(r.started_at, excluded.started_at),
      duration_ms = case when excluded.started_at >= r.started_at then excluded.duration_ms else r.duration_ms end,
      every_ms = excluded.every_ms, runs = r.runs + excluded.runs, failures = r.failures + excluded.failures,
      failed_at = greatest(r.failed_at, excluded.failed_at), error = coalesce(excluded.error, r.error)
  `.execute(db);
}

/** The records of all jobs, by name. */
export async function selectRuns(ctx: Ctx): Promise<JobRuns[]> {
  const { rows } = await sql<JobRuns>`
    select job, started_at as "startedAt", duration_ms as ms, every_ms as "everyMs", runs, failures,
      failed_at as "failedAt", error
    from job_runs order by job
  `.execute(ctx.db);
  return rows;
}

/** What waits for a job, counted up to a limit. */
export interface Waiting {
  readonly job: string;
  readonly amount: number;
  readonly oldestAt: number | null;
}

/** What waits for the jobs that serve people one by one. */
export async function selectWaiting(ctx: Ctx): Promise<Waiting[]> {
  const [tenantId, limit] = [ctx.tenant.id, bounds.staff.queueCounted];
  const messages = (channel: 'mail' | 'sms') => sql`
    select o.created_at as at from outgoing_messages o
    where o.tenant_id = ${tenantId} and o.channel = ${channel} and o.state in ('waiting', 'sending') limit ${limit}
  `;
  const { rows } = await sql<Waiting>`
    select 'send_mails' as job, count(*)::int as amount, min(w.at) as "oldestAt" from (${messages('mail')}) w
    union all
    select 'send_texts', count(*)::int, min(w.at) from (${messages('sms')}) w
    union all
    select 'export_data', count(*)::int, min(w.at) from (
      select e.requested_at as at from data_exports e
      where e.tenant_id = ${tenantId} and e.state in ('waiting', 'running') limit ${limit}
    ) w
  `.execute(ctx.db);
  return rows;
}

/** Work for a person that has failed, or failed once and waits. */
export interface FailedWork {
  readonly kind: 'message' | 'export';
  readonly id: number;
  readonly job: string;
  readonly state: string;
  /** Whom it is for: a masked address, or the id of an account. */
  readonly recipient: string;
  readonly at: number;
  readonly attempts: number;
  /** What the provider answered. */
  readonly answer: string;
  readonly canRetry: boolean;
}

/** The newest failed work, of the newest messages and of all copies of data. */
export async function selectFailed(
  ctx: Ctx,
  { limit, looked }: { limit: number; looked: number },
): Promise<FailedWork[]> {
  const tenantId = ctx.tenant.id;
  const { rows } = await sql<FailedWork>`
    select * from (
      select 'message' as kind, o.id, case o.channel when 'mail' then 'send_mails' else 'send_texts' end as job, o.state,
        o.masked_address as recipient, o.changed_at as at, o.attempts, o.answer, o.state = 'waiting' as "canRetry"
      from (
        select * from outgoing_messages n where n.tenant_id = ${tenantId} order by n.created_at desc limit ${looked}
      ) o
      where o.state in ('refused', 'failed', 'unclear', 'expired') or (o.state = 'waiting' and o.attempts > 0)
      union all
      select 'export', e.account_id, 'export_data', e.state, e.account_id::text, e.requested_at, e.attempts, '', true
      from data_exports e where e.tenant_id = ${tenantId} and e.state = 'failed' and e.expires_at is null
    ) f order by f.at desc limit ${limit}
  `.execute(ctx.db);
  return rows;
}
