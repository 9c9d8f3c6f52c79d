export * from './shapes.js';
export * from './client-frames.js';
export * from './server-frames.js';

/**
 * The realtime protocol `kith.v1`: JSON text frames over a WebSocket. Each frame is an object, and its `t` names the
 * frame type. Both sides ignore unknown members; a client also ignores frames with an unknown `t`. Times are
 * milliseconds since the Unix epoch. The server processes the requests of a socket in order, `hello` first; only the
 * response to a `send` may arrive out of order, because it waits for the commit of its message.
 */

/** The WebSocket sub-protocol that selects this protocol. */
export const SUBPROTOCOL = 'kith.v1';

/** The maximum size of a frame in either direction, in bytes of UTF-8. */
export const MAX_FRAME_BYTES = 65_536;

/** The codes with which the server closes a socket. */
export const CloseCode = {
  /** The token is invalid or revoked. Do not retry with the same token. */
  refused: 4001,
  /** The client read too slowly. It may reconnect and resume. */
  tooSlow: 4008,
  /** The client sent more frames than `ready.limits` allows. It may reconnect after a pause. */
  tooManyFrames: 4009,
  /**
   * The account has too many sockets, or the network address has too many that have not signed in; the server closes the
   * oldest. Wait before you reconnect.
   */
  tooManySockets: 4010,
  /**
   * The server restarts. The close reason is a decimal number of milliseconds; reconnect after a random
   * fraction of it, so that clients do not all return at once.
   */
  restart: 1012,
  /** The client sent a frame larger than `MAX_FRAME_BYTES`. */
  tooLarge: 1009,
} as const;

/** One of the numbers in `CloseCode`. */
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
