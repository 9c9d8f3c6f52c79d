import { clearStreamEpochs } from '@kith/core/accounts';
import { renewEpoch } from '@kith/core/tenants';
import type { Deps } from './deps.js';

/** Makes every `kith.v1` client reload all state at its next `hello`, because the database is an older copy. */
export async function renewEpochs(db: Deps['db']): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await renewEpoch(tx);
    await clearStreamEpochs(tx);
  });
}
