import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, type Ctx, type TenantId } from '../kernel/index.js';
import { waitingAppealsOf } from '../moderation/index.js';
import { isInQueue } from '../photos/index.js';
import type { Step } from './rules.js';

type Db = Kysely<Tables>;

/** What a process has counted since it last stored it; without a tenant, what belongs to none. */
export interface Counted {
  readonly tenantId: TenantId | null;
  readonly messages: number;
  /** The messages in each bucket of the time to their delivery. */
  readonly deliveries: readonly number[];
  readonly requests: number;
  readonly errors: number;
}

/** What only one process looks at. */
export interface Sampled {
  /** The people online of each tenant; one that is missing has none. */
  readonly online: readonly { readonly tenantId: TenantId; readonly amount: number }[];
  /** Whether the sizes of files and of the database are summed. */
  readonly withSizes: boolean;
  /** Whether what waits in the review queues is counted. */
  readonly withQueues: boolean;
}

const { fineMinutes, coarseMinutes } = bounds.figures;
const MINUTES = sql`unnest(array[${fineMinutes}::int, ${coarseMinutes}::int]) as s (minutes)`;

/** When a step begins; `s` is its length. */
const beginOf = (now: number) => sql`${now}::bigint - ${now}::bigint % (s.minutes * 60000)`;

/** The amounts in the buckets of two rows together. */
const together = (old: string) => sql`(
  select coalesce(array_agg(coalesce(b.old, 0) + coalesce(b.new, 0) order by b.place), '{}')
  from unnest(${sql.ref(old)}, excluded.deliveries) with ordinality as b (old, new, place)
)`;

/** Adds to the steps of tenants. Statements of several nodes add up. */
export async function addTenantCounts(db: Db, now: number, counted: readonly Counted[]): Promise<void> {
  await sql`
    insert into tenant_figures as f (tenant_id, step_minutes, at, messages, deliveries, requests, errors)
    select c."tenantId", s.minutes, ${beginOf(now)}, c.messages, c.deliveries, c.requests, c.errors
    from ${counts(counted)} cross join ${MINUTES}
    where c."tenantId" is not null
    order by c."tenantId", s.minutes
    on conflict (tenant_id, step_minutes, at) do update set
      messages = f.messages + excluded.messages, requests = f.requests + excluded.requests,
      errors = f.errors + excluded.errors, deliveries = ${together('f.deliveries')}
  `.execute(db);
}

/** Adds to the steps of the installation. */
export async function addInstallationCounts(db: Db, now: number, counted: Counted): Promise<void> {
  await sql`
    insert into installation_figures as f (step_minutes, at, messages, deliveries, requests, errors)
    select s.minutes, ${beginOf(now)}, c.messages, c.deliveries, c.requests, c.errors
    from ${counts([counted])} cross join ${MINUTES}
    order by s.minutes
    on conflict (step_minutes, at) do update set
      messages = f.messages + excluded.messages, requests = f.requests + excluded.requests,
      errors = f.errors + excluded.errors, deliveries = ${together('f.deliveries')}
  `.execute(db);
}

function counts(counted: readonly Counted[]): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) as c ("tenantId" int, messages int, deliveries int[], requests int, errors int)`;
}

/**
 * Sets, for each tenant, who is online, the sign-ups of the current step and of the one before, and perhaps the size of the
 * files and what waits in the review queues.
 */
export async function setTenantSamples(
  db: Db,
  now: number,
  { online, withSizes, withQueues }: Sampled,
): Promise<void> {
  const size = withSizes
    ? sql`(select coalesce(sum(f.size_bytes), 0) from files f where f.tenant_id = t.id)`
    : sql`null::bigint`;
  await sql`
    insert into tenant_figures as f (tenant_id, step_minutes, at, online, sign_ups, stored_bytes,
      photos_waiting, reports_waiting, appeals_waiting, child_safety_waiting)
    select t.id, s.minutes, p.at, case when p.is_now then coalesce(o.amount, 0) end,
      (
        select count(*) from accounts a
        where a.tenant_id = t.id and a.kind = 'member' and a.created_at >= p.at and a.created_at < p.at + s.minutes * 60000
      ),
      case when p.is_now then t.size end, case when p.is_now then t.photos end, case when p.is_now then t.reports end,
      case when p.is_now then t.appeals end, case when p.is_now then t.child_safety end
    from (select t.id, ${size} as size, ${withQueues ? queueLengths(now) : NO_LENGTHS} from tenants t) t
    cross join ${MINUTES}
    cross join lateral (values (${beginOf(now)} - s.minutes * 60000, false), (${beginOf(now)}, true)) as p (at, is_now)
    left join jsonb_to_recordset(${JSON.stringify(online)}::jsonb) as o ("tenantId" int, amount int) on o."tenantId" = t.id
    order by t.id, s.minutes, p.at
    on conflict (tenant_id, step_minutes, at) do update set
      online = coalesce(excluded.online, f.online), sign_ups = excluded.sign_ups,
      stored_bytes = coalesce(excluded.stored_bytes, f.stored_bytes),
      photos_waiting = greatest(excluded.photos_waiting, f.photos_waiting),
      reports_waiting = greatest(excluded.reports_waiting, f.reports_waiting),
      appeals_waiting = greatest(excluded.appeals_waiting, f.appeals_waiting),
      child_safety_waiting = greatest(excluded.child_safety_waiting, f.child_safety_waiting)
  `.execute(db);
}

/** How much waits in each review queue of a tenant `t`, counted up to a limit. */
function queueLengths(at: number): RawBuilder<unknown> {
  const clock = { now: () => at };
  const lengthOf = (items: RawBuilder<unknown>) =>
    sql`(select count(*)::int from (select ${items} limit ${bounds.staff.queueCounted}) w)`;
  const reported = (isChildSafety: boolean) =>
    sql`from reported_accounts r where r.tenant_id = t.id and r.is_child_safety = ${isChildSafety}`;
  return sql`
    ${lengthOf(sql`from photos p where p.tenant_id = t.id and ${isInQueue(clock)}`)} as photos,
    ${lengthOf(reported(false))} as reports, ${lengthOf(waitingAppealsOf(sql`t.id`, clock, false))} as appeals,
    ${lengthOf(reported(true))} as child_safety
  `;
}

const NO_LENGTHS = sql`null::int as photos, null::int as reports, null::int as appeals, null::int as child_safety`;

/** The same for the installation, from the steps of its tenants. */
export async function setInstallationSamples(
  db: Db,
  now: number,
  { online, withSizes }: Sampled,
): Promise<void> {
  const people = online.reduce((sum, { amount }) => sum + amount, 0);
  await sql`
    insert into installation_figures as f (step_minutes, at, online, sign_ups, stored_bytes, database_bytes, replica_lag_ms)
    select s.minutes, p.at, case when p.is_now then ${people}::int end, t.sign_ups, t.stored_bytes,
      case when p.is_now and ${withSizes} then pg_database_size(current_database()) end,
      case when p.is_now then (select (1000 * extract(epoch from max(r.replay_lag)))::int from pg_stat_replication r) end
    from ${MINUTES}
    cross join lateral (values (${beginOf(now)} - s.minutes * 60000, false), (${beginOf(now)}, true)) as p (at, is_now)
    cross join lateral (
      select coalesce(sum(t.sign_ups), 0) as sign_ups, sum(t.stored_bytes) as stored_bytes
      from tenant_figures t where t.step_minutes = s.minutes and t.at = p.at
    ) t
    order by s.minutes, p.at
    on conflict (step_minutes, at) do update set
      online = coalesce(excluded.online, f.online), sign_ups = excluded.sign_ups,
      stored_bytes = coalesce(excluded.stored_bytes, f.stored_bytes),
      database_bytes = coalesce(excluded.database_bytes, f.database_bytes),
      replica_lag_ms = coalesce(excluded.replica_lag_ms, f.replica_lag_ms)
  `.execute(db);
}

/** Deletes the steps that are older than they are kept. */
export async function deleteOldFigures(db: Db, now: number): Promise<void> {
  const { fineKeptMs, coarseKeptMs } = bounds.figures;
  for (const table of ['tenant_figures', 'installation_figures'] as const)
    await sql`
      delete from ${sql.table(table)}
      where (step_minutes = ${fineMinutes} and at < ${now - fineKeptMs})
        or (step_minutes = ${coarseMinutes} and at < ${now - coarseKeptMs})
    `.execute(db);
}

/** The number of these accounts in each tenant. */
export async function countTenantsOf(
  db: Db,
  accountIds: readonly number[],
): Promise<{ tenantId: TenantId; amount: number }[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<{ tenantId: TenantId; amount: number }>`
    select a.tenant_id as "tenantId", count(*)::int as amount from accounts a
    where a.id = any(${[...accountIds]}::int[]) group by a.tenant_id
  `.execute(db);
  return rows;
}

/** Which steps to read. */
interface Of {
  readonly stepMinutes: number;
  readonly since: number;
}

const columns = sql`at, messages, deliveries, requests, errors, sign_ups as "signUps", online, stored_bytes as "storedBytes"`;

/** Steps of the tenant, the oldest first. */
export async function selectTenantSteps(ctx: Ctx, of: Of): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select ${columns}, null as "databaseBytes", null as "replicaLagMs", photos_waiting as "photosWaiting",
      reports_waiting as "reportsWaiting", appeals_waiting as "appealsWaiting", child_safety_waiting as "childSafetyWaiting"
    from tenant_figures
    where tenant_id = ${ctx.tenant.id} and step_minutes = ${of.stepMinutes} and at >= ${of.since} order by at
  `.execute(ctx.db);
  return rows;
}

/** Steps of the installation, the oldest first. */
export async function selectInstallationSteps(ctx: Ctx, of: Of): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select ${columns}, database_bytes as "databaseBytes", replica_lag_ms as "replicaLagMs", null as "photosWaiting",
      null as "reportsWaiting", null as "appealsWaiting", null as "childSafetyWaiting"
    from installation_figures
    where step_minutes = ${of.stepMinutes} and at >= ${of.since} order by at
  `.execute(ctx.db);
  return rows;
}
