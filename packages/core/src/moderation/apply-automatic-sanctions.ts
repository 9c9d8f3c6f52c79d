import { bounds, type AccountId, type Ctx, type Tx } from '../kernel/index.js';
import { deleteReportNetworks, selectReports } from './reports-store.js';
import { covers, hoursOf, automaticSanctionFor, combineReports, type ReportWeight } from './rules.js';
import { imposeSanction } from './sanction-account.js';
import { selectInForce, selectLastEnded } from './store.js';

const HOUR_MS = 3600 * 1000;
const AUTOMATIC = 'kith';

/**
 * Applies the automatic sanction for the reports against an account: never for a single source, and never without an
 * end. Reports from before the end of the last sanction do not count again. The account is locked by `lockReportedAccount`.
 */
export async function applyAutomaticSanctions(tx: Tx, accountId: AccountId, reportId: number): Promise<void> {
  const { settings } = tx.tenant;
  const said = await loadReportWeight(tx, accountId, true);
  const kind = automaticSanctionFor(settings, said);
  if (!kind) return;
  const inForce = await selectInForce(tx, accountId);
  if (inForce.some((sanction) => covers(sanction.kind, kind))) return;
  await imposeSanction(tx, {
    accountId,
    kind,
    until: tx.now() + hoursOf(settings, kind) * HOUR_MS,
    reportId,
    by: AUTOMATIC,
    why: `Reports by ${said.reporters} people from ${said.sources} addresses or devices have a total weight of ${said.weight}.`,
  });
}

/** The combined weight of the reports that count against an account, with those of child safety if wanted. */
export async function loadReportWeight(
  ctx: Ctx,
  accountId: AccountId,
  isChildSafety: boolean,
): Promise<ReportWeight> {
  const since = Math.max(countingSince(ctx), await selectLastEnded(ctx, accountId));
  return combineReports(
    await selectReports(ctx, accountId, { since, limit: bounds.list.combinedReports, isChildSafety }),
  );
}

/** Deletes the networks of reports that no longer count. Run periodically. */
export async function sweepReports(ctx: Ctx): Promise<void> {
  await deleteReportNetworks(ctx, countingSince(ctx));
}

function countingSince(ctx: Ctx): number {
  return ctx.now() - ctx.tenant.settings.reportDays * 24 * HOUR_MS;
}
