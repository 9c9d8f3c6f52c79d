/** Push messages to browsers. */
export const push = {
  /** Browsers of one account; a further one replaces the oldest. */
  subscriptions: 10,
  endpointCharacters: 1000,
  /** One attempt to hand a push message to its service. */
  attemptMs: 10_000,
  answerBytes: 4_096,
  /** The part of a text that is sent; with names it stays far below the 4,096 bytes of a push message. */
  textCharacters: 120,
  nameCharacters: 60,
  /** A person may still read for this long before a push message is sent. */
  afterMs: 2_000,
  /** How long a service keeps a push message for a browser that is off, in seconds. */
  keptSeconds: 24 * 3600,
  /** Conversations that wait; further ones are found by the sweep. */
  queued: 10_000,
  /** Recipients of one round, and accounts at the same time. */
  recipientsAtOnce: 2_000,
  accountsAtOnce: 4,
  /** The first sweep of a node finds messages that are at most this old; further ones, the second. */
  firstSweptMs: 10 * 60_000,
  sweptMs: 60_000,
  /** The recorded presence of an account is at most this old. */
  presenceAgeMs: 60_000,
  /** Marks of notified conversations are kept this long. */
  marksKeptMs: 30 * 24 * 3600_000,
} as const;
