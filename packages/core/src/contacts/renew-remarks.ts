import type { Kysely } from 'kysely';
import { indexLetterOf } from '../accounts/index.js';
import type { Tables } from '../db/index.js';
import { bounds, fold } from '../kernel/index.js';
import { lockUnfoldedRemarks, updateUnfoldedRemarks } from './store.js';

/** Adds the search form to some remarks that lack it; returns whether more may remain. */
export async function renewRemarks(db: Kysely<Tables>): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const rows = await lockUnfoldedRemarks(tx, bounds.search.renewedRows);
    if (rows.length === 0) return false;
    await updateUnfoldedRemarks(
      tx,
      rows.map((row) => ({ ...row, letter: indexLetterOf(row.remark), folded: fold(row.remark) || ' ' })),
    );
    return true;
  });
}
