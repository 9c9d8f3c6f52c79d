import { sql } from 'kysely';
import { countsAgainstTarget } from '../billing/index.js';
import {
  addressKey,
  type AccountId,
  type Ctx,
  type Tx,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import type { WeightedReport, Reporter } from './rules.js';
import type { AccountReport, Case, CaseDetails, Reason } from './types.js';

/** A report to store. */
export interface NewReport {
  readonly targetId: AccountId;
  readonly reasonId: number;
  readonly text: string;
  /** Whether it concerns an anonymous message. */
  readonly isAnonymous: boolean;
  /** Whether only those who handle child safety see it. */
  readonly isChildSafety: boolean;
}

/** Stores a report of the caller unless an identical one is open. */
export async function insertReport(tx: MemberTx, report: NewReport): Promise<void> {
  await tx.db
    .insertInto('reports')
    .values({
      tenant_id: tx.tenant.id,
      reporter_id: tx.actor,
      target_id: report.targetId,
      reason_id: report.reasonId,
      text: report.text,
      is_case: false,
      is_anonymous: report.isAnonymous,
      snapshot: null,
      created_at: tx.now(),
      judged_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'reporter_id', 'target_id', 'reason_id', 'is_anonymous'])
        // A literal, because a generic plan for a parameter would not use the partial index.
        .where('state', '=', sql.lit('open'))
        .doNothing(),
    )
    .execute();
}

/** Turns an open report into a case; returns its id, or undefined if it already is one. */
export async function updateReportOpened(
  tx: MemberTx,
  { targetId, reasonId, text, isAnonymous, isChildSafety }: NewReport,
  opened: { weight: number; snapshot: string },
): Promise<number | undefined> {
  const row = await tx.db
    .updateTable('reports')
    .set({
      ...opened,
      text,
      is_case: true,
      is_child_safety: isChildSafety,
      network: addressKey(tx.address) || null,
    })
    .where('tenant_id', '=', tx.tenant.id)
    .where('reporter_id', '=', tx.actor)
    .where('target_id', '=', targetId)
    .where('reason_id', '=', reasonId)
    .where('is_anonymous', '=', isAnonymous)
    .where('state', '=', 'open')
    .where('is_case', '=', false)
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** The caller's identical open case. */
export async function selectOpenCase(tx: MemberTx, report: NewReport): Promise<number | undefined> {
  const row = await tx.db
    .selectFrom('reports')
    .select('id')
    .where('tenant_id', '=', tx.tenant.id)
    .where('reporter_id', '=', tx.actor)
    .where('target_id', '=', report.targetId)
    .where('reason_id', '=', report.reasonId)
    .where('is_anonymous', '=', report.isAnonymous)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row?.id;
}

/** Marks the reason of the caller's block as lifted; cases stay. */
export async function updateBanLifted(tx: MemberTx, targetId: AccountId): Promise<void> {
  await tx.db
    .updateTable('reports')
    .set({ state: 'lifted' })
    .where('tenant_id', '=', tx.tenant.id)
    .where('reporter_id', '=', tx.actor)
    .where('target_id', '=', targetId)
    .where('state', '=', 'open')
    .where('is_case', '=', false)
    .execute();
}

/** The facts about the caller that determine the weight of a report. */
export async function selectReporter(ctx: MemberCtx): Promise<Reporter> {
  const { rows } = await sql<Omit<Reporter, 'ageMs'> & { createdAt: number }>`
    select a.created_at as "createdAt", a.kind = 'visitor' as "isVisitor", a.phone is not null as "hasPhone",
      count(p.id) filter (where p.state = 'upheld')::int as upheld, count(p.id) filter (where p.state = 'dismissed')::int as dismissed
    from accounts a
    left join reports p on p.tenant_id = a.tenant_id and p.reporter_id = a.id and p.is_case and p.state in ('upheld', 'dismissed')
    where a.tenant_id = ${ctx.tenant.id} and a.id = ${ctx.actor}
    group by a.tenant_id, a.id
  `.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error(`Account ${ctx.actor} does not exist.`);
  const { createdAt, ...reporter } = row;
  return { ...reporter, ageMs: ctx.now() - createdAt };
}

/**
 * The caller's newest report about an account that was not lifted, without those that would reveal an anonymous
 * sender.
 */
export async function selectNewestReport(
  ctx: MemberCtx,
  targetId: AccountId,
): Promise<AccountReport | undefined> {
  const { rows } = await sql<Omit<AccountReport, 'reason'> & { reason: Reason }>`
    select p.id, c.id as "conversationId", p.reporter_id as "reporterId", p.target_id as "targetId", p.text,
      p.created_at as "createdAt", p.judged_at as "judgedAt",
      json_build_object('id', r.id, 'kind', r.kind, 'tag', r.tag, 'needsText', r.needs_text,
        'isChildSafety', r.is_child_safety, 'title', r.title, 'description', r.description) as reason,
      (select max(s.id) from sanctions s
        where s.tenant_id = p.tenant_id and s.report_id = p.id and s.kind = 'bucket') as "bucketId",
      exists (select from blocks b
        where b.tenant_id = p.tenant_id and b.account_id = p.reporter_id and b.blocked_id = p.target_id) as "isBanned"
    from reports p
    join report_reasons r on r.tenant_id = p.tenant_id and r.id = p.reason_id
    left join conversations c on c.tenant_id = p.tenant_id
      and c.low_id = least(p.reporter_id, p.target_id) and c.high_id = greatest(p.reporter_id, p.target_id)
    where p.tenant_id = ${ctx.tenant.id} and p.reporter_id = ${ctx.actor} and p.target_id = ${targetId} and p.state <> 'lifted'
      and not p.is_anonymous
    order by p.id desc limit 1
  `.execute(ctx.db);
  return rows[0];
}

/** The reports against an account since a time that were not dismissed, heaviest first; those of child safety if wanted. */
export async function selectReports(
  ctx: Ctx,
  targetId: AccountId,
  { since, limit, isChildSafety }: { since: number; limit: number; isChildSafety: boolean },
): Promise<WeightedReport[]> {
  const { rows } = await sql<WeightedReport>`
    select p.reporter_id as "reporterId", p.weight::float8 as weight, p.network, a.client_id as device
    from reports p
    join accounts a on a.tenant_id = p.tenant_id and a.id = p.reporter_id
    where p.tenant_id = ${ctx.tenant.id} and p.target_id = ${targetId} and ${countsAgainstTarget}
      and p.created_at > ${since} and (not p.is_child_safety or ${isChildSafety})
    order by p.weight desc, p.id limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** Deletes the networks of reports that no longer count. */
export async function deleteReportNetworks(ctx: Ctx, before: number): Promise<void> {
  await ctx.db
    .updateTable('reports')
    .set({ network: null })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('network', 'is not', null)
    .where('created_at', '<', before)
    .execute();
}

/**
 * An account's last moments with its own comments on them, and its comments on videos, which the author could delete.
 */
export async function selectWritings(
  ctx: Ctx,
  accountId: AccountId,
  limit: number,
): Promise<{ moments: unknown; videoComments: unknown }> {
  const { rows } = await sql<{ moments: unknown; videoComments: unknown }>`
    select (
      select coalesce(json_agg(json_build_object('text', m.text, 'postedAt', m.posted_at, 'comments', (
        select coalesce(json_agg(json_build_object('text', c.text, 'createdAt', c.created_at) order by c.id), '[]')
        from moment_comments c
        where c.tenant_id = ${ctx.tenant.id} and c.moment_id = m.id and c.author_id = ${accountId}
      )) order by m.id), '[]')
      from (
        select id, text, posted_at from moments where tenant_id = ${ctx.tenant.id} and author_id = ${accountId}
        order by posted_at / 1000 desc, id desc limit ${limit}
      ) m
    ) as moments, (
      select coalesce(json_agg(json_build_object('text', c.content, 'createdAt', c.created_at) order by c.id), '[]')
      from (
        select id, content, created_at from video_comments where tenant_id = ${ctx.tenant.id} and account_id = ${accountId}
        order by id desc limit ${limit}
      ) c
    ) as "videoComments"
  `.execute(ctx.db);
  return rows[0] ?? { moments: [], videoComments: [] };
}

/** Serializes reports against an account, their weighing and its sanctions until the transaction ends. */
export function lockReportedAccount(tx: Tx, accountId: AccountId): Promise<void> {
  return lockReportedAccounts(tx, [accountId]);
}

/** The same for several accounts, in one order. */
export async function lockReportedAccounts(tx: Tx, accountIds: readonly number[]): Promise<void> {
  // Locks of pairs use two positive numbers.
  await sql`
    select pg_advisory_xact_lock(-1, i) from (select i from unnest(${[...accountIds]}::int[]) i order by i) s
  `.execute(tx.db);
}

const caseColumns = sql`p.id, p.reporter_id as "reporterId", p.target_id as "targetId", t.username as "targetName",
  r.tag, p.text, p.state, p.weight, p.created_at as "createdAt", p.judged_at as "judgedAt", p.is_child_safety as "isChildSafety"`;

/** Open cases, those of child safety or all others: accounts with the heaviest reports first, then the oldest. */
export async function selectOpenCases(
  ctx: Ctx,
  { isChildSafety, limit }: { isChildSafety: boolean; limit: number },
): Promise<Case[]> {
  const { rows } = await sql<Case>`
    select ${caseColumns}
    from reports p
    join reported_accounts h on h.tenant_id = p.tenant_id and h.account_id = p.target_id
      and h.is_child_safety = p.is_child_safety
    join accounts t on t.tenant_id = p.tenant_id and t.id = p.target_id
    join report_reasons r on r.tenant_id = p.tenant_id and r.id = p.reason_id
    where p.tenant_id = ${ctx.tenant.id} and p.is_case and p.state = 'open' and p.is_child_safety = ${isChildSafety}
    order by h.weight desc, p.target_id, p.id limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** A case without its related data. */
export type StoredCase = Omit<CaseDetails, 'evidence' | 'together' | 'sanctions' | 'log'> & {
  readonly reasonId: number;
};

/** A case by its id, or undefined. */
export async function selectCase(ctx: Ctx, id: number): Promise<StoredCase | undefined> {
  const { rows } = await sql<StoredCase>`
    select ${caseColumns}, p.snapshot, p.reason_id as "reasonId"
    from reports p
    join accounts t on t.tenant_id = p.tenant_id and t.id = p.target_id
    join report_reasons r on r.tenant_id = p.tenant_id and r.id = p.reason_id
    where p.tenant_id = ${ctx.tenant.id} and p.id = ${id} and p.is_case
  `.execute(ctx.db);
  return rows[0];
}

/** Closes an open case by a decision; returns false if there is no such open case. */
export async function updateCaseJudged(
  tx: Tx,
  { id, isChildSafety }: { id: number; isChildSafety: boolean },
  { state, decisionId }: { state: 'upheld' | 'dismissed'; decisionId: number },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('reports')
    .set({ state, judged_at: tx.now(), decision_id: decisionId })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('is_case', '=', true)
    .where('state', '=', 'open')
    .where('is_child_safety', '=', isChildSafety)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
