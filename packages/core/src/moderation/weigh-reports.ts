import type { AccountId, Ctx } from '../kernel/index.js';
import { lockOffender, selectWeight } from './complaints-store.js';
import { covers, hoursOf, stepFor } from './rules.js';
import { impose } from './sanction.js';
import { selectInForce, selectLastEnded } from './store.js';

const HOUR_MS = 3600 * 1000;
const AUTOMATIC = 'kith';

/**
 * Does what the reports against somebody call for by themselves, inside the transaction of a new one: never for a
 * single reporter, and never for good. What a sanction has answered does not count again once that has ended.
 */
export async function weighReports(tx: Ctx, accountId: AccountId, complaintId: number): Promise<void> {
  await lockOffender(tx, accountId);
  const { settings } = tx.tenant;
  const since = Math.max(tx.now() - settings.reportDays * 24 * HOUR_MS, await selectLastEnded(tx, accountId));
  const said = await selectWeight(tx, accountId, since);
  const kind = stepFor(settings, said);
  if (!kind) return;
  const inForce = await selectInForce(tx, accountId);
  if (inForce.some((sanction) => covers(sanction.kind, kind))) return;
  await impose(tx, {
    accountId,
    kind,
    until: tx.now() + hoursOf(settings, kind) * HOUR_MS,
    complaintId,
    by: AUTOMATIC,
    why: `Reports of ${said.reporters} people weigh ${said.weight}.`,
  });
}
