import { banAccount, setShadowLimit, unbanAccount } from '../accounts/index.js';
import {
  bounds,
  DomainError,
  invalid,
  isBlank,
  transact,
  type AccountId,
  type Ctx,
  type Tx,
} from '../kernel/index.js';
import { refundSpentOn } from '../billing/index.js';
import { audit, hasPermission, requireWhy, type OperatorCtx } from '../staff/index.js';
import { sendLetters } from './letters.js';
import { lockReportedAccount, selectCase } from './reports-store.js';
import { isTold, type SanctionKind } from './rules.js';
import {
  insertLog,
  selectChanges,
  selectDueSanctions,
  selectInForce,
  updateSanction,
  updateSanctionEnded,
  updateStatusBefore,
  upsertSanction,
} from './store.js';
import type { Decision, DueSanction, NewSanction, Sanction } from './types.js';

const HOUR_MS = 3600 * 1000;

/**
 * Sanctions an account, or changes the end of the existing sanction; without hours, it has no end. For a case that was found
 * right, the letter of its reason tells why. Throws `invalid`, or `not_found` for a case that does not concern this account.
 */
export async function sanctionAccount(
  ctx: OperatorCtx,
  input: Omit<NewSanction, 'until'> & { hours?: number | undefined },
): Promise<void> {
  const { hours, ...wanted } = input;
  const until = readEnd(ctx, hours);
  requireReason(input);
  const { reportId, accountId, kind, why } = wanted;
  await transact(ctx, async (tx) => {
    await lockReportedAccount(tx, accountId);
    const of = reportId === undefined ? undefined : await selectCase(tx, reportId);
    if (reportId !== undefined && of?.targetId !== accountId)
      throw new DomainError('not_found', `There is no case ${reportId} against this account.`);
    const { lineId: decisionId } = await imposeSanction(tx, { ...wanted, until });
    if (of?.state === 'upheld' && !of.isChildSafety && isTold(wanted))
      await sendLetters(tx, [{ accountId, decisionId, reasonId: of.reasonId }]);
    await audit(tx, {
      action: `sanction.${kind}`,
      object: { kind: 'account', id: accountId },
      after: { until, why },
    });
  });
}

/** The end of a sanction that begins now; null without hours. Throws `invalid`. */
export function readEnd(ctx: Ctx, hours: number | undefined): number | null {
  if (hours === undefined) return null;
  if (!(hours > 0 && hours <= bounds.limit.sanctionHours)) throw invalid('hours');
  return Math.round(ctx.now() + hours * HOUR_MS);
}

/** Lifts a sanction early. Throws `not_found` if there is none, or `invalid`. */
export async function liftSanction(
  ctx: OperatorCtx,
  input: Decision & { accountId: AccountId; kind: SanctionKind },
): Promise<void> {
  requireReason(input);
  await transact(ctx, async (tx) => {
    await lockReportedAccount(tx, input.accountId);
    const inForce = (await selectInForce(tx, input.accountId)).find(({ kind }) => kind === input.kind);
    const mayLift = !inForce?.isChildSafety || !tx.staff || hasPermission(tx.staff, 'child_safety');
    const decision = { ...input, isChildSafety: inForce?.isChildSafety ?? false };
    if (!inForce || !mayLift || !(await end(tx, inForce, 'lift', decision)))
      throw new DomainError('not_found', `There is no ${input.kind} to lift.`);
    const { accountId, kind, why } = input;
    await audit(tx, {
      action: `sanction.lift_${kind}`,
      object: { kind: 'account', id: accountId },
      after: { why },
    });
  });
}

/** Some expired sanctions of all tenants. */
export function findDueSanctions({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<DueSanction[]> {
  return selectDueSanctions(db, now());
}

/** Ends an expired sanction, unless it was extended meanwhile. */
export async function endSanction(ctx: Ctx, due: DueSanction): Promise<void> {
  await transact(ctx, async (tx) => {
    await lockReportedAccount(tx, due.accountId);
    await end(tx, due, 'end', { by: 'kith', why: 'The sanction expired.' });
  });
}

/** Puts a sanction in force on an account locked by `lockReportedAccount`; returns its id, and that of the line in the log. */
export async function imposeSanction(tx: Tx, wanted: NewSanction): Promise<{ id: number; lineId: number }> {
  const { id, isNew } = await upsertSanction(tx, wanted);
  if (isNew && wanted.kind === 'limit') await setShadowLimit(tx, wanted.accountId, true);
  if (isNew && wanted.kind === 'ban') {
    await updateStatusBefore(tx, id, (await banAccount(tx, wanted.accountId)) ?? null);
    await refundSpentOn(tx, wanted.accountId);
  }
  return { id, lineId: await insertLog(tx, { ...wanted, what: wanted.kind, sanctionId: id }) };
}

/**
 * Takes back what a decision has made of a sanction of a locked account, which stays as other decisions have set it, also later
 * ones; without such, it is lifted. One that has ended stays so.
 */
export async function retractSanction(
  tx: Tx,
  of: { accountId: AccountId; sanctionId: number; decisionId: number; by: string; isChildSafety: boolean },
): Promise<void> {
  const { accountId, sanctionId, decisionId, by, isChildSafety } = of;
  const inForce = (await selectInForce(tx, accountId)).find(({ id }) => id === sanctionId);
  if (!inForce) return;
  const { own, holds } = await selectChanges(tx, inForce, decisionId);
  if (own === null) return;
  if (!holds) {
    await end(tx, inForce, 'lift', { by, why: '', isChildSafety });
    return;
  }
  await updateSanction(tx, sanctionId, holds);
  await insertLog(tx, {
    accountId,
    sanctionId,
    by,
    why: '',
    what: inForce.kind,
    until: holds.until,
    undoes: own,
    isChildSafety: isChildSafety || holds.isChildSafety,
  });
}

/** Returns false if it has ended or was extended meanwhile. */
async function end(
  tx: Tx,
  of: Sanction,
  how: 'lift' | 'end',
  { by, why, isChildSafety }: Decision & { isChildSafety?: boolean },
): Promise<boolean> {
  if (!(await updateSanctionEnded(tx, of, how === 'end'))) return false;
  if (of.kind === 'limit') await setShadowLimit(tx, of.accountId, false);
  if (of.kind === 'ban' && of.statusBefore) await unbanAccount(tx, of.accountId, of.statusBefore);
  await insertLog(tx, {
    by,
    why,
    isChildSafety: isChildSafety ?? false,
    accountId: of.accountId,
    what: `${how} ${of.kind}`,
    sanctionId: of.id,
  });
  return true;
}

/** Lifts a sanction of a locked account, if it is in force. */
export async function liftLocked(
  tx: Tx,
  {
    sanctionId,
    ...decision
  }: Decision & { accountId: AccountId; sanctionId: number; isChildSafety: boolean },
): Promise<void> {
  const inForce = (await selectInForce(tx, decision.accountId)).find(({ id }) => id === sanctionId);
  if (inForce) await end(tx, inForce, 'lift', decision);
}

/** Requires that no ban of an account is in force, until the transaction ends. Throws `account_disabled`. */
export async function requireNoBan(tx: Tx, accountId: AccountId): Promise<void> {
  await lockReportedAccount(tx, accountId);
  const inForce = await selectInForce(tx, accountId);
  if (inForce.some(({ kind }) => kind === 'ban')) throw new DomainError('account_disabled');
}

/** Requires that a decision has an author and a reason. Throws `invalid`. */
export function requireReason({ by, why }: Decision): void {
  if (isBlank(by)) throw invalid('by');
  requireWhy(why);
}
