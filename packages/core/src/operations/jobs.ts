import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, DomainError, isId, transact, type AccountId } from '../kernel/index.js';
import { sendSoon } from '../outbox/index.js';
import { makeExportAgain } from '../privacy/index.js';
import { audit, type StaffCtx } from '../staff/index.js';
import {
  selectFailed,
  selectRuns,
  selectWaiting,
  upsertRuns,
  type FailedWork,
  type JobRuns,
  type Waiting,
} from './jobs-store.js';

/** Stores what the jobs of a process have done. */
export async function recordRuns(db: Kysely<Tables>, runs: readonly JobRuns[]): Promise<void> {
  if (runs.length > 0) await upsertRuns(db, runs);
}

/** A background job of the installation, and what waits for it in the tenant. */
export type Job = JobRuns & { readonly waiting: Omit<Waiting, 'job'> | undefined };

/** The background jobs, and the work of the tenant that has failed. Errors are shown to who owns the installation. */
export async function listJobs(ctx: StaffCtx): Promise<{ jobs: Job[]; failed: FailedWork[] }> {
  const { failedWork: limit, failedLooked: looked } = bounds.staff;
  const [runs, waiting, failed] = await Promise.all([
    selectRuns(ctx),
    selectWaiting(ctx),
    selectFailed(ctx, { limit, looked }),
  ]);
  const byJob = new Map(waiting.map(({ job, ...one }) => [job, one]));
  const { ownsInstallation } = ctx.staff;
  return {
    jobs: runs.map((run) => ({
      ...run,
      error: ownsInstallation ? run.error : null,
      waiting: byJob.get(run.job),
    })),
    failed,
  };
}

/**
 * Lets a job try work again: a message that waits after an attempt goes out soon, a failed copy of data is made again.
 * Throws `not_found`, also for a message that is settled: its address is forgotten.
 */
export async function retryWork(
  ctx: StaffCtx,
  { kind, id }: { kind: FailedWork['kind']; id: number },
): Promise<void> {
  await transact(ctx, async (tx) => {
    // A number is its own id.
    const isFound =
      kind === 'message' ? await sendSoon(tx, id) : isId(id) && (await makeExportAgain(tx, id as AccountId));
    if (!isFound) throw new DomainError('not_found');
    const object = kind === 'message' ? { kind: 'message', id } : { kind: 'account', id };
    await audit(tx, { action: 'jobs.retry', object, after: { kind } });
  });
}
