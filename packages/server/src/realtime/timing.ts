/** How long sockets wait for what, in milliseconds. Tests wait less. */
export interface Timing {
  /** A `kith.v1` client that has not said hello by then is closed. */
  readonly helloWithinMs: number;
  /** Every socket is pinged this often; one from which nothing came in between is dead. */
  readonly pingEveryMs: number;
  /** Another process may revoke a session; ours hear of it by asking this often. */
  readonly sweepEveryMs: number;
  /** Sanctions whose time is over are looked for this often. */
  readonly endSanctionsEveryMs: number;
  /** So are plans whose time is over, and purchases that a store still waits to hear of. */
  readonly lookAfterPlansEveryMs: number;
  /** Decisions about photos that another process has taken are looked for this often. */
  readonly tellReviewsEveryMs: number;
  /** A client that reads so slowly that frames wait for it this long is closed. */
  readonly slowForMs: number;
  /** A peer that does not answer the closing handshake is cut off after this. */
  readonly closeWithinMs: number;
}

export const defaultTiming: Timing = {
  helloWithinMs: 15_000,
  pingEveryMs: 25_000,
  sweepEveryMs: 2_000,
  endSanctionsEveryMs: 5_000,
  lookAfterPlansEveryMs: 5_000,
  tellReviewsEveryMs: 1_000,
  slowForMs: 20_000,
  closeWithinMs: 3_000,
};
