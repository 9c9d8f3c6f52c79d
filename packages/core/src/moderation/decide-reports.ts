import { DomainError, invalid, transact, type AccountId } from '../kernel/index.js';
import { audit, type StaffCtx, type StaffTx } from '../staff/index.js';
import {
  recountReported,
  selectReportsNow,
  updateReportsEscalated,
  updateReportsJudged,
  updateReportsReopened,
  type ReportsNow,
  type SeenReports,
} from './open-reports-store.js';
import { deleteLetters } from './letters-store.js';
import { sendLettersOfReports } from './letters.js';
import { lockReportedAccounts } from './reports-store.js';
import { selectReportedPeople, type ReportedPerson } from './report-queue-store.js';
import { deleteLeases, type ReportQueueName } from './review-leases-store.js';
import { isTold, type SanctionKind } from './rules.js';
import { imposeSanction, readEnd, requireReason, retractSanction } from './sanction-account.js';
import { insertLog, insertLogs } from './store.js';

/** What a moderator decides about reports: that they are wrong, or a sanction. */
export type Verdict = 'dismiss' | SanctionKind;

/** A decision about the reports against accounts. */
export interface ReportDecision {
  readonly queue: ReportQueueName;
  readonly seen: readonly SeenReports[];
  readonly verdict: Verdict;
  /** The duration of the sanction; without it, the sanction has no end. */
  readonly hours?: number | undefined;
  readonly why: string;
}

const UPHELD = 'reports upheld';
const DISMISSED = 'reports dismissed';
const UNDONE = 'reports decision undone';
const ESCALATED = 'reports escalated to child safety';

/** What a decision would do to an account. */
export interface ReportDecisionPreview {
  readonly reported: ReportedPerson;
  /** Null if the reports are dismissed. */
  readonly sanction: { readonly kind: SanctionKind; readonly until: number | null } | null;
  /** The sanction of this kind in force, whose end changes. */
  readonly replaces: { readonly kind: SanctionKind; readonly until: number | null } | null;
}

/** What a decision about the open reports against accounts would do. Throws like `decideReports`. */
export async function previewReports(
  ctx: StaffCtx,
  {
    queue,
    accountIds,
    verdict,
    hours,
  }: Pick<ReportDecision, 'queue' | 'verdict' | 'hours'> & { accountIds: readonly number[] },
): Promise<ReportDecisionPreview[]> {
  const until = readEnd(ctx, hours);
  if (verdict === 'dismiss' && hours !== undefined) throw invalid('hours');
  const people = await selectReportedPeople(ctx, queue, { accountIds, decisions: 0, tagged: 0 });
  if (people.length < accountIds.length) throw new DomainError('not_found');
  return people.map((reported) => ({
    reported,
    sanction: verdict === 'dismiss' ? null : { kind: verdict, until },
    replaces: reported.sanctions.find(({ kind }) => kind === verdict) ?? null,
  }));
}

/** An account with the number of the newest decision about it. */
export interface DecidedReports {
  readonly accountId: AccountId;
  readonly decision: number;
}

/**
 * Closes the reports against accounts that the caller has seen, all or none, and sanctions the accounts if they are right;
 * later reports stay open. Throws `stale` if somebody has decided meanwhile or a seen report is gone, `not_found` if an
 * account has no open reports, and `invalid` for a sanction without a reason.
 */
export async function decideReports(ctx: StaffCtx, decision: ReportDecision): Promise<DecidedReports[]> {
  const { queue, seen, verdict, hours, why } = decision;
  const by = ctx.staff.name;
  const until = readEnd(ctx, hours);
  if (verdict === 'dismiss' && hours !== undefined) throw invalid('hours');
  if (verdict !== 'dismiss') requireReason({ by, why });
  const isChildSafety = queue === 'child_safety';
  return transact(ctx, async (tx) => {
    const cases = await lockSeen(tx, queue, seen);
    const sanctionIds = new Map<AccountId, number>();
    if (verdict !== 'dismiss')
      // One after the other, because a ban ends sessions and hands over groups, each in several statements.
      for (const { accountId, report: reportId } of cases) {
        const wanted = { accountId, kind: verdict, until, reportId, by, why, isChildSafety };
        sanctionIds.set(accountId, (await imposeSanction(tx, wanted)).id);
      }
    const what = verdict === 'dismiss' ? DISMISSED : UPHELD;
    const decisionIds = await insertLogs(
      tx,
      cases.map(({ accountId }) => ({
        accountId,
        by,
        why,
        what,
        isChildSafety,
        sanctionId: sanctionIds.get(accountId),
      })),
    );
    const of = cases.map((one, i) => ({ ...one, decisionId: decisionIds[i]! })); // one for each line
    await updateReportsJudged(tx, queue, { of, state: verdict === 'dismiss' ? 'dismissed' : 'upheld' });
    if (verdict !== 'dismiss' && isTold({ kind: verdict, isChildSafety }))
      await sendLettersOfReports(tx, decisionIds);
    const ids = cases.map(({ accountId }) => accountId);
    await recountReported(tx, ids);
    await deleteLeases(tx, queue, ids);
    await auditDecision(tx, decision, cases);
    return of.map(({ accountId, decisionId }) => ({ accountId, decision: decisionId }));
  });
}

function auditDecision(
  tx: StaffTx,
  { queue, verdict, hours, why }: ReportDecision,
  cases: readonly OpenCase[],
): Promise<void> {
  const [first] = cases;
  const isOne = first !== undefined && cases.length === 1;
  return audit(tx, {
    action: isOne ? 'report.decide' : 'report.decide_all',
    ...(isOne && { object: { kind: 'account', id: first.accountId } }),
    after: {
      queue,
      verdict,
      hours,
      why,
      people: cases.map(({ accountId, reports }) => ({
        id: accountId,
        reports,
      })),
    },
  });
}

/**
 * Takes the newest decision about the reports against an account back: they wait again, and its sanction is as before.
 * Returns the number of this second decision. Throws `stale` if there is a newer decision, or `not_found`.
 */
export async function undoReportDecision(
  ctx: StaffCtx,
  { queue, accountId, decision }: { queue: ReportQueueName; accountId: number; decision: number },
): Promise<number> {
  const isChildSafety = queue === 'child_safety';
  return transact(ctx, async (tx) => {
    await lockReportedAccounts(tx, [accountId]);
    const seen = { accountId, version: { decision, report: 0, reports: 0 } };
    const [now] = await selectReportsNow(tx, queue, [seen]);
    if (!now?.decision) throw new DomainError('not_found');
    if (now.decision.id !== decision) throw stale(now);
    const { what, sanctionId } = now.decision;
    if (what !== UPHELD && what !== DISMISSED) throw new DomainError('not_found');
    const undone = { accountId: now.accountId, by: tx.staff.name, isChildSafety };
    if (sanctionId !== null) await retractSanction(tx, { ...undone, sanctionId, decisionId: decision });
    await updateReportsReopened(tx, decision);
    await deleteLetters(tx, { accountId: now.accountId, decisionId: decision });
    const id = await insertLog(tx, { ...undone, why: '', what: UNDONE });
    await recountReported(tx, [accountId]);
    await audit(tx, {
      action: 'report.undo',
      object: { kind: 'account', id: accountId },
      before: { queue, what },
    });
    return id;
  });
}

/**
 * Moves the open reports against an account that the caller has seen to the queue of child safety, which the caller may
 * not see. Throws like `decideReports`.
 */
export async function escalateReports(
  ctx: StaffCtx,
  { seen, why }: { seen: SeenReports; why: string },
): Promise<void> {
  await transact(ctx, async (tx) => {
    const cases = await lockSeen(tx, 'reports', [seen]);
    for (const { accountId, report, reports } of cases) {
      await updateReportsEscalated(tx, { accountId, report });
      await insertLog(tx, { accountId, by: tx.staff.name, why, what: ESCALATED, isChildSafety: true });
      await recountReported(tx, [accountId]);
      await deleteLeases(tx, 'reports', [accountId]);
      await audit(tx, {
        action: 'report.escalate',
        object: { kind: 'account', id: accountId },
        after: { reports },
      });
    }
  });
}

/** Open reports against an account, up to the newest one that somebody has seen. */
interface OpenCase {
  readonly accountId: AccountId;
  readonly report: number;
  readonly reports: number;
}

/** Locks accounts and requires that their reports are as somebody has seen them. Throws `stale` or `not_found`. */
async function lockSeen(
  tx: StaffTx,
  queue: ReportQueueName,
  seen: readonly SeenReports[],
): Promise<OpenCase[]> {
  const versions = new Map(seen.map(({ accountId, version }) => [accountId, version]));
  await lockReportedAccounts(tx, [...versions.keys()]);
  const found = await selectReportsNow(
    tx,
    queue,
    [...versions].map(([accountId, version]) => ({ accountId, version })),
  );
  if (found.length < versions.size) throw new DomainError('not_found');
  return found.map((now) => {
    const { accountId, isOpen, decision, report, reports } = now;
    const version = versions.get(accountId)!; // only these were asked for
    if (!isOpen && !decision) throw new DomainError('not_found');
    if ((decision?.id ?? 0) !== version.decision) throw stale(now);
    if (report === null || report !== version.report || reports !== version.reports)
      throw new DomainError(isOpen ? 'stale' : 'not_found');
    return { accountId, report, reports };
  });
}

function stale({ decision }: ReportsNow): DomainError {
  if (!decision) return new DomainError('stale');
  const { by, what, at } = decision;
  return new DomainError('stale', undefined, { decided: { by, what, at } });
}
