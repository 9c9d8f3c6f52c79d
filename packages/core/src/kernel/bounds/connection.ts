/** Connections: their number and their idle times. */
export const connection = {
  /** Connections of one server, unless a setting or the operating system allows fewer. */
  mostConnections: 100_000,
  /**
   * Connections per address without an account, unless a setting differs; a quarter of all connections if that is
   * less. Many users behind one line may reconnect at the same time.
   */
  perAddress: 4096,
  /** Descriptors reserved for other uses; a tenth of all descriptors if that is more. */
  reservedDescriptors: 128,
  /** Connections reserved for health probes. */
  forProbes: 16,
  /** Maximum duration of a probe's connection. */
  probeWithinMs: 2_000,
  /** Interval between log entries with the same warning. */
  warnEveryMs: 60_000,
  /**
   * Each question for ended sessions covers again the time before the previous one, so that it finds changes that
   * committed late: longer than a statement or a transaction lives.
   */
  sessionEndsOverlapMs: 15_000,
  /** How long the ends of sessions are recorded. */
  sessionEndsKeptMs: 3600_000,
  /** Interval between checks of all sessions of open sockets, in case the record of ends missed one. */
  everySessionCheckedMs: 10 * 60_000,
  /** Pings sent in one turn of the event loop, and the pause before the next ones. */
  pingsAtOnce: 500,
  pingSliceEveryMs: 10,
  /** Sockets without an account are closed after this time. */
  signInWithinMs: 15_000,
  /**
   * Sockets per account. A further one closes the oldest, so a message to an account needs at most this many frames.
   */
  socketsPerAccount: 32,
  /** A socket is closed when the client has not read a frame for this long. */
  slowForMs: 20_000,
  /**
   * A response is aborted when the client has read nothing for this long. The system passes data on in blocks of up
   * to one megabyte.
   */
  unreadForMs: 60_000,
  /** Maximum time to receive the request line and the headers. */
  headWithinMs: 20_000,
  /** A request is aborted when no bytes of its body arrive for this long. */
  silentForMs: 60_000,
  /**
   * After this time, the body's average rate must reach the rate below, so that a trickle cannot occupy a place
   * indefinitely.
   */
  bodyGraceMs: 60_000,
  /**
   * Slower than any real line. 50 MB then take 14 hours, which is acceptable for one body but not for ten thousand.
   */
  bodyBytesPerSecond: 1024,
  /** Interval between progress checks of connections. */
  lookEveryMs: 2_000,
  /** A peer that does not complete the closing handshake of a socket is disconnected after this time. */
  closeWithinMs: 3_000,
  /** Timeout of one response from an app store. */
  storeAnswersWithinMs: 8_000,
  /** How long a test of a connection waits for each other node, and for each relay. */
  testAnswersWithinMs: 3_000,
  /** `/readyz` reports the database as unavailable after this time. */
  readyWithinMs: 1000,
  /** Clients return from a restarted node spread over at least this time … */
  returnWithinMs: 5_000,
  /** … and at most this many in a second: each of them signs in and catches up. */
  returnsPerSecond: 500,
  /** A socket that is closed while others stay open returns, to another node, within this time. */
  moveWithinMs: 1_000,
  /** Shutdown ends after this time, without the time in which sockets move to other nodes. */
  stopWithinMs: 10_000,
  /** How long shutdown waits for responses in progress. */
  answersWithinMs: 5_000,
  /** How long shutdown waits for closing handshakes of sockets. */
  handshakesWithinMs: 3_500,
  /** Above this many unsent bytes, live frames of a socket are held back. */
  softMarkBytes: 256 * 1024,
  /** Above this many unsent bytes, a socket is closed. */
  hardMarkBytes: 1024 * 1024,
  /**
   * Bytes written before the current turn of the event loop ends, so that a burst is not mistaken for a client that
   * does not read.
   */
  earlyMarkBytes: 64 * 1024,
} as const;
