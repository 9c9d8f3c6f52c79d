/** The worker processes of `kith start --workers`. */
export const worker = {
  /** Worker processes of one primary. The embedded database has connections for as many. */
  mostWorkers: 16,
  /** A worker that does not answer its primary for this long hangs. */
  answersWithinMs: 5_000,
  /** An answer of a worker that has ended arrives within this time. */
  lastAnswerWithinMs: 100,
  /** A connection that no worker takes within this time, because none is ready, is closed. */
  connectionWaitsMs: 10_000,
  /** The first restart of a worker is immediate. If it dies again within this time, the next one is delayed. */
  steadyAfterMs: 60_000,
  /** The first delay; it doubles each time. */
  restartDelayMs: 500,
  longestRestartDelayMs: 30_000,
} as const;
