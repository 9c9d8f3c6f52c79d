import type { JobRuns } from '@kith/core/operations';
import { showError } from '../app/log-error.js';
import type { JobName } from './jobs.js';

/** What the jobs of this process have done, until it is stored. */
export interface RunLog {
  ran(run: {
    readonly job: JobName;
    readonly ms: number;
    readonly everyMs: number;
    /** Why it failed. */
    readonly failure?: { readonly text: string; readonly error: unknown };
  }): void;
  /** Hands over what is to be stored. */
  take(): JobRuns[];
}

const ERROR_CHARACTERS = 300;

export function makeRunLog(now: () => number): RunLog {
  let runs = new Map<JobName, JobRuns>();
  return {
    ran: ({ job, ms, everyMs, failure }) => {
      const before = runs.get(job);
      const startedAt = Math.round(now() - ms);
      runs.set(job, {
        job,
        startedAt,
        ms: Math.round(ms),
        everyMs,
        runs: (before?.runs ?? 0) + 1,
        failures: (before?.failures ?? 0) + (failure ? 1 : 0),
        failedAt: failure ? startedAt : (before?.failedAt ?? null),
        error: failure ? wordsOf(failure) : (before?.error ?? null),
      });
    },
    take: () => {
      const taken = [...runs.values()];
      runs = new Map();
      return taken;
    },
  };
}

/** As the log shows it: without text that users have written. */
function wordsOf({ text, error }: { text: string; error: unknown }): string {
  const { type, code, message } = showError(error);
  return [`${text}: ${type}`, code, message].filter(Boolean).join(' ').slice(0, ERROR_CHARACTERS);
}
