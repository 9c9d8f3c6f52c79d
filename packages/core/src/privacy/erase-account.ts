import {
  emptyAccount,
  eraseOwnRows,
  listDueDeletions,
  startErasing,
  updateDeletionDone,
  updateDeletionPostponed,
} from '../accounts/index.js';
import { eraseQuotas } from '../billing/index.js';
import { eraseCalls } from '../calls/index.js';
import { eraseRelations } from '../contacts/index.js';
import { eraseMessagesOf } from '../conversations/index.js';
import { eraseIntro } from '../discovery/index.js';
import { eraseSaved } from '../favourites/index.js';
import { eraseGroupTraces } from '../groups/index.js';
import { bounds, eraseInSteps, transact, type AccountId, type Ctx, type Eraser } from '../kernel/index.js';
import { eraseExports } from './export-data.js';
import { discardBlobs, eraseFiles } from '../media/index.js';
import { eraseCases, isHeld } from '../moderation/index.js';
import { eraseMoments } from '../moments/index.js';
import { eraseOutgoing } from '../outbox/index.js';
import { erasePhotos } from '../photos/index.js';
import { erasePushes } from '../push/index.js';
import { eraseSupport } from '../support/index.js';
import { eraseVideos } from '../videos/index.js';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

/** First what others see; files after everything that refers to them. */
const erasers: readonly Eraser[] = [
  eraseGroupTraces,
  eraseMessagesOf,
  eraseSaved,
  eraseMoments,
  eraseVideos,
  erasePhotos,
  eraseIntro,
  eraseRelations,
  eraseCalls,
  eraseSupport,
  eraseQuotas,
  eraseOutgoing,
  erasePushes,
  eraseExports,
  eraseFiles,
  (ctx, departed) => eraseInSteps(ctx, (tx, limit) => eraseOwnRows(tx, departed, limit)),
];

/**
 * Erases some accounts of the tenant whose grace period is over. An interrupted erasure is repeated from its beginning.
 * What a case of moderation needs stays until its time is over. Run periodically.
 */
export async function eraseDueAccounts(ctx: Ctx): Promise<void> {
  for (const id of await listDueDeletions(ctx, bounds.job.accountsErasedAtOnce))
    await eraseAccount(ctx, id).catch(async (error: unknown) => {
      // The others are erased meanwhile.
      ctx.log.error({ err: error, tenant: ctx.tenant.id, account: id }, 'an account could not be erased');
      await updateDeletionPostponed(ctx, id, ctx.now() + HOUR_MS);
    });
}

async function eraseAccount(ctx: Ctx, id: AccountId): Promise<void> {
  const departed = await transact(ctx, (tx) => startErasing(tx, id));
  if (!departed) return;
  for (const erase of erasers) await erase(ctx, departed);
  const isKept = await isHeld(ctx, id);
  if (!isKept) await eraseCases(ctx, departed);
  await transact(ctx, async (tx) => {
    await discardBlobs(tx, await emptyAccount(tx, departed));
    await updateDeletionDone(tx, id, isKept ? tx.now() + DAY_MS : null);
  });
  ctx.log.info({ event: 'account_erased', tenant: ctx.tenant.id, account: id, isKept }, 'account erased');
}
