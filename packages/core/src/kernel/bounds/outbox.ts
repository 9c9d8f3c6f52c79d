/** Mails and text messages. */
export const outbox = {
  /** One attempt to hand a message to its provider. */
  attemptMs: 20_000,
  /** A message whose attempt was begun this long ago belongs to a process that has died. */
  attemptEndedMs: 60_000,
  /** Attempts for one message; the pause before the second is the first pause, and each pause is four times the last. */
  attempts: 5,
  firstPauseMs: 2_000,
  /** How long a notice, which has no code that expires, is worth sending. */
  noticeLifeMs: 24 * 3600_000,
  /** Messages of one kind in progress at the same time. */
  atOnce: 8,
  /** Records in one list for operators. */
  listed: 50,
  /** How long the record of a message is kept. */
  keptMs: 30 * 24 * 3600_000,
  /** The part of a provider's answer that is kept. */
  answerCharacters: 200,
  /** The part of a provider's answer that is read. */
  answerBytes: 16_384,
} as const;
