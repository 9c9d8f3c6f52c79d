import type { admin } from '@kith/contract';
import { listJobs, retryWork } from '@kith/core/operations';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

export const jobsHandlers: AdminHandlers<typeof admin.jobs> = {
  list: async (ctx) => {
    const { jobs, failed } = await listJobs(ctx);
    return {
      jobs: jobs.map(({ waiting, everyMs, ...job }) => ({
        ...withoutNulls(job),
        nextAt: job.startedAt + everyMs,
        ...(waiting && { waiting: withoutNulls(waiting) }),
      })),
      failed,
    };
  },
  retry: (ctx, params) => retryWork(ctx, params),
};
