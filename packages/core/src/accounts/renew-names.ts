import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds } from '../kernel/index.js';
import { namesOf, TEXT_VERSION } from './names.js';
import { lockOutdatedNames, updateOutdatedNames } from './renew-names-store.js';

/** Updates the search forms of some accounts to the current rules; returns whether more may remain. */
export async function renewNames(db: Kysely<Tables>): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const rows = await lockOutdatedNames(tx, TEXT_VERSION, bounds.search.renewedRows);
    if (rows.length === 0) return false;
    await updateOutdatedNames(
      tx,
      rows.map((row) => ({ ...row, ...namesOf(row.username, row.nickname) })),
    );
    return true;
  });
}
