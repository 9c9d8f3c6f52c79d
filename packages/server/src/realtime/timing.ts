import { bounds } from '@kith/core/kernel';

/** How long connections wait for what, in milliseconds. Tests wait less. */
export interface Timing {
  /** A socket that has no account by then is closed. */
  readonly signInWithinMs: number;
  /** Every socket is pinged this often; one from which nothing came in between is dead. */
  readonly pingEveryMs: number;
  /** Another process may revoke a session; ours hear of it by asking this often. */
  readonly sweepEveryMs: number;
  /** Sanctions whose time is over are looked for this often. */
  readonly endSanctionsEveryMs: number;
  /** So are plans whose time is over, and purchases that a store still waits to hear of. */
  readonly lookAfterPlansEveryMs: number;
  /** Decisions about photos that another process has taken are looked for this often. */
  readonly notifyReviewsEveryMs: number;
  /** Calls that nobody answers or that both people have left are looked for this often. */
  readonly watchCallsEveryMs: number;
  /** So are customers whom nobody serves. */
  readonly attendEveryMs: number;
  /** What was written meanwhile comes into the search index this often. */
  readonly indexEveryMs: number;
  /** The clock of the machine, and the epoch of the database, are looked at this often. */
  readonly lookAtClockEveryMs: number;
  /** A client that reads so slowly that frames wait for it this long is closed. */
  readonly slowForMs: number;
  /** An answer of which nothing was read for this long is ended. */
  readonly unreadForMs: number;
  /** How long the line and the headers of a request may take. */
  readonly headWithinMs: number;
  /** A request of whose body nothing came for this long is given up. */
  readonly silentForMs: number;
  /** After this long a body must have come at some rate on the whole: bytes a second. */
  readonly bodyGraceMs: number;
  readonly bodyBytesPerSecond: number;
  /** Connections are looked at for progress this often. */
  readonly lookEveryMs: number;
  /** A peer that does not answer the closing handshake is cut off after this. */
  readonly closeWithinMs: number;
}

export const defaultTiming: Timing = {
  signInWithinMs: bounds.connection.signInWithinMs,
  pingEveryMs: 25_000,
  sweepEveryMs: 2_000,
  endSanctionsEveryMs: 5_000,
  lookAfterPlansEveryMs: 5_000,
  notifyReviewsEveryMs: 1_000,
  watchCallsEveryMs: 500,
  attendEveryMs: 2_000,
  indexEveryMs: 500,
  lookAtClockEveryMs: bounds.clock.everyMs,
  slowForMs: bounds.connection.slowForMs,
  unreadForMs: bounds.connection.unreadForMs,
  headWithinMs: bounds.connection.headWithinMs,
  silentForMs: bounds.connection.silentForMs,
  bodyGraceMs: bounds.connection.bodyGraceMs,
  bodyBytesPerSecond: bounds.connection.bodyBytesPerSecond,
  lookEveryMs: bounds.connection.lookEveryMs,
  closeWithinMs: bounds.connection.closeWithinMs,
};
