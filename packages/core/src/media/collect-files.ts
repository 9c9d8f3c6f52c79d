import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, type Tx } from '../kernel/index.js';
import type { BlobStore } from '../ports/index.js';
import { blobKeysOf, hiddenKey } from './save-file.js';
import {
  deleteChecks,
  deleteOrphanedFiles,
  deleteRemovals,
  insertFileChecks,
  insertRemovals,
  lockDueChecks,
  lockFilesOf,
  selectIsDue,
  claimRemovals,
  updateFilesHidden,
} from './store.js';

/** How long a message that forwards a file may be in transit after the file was released. */
const ON_ITS_WAY_MS = 60_000;
/** Delay before an incomplete removal is retried. */
const RETRY_MS = 60_000;

/** Schedules a check of files that lose a reference. Files without any other reference are deleted a little later. */
export async function releaseFiles(tx: Tx, fileIds: readonly string[]): Promise<void> {
  await insertFileChecks(tx, fileIds, tx.now() + ON_ITS_WAY_MS);
}

/**
 * Deletes the next unreferenced files: first their rows, so that no new reference can appear, then their blobs. Every
 * step is repeatable, so the process may die at any point. Returns whether more may be due. Run repeatedly, on any
 * number of processes.
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
  const removals = await claimRemovals(db, { now, nextAt: now + RETRY_MS }, bounds.file.collectedAtOnce);
  await remove(deps, removals);
  return checked === bounds.file.collectedAtOnce || removals.length === bounds.file.collectedAtOnce;
}

/** Checks due files: deletes unreferenced ones and hides those that only evidence references. */
async function check(tx: Transaction<Tables>, now: number): Promise<number> {
  const checkIds = await lockDueChecks(tx, now, bounds.file.collectedAtOnce);
  if (checkIds.length === 0) return 0;
  const locked = await lockFilesOf(tx, checkIds);
  const orphaned = await deleteOrphanedFiles(tx, locked);
  await insertRemovals(
    tx,
    orphaned.map((file) => ({
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

/** Sequential, because serving files needs the disk too. */
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
