/** WebSocket frames. The limit that the wire format declares is in the contract: `realtime.MAX_FRAME_BYTES`. */
export const frame = {
  /** Frames of one socket: a sustained rate with a burst of one second. */
  perSecond: 300,
  /** Bytes that one socket may send in a burst, then per second. The server does not read faster. */
  bytesAtOnce: 2 * 1024 * 1024,
  bytesPerSecond: 512 * 1024,
  /** The same for a socket that has not signed in: frames, and bytes, which allow one `hello` of the maximum size. */
  anonymousAtOnce: 10,
  anonymousPerSecond: 1,
  anonymousBytesAtOnce: 68 * 1024,
  anonymousBytesPerSecond: 4 * 1024,
  /** A Chat API frame is never longer than a token. Longer frames are ignored. */
  chatBytes: 4 * 1024,
  /** Profiles that frames of the Chat API show, kept until they change; if that event is lost, for `profileForMs`. */
  recentProfiles: 10_000,
  profileForMs: 5_000,
  /** Longer than any valid name; an error message does not repeat longer ones. */
  echoedNameCharacters: 256,
} as const;
