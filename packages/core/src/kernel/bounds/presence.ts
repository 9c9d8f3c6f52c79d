/** Who is online: what clients are told, and what nodes tell each other. */
export const presence = {
  /** Between two `presence` frames of one socket at least this time passes. */
  frameEveryMs: 1_000,
  /** An account that has a socket again after this time was never shown offline. */
  flapMs: 2_000,
  /** Changes are collected for this long, for watchers as for other nodes. */
  gatherMs: 100,
  /** Pairs of a watcher and a watched account that one statement judges. */
  pairsAtOnce: 2_000,
  /** Accounts that are shown online are judged again after this time, because a command may have hidden them. */
  judgeAgainMs: 60_000,
  /** After a failed statement, the next attempt waits this long. */
  retryMs: 1_000,
  /** Each node tells the number and the hash of its online accounts this often. */
  digestEveryMs: 2_000,
  /** A node asks another one for all its online accounts at most this often. */
  askEveryMs: 1_000,
} as const;
