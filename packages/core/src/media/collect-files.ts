import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, type Ctx } from '../kernel/index.js';
import type { BlobStore } from '../ports/index.js';
import { blobKeysOf, hiddenKey } from './store-file.js';
import {
  deleteChecks,
  deleteLooseFiles,
  deleteRemovals,
  insertFileChecks,
  insertRemovals,
  lockDueChecks,
  lockFilesOf,
  selectIsDue,
  takeRemovals,
  updateFilesHidden,
} from './store.js';

/** So long a message may be on its way that was written while the file was still held, by a forward. */
const ON_ITS_WAY_MS = 60_000;
/** A removal that did not come to its end is tried again. */
const RETRY_MS = 60_000;

/**
 * Something no longer holds these files. Called in the transaction that lets go of them; they are looked at
 * a little later, and removed when nothing else holds them.
 */
export async function releaseFiles(tx: Ctx, stems: readonly string[]): Promise<void> {
  await insertFileChecks(tx, stems, tx.now() + ON_ITS_WAY_MS);
}

/**
 * Removes the next files that nothing holds: first their rows, so that nothing can come to hold them any
 * more, then their blobs. Each step can be repeated, so a process may die anywhere. Answers whether more may
 * be due. Run again and again, on as many processes as there are.
 */
export async function collectFiles(deps: {
  db: Kysely<Tables>;
  blobs: BlobStore;
  now: () => number;
}): Promise<boolean> {
  const { db } = deps;
  const now = deps.now();
  if (!(await selectIsDue(db, now))) return false;
  const checked = await db.transaction().execute((tx) => check(tx, now));
  const removals = await takeRemovals(db, { now, nextAt: now + RETRY_MS }, bounds.file.collectedAtOnce);
  await remove(deps, removals);
  return checked === bounds.file.collectedAtOnce || removals.length === bounds.file.collectedAtOnce;
}

/** Of the files that are due to be looked at: removes those that nothing holds, hides those that evidence alone holds. */
async function check(tx: Kysely<Tables>, now: number): Promise<number> {
  const checkIds = await lockDueChecks(tx, now, bounds.file.collectedAtOnce);
  if (checkIds.length === 0) return 0;
  const locked = await lockFilesOf(tx, checkIds);
  const loose = await deleteLooseFiles(tx, locked);
  await insertRemovals(
    tx,
    loose.map((file) => ({
      tenantId: file.tenantId,
      blobKeys: blobKeysOf(file).flatMap((key) => (file.isHidden ? [key, hiddenKey(key)] : [key])),
    })),
    now,
  );
  const hidden = await updateFilesHidden(tx, locked);
  await insertRemovals(
    tx,
    hidden.map((file) => ({ tenantId: file.tenantId, blobKeys: blobKeysOf(file), hides: true })),
    now,
  );
  await deleteChecks(tx, checkIds, locked);
  return checkIds.length;
}

/** One after the other: pictures that are being served need the disk too. */
async function remove(
  { db, blobs }: { db: Kysely<Tables>; blobs: BlobStore },
  removals: readonly { id: number; blobKeys: readonly string[]; hides: boolean }[],
): Promise<void> {
  const removed: number[] = [];
  try {
    for (const { id, blobKeys, hides } of removals) {
      for (const key of blobKeys) await (hides ? blobs.move(key, hiddenKey(key)) : blobs.remove(key));
      removed.push(id);
    }
  } finally {
    await deleteRemovals(db, removed);
  }
}
