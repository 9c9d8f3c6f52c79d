import { bounds } from '@kith/core/kernel';

/** Timeouts and intervals, in milliseconds. Tests use shorter ones. */
export interface Timing {
  /** A socket without an account after this time is closed. */
  readonly signInWithinMs: number;
  /** The interval of pings; a socket that has sent nothing since the last one is dead. */
  readonly pingEveryMs: number;
  /** The interval of asking which sessions other processes have ended. */
  readonly sweepEveryMs: number;
  /** The interval of checking all sessions of open sockets. */
  readonly checkSessionsEveryMs: number;
  /** The interval of ending expired sanctions. */
  readonly endSanctionsEveryMs: number;
  /** The interval of closing expired plans and acknowledging purchases. */
  readonly lookAfterPlansEveryMs: number;
  /** The interval of looking for photo reviews by other processes. */
  readonly notifyReviewsEveryMs: number;
  /** The interval of ending unanswered and abandoned calls. */
  readonly watchCallsEveryMs: number;
  /** The interval of recording which devices that call have a socket. */
  readonly seeCallersEveryMs: number;
  /** The interval of looking for customers without an agent. */
  readonly assignEveryMs: number;
  /** How long after a message absent members are told by push messages. */
  readonly pushAfterMs: number;
  /** The interval of sending push messages. */
  readonly sendPushesEveryMs: number;
  /** The interval of looking for messages of which nobody was told. */
  readonly sweepPushesEveryMs: number;
  /** The interval of looking for mails and text messages to send. */
  readonly sendMessagesEveryMs: number;
  /** The interval of looking for requested copies of accounts. */
  readonly exportEveryMs: number;
  /** The interval of storing figures for the console's overview. */
  readonly recordFiguresEveryMs: number;
  /** The interval of indexing new messages for search. */
  readonly indexEveryMs: number;
  /** The interval of looking for messages that no process has indexed. */
  readonly sweepUnindexedEveryMs: number;
  /** The interval of checking the system clock and the epoch of the database. */
  readonly checkClockEveryMs: number;
  /** A socket is closed when its client has not read a frame for this long. */
  readonly slowForMs: number;
  /** A response is aborted when its peer has read nothing for this long. */
  readonly unreadForMs: number;
  /** The time limit for the line and headers of a request. */
  readonly headWithinMs: number;
  /** A request whose body has been inactive for this long is abandoned. */
  readonly silentForMs: number;
  /** After this time, a body must have had this average rate, in bytes per second. */
  readonly bodyGraceMs: number;
  readonly bodyBytesPerSecond: number;
  /** The interval of checking connections for progress. */
  readonly lookEveryMs: number;
  /** A peer that does not complete the closing handshake is disconnected after this time. */
  readonly closeWithinMs: number;
  /** An entry that arrives before its predecessor waits this long for it. */
  readonly earlyForMs: number;
  /** The interval in which a node tells others its number. */
  readonly beatEveryMs: number;
  /** After this time without a node's frames, or without this node's own ones, events may be lost. */
  readonly nodeSilentForMs: number;
  /** A node that was not heard for this long is gone. */
  readonly nodeAliveMs: number;
  /** Between two `presence` frames of one socket at least this time passes. */
  readonly presenceEveryMs: number;
  /** An account that has a socket again after this time was never shown offline. */
  readonly flapMs: number;
}

export const defaultTiming: Timing = {
  signInWithinMs: bounds.connection.signInWithinMs,
  pingEveryMs: 25_000,
  sweepEveryMs: 2_000,
  checkSessionsEveryMs: bounds.connection.everySessionCheckedMs,
  endSanctionsEveryMs: 5_000,
  lookAfterPlansEveryMs: 5_000,
  notifyReviewsEveryMs: 1_000,
  watchCallsEveryMs: 1_000,
  seeCallersEveryMs: 1_000,
  assignEveryMs: 2_000,
  pushAfterMs: bounds.push.afterMs,
  sendPushesEveryMs: 250,
  sweepPushesEveryMs: 30_000,
  sendMessagesEveryMs: 1_000,
  exportEveryMs: 5_000,
  recordFiguresEveryMs: bounds.figures.recordEveryMs,
  indexEveryMs: 500,
  sweepUnindexedEveryMs: 30_000,
  checkClockEveryMs: bounds.clock.everyMs,
  slowForMs: bounds.connection.slowForMs,
  unreadForMs: bounds.connection.unreadForMs,
  headWithinMs: bounds.connection.headWithinMs,
  silentForMs: bounds.connection.silentForMs,
  bodyGraceMs: bounds.connection.bodyGraceMs,
  bodyBytesPerSecond: bounds.connection.bodyBytesPerSecond,
  lookEveryMs: bounds.connection.lookEveryMs,
  closeWithinMs: bounds.connection.closeWithinMs,
  earlyForMs: bounds.bus.earlyForMs,
  beatEveryMs: bounds.bus.beatEveryMs,
  nodeSilentForMs: bounds.bus.silentForMs,
  nodeAliveMs: bounds.bus.nodeAliveMs,
  presenceEveryMs: bounds.presence.frameEveryMs,
  flapMs: bounds.presence.flapMs,
};
