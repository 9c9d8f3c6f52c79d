/** The bus between the nodes of one installation. */
export const bus = {
  /** A larger event travels as a reference, and each receiver loads it. */
  eventBytes: 16 * 1024,
  /** The largest signal. */
  signalBytes: 4_000,
  /** Members of a group that its publisher tells the other nodes, in one signal; for a larger one each node asks. */
  toldMembers: 256,
  /** Session ids in one event; more are sent as several. */
  sessionsPerEvent: 100,
  /** Each node sends its number this often. */
  beatEveryMs: 1_000,
  /** A frame that has not arrived this long after a later one is lost. */
  lateForMs: 100,
  /** Missing frames of one node that are waited for; with more of them, all are lost. */
  missingFrames: 1_000,
  /** After this time without a node's frames, or without this node's own ones, events may be lost. */
  silentForMs: 3_000,
  /** A node that was not heard for this long is gone; it is noticed at the next beat, and so within ten seconds. */
  nodeAliveMs: 8_000,
  /** The database is asked for events of a silent node for this long: it may only be cut off. */
  askForSilentMs: 60_000,
  /** The numbers of a node that is gone are kept for this long, in case it was only cut off. */
  rememberNodeMs: 600_000,
  /** While events may be lost, the database is asked for them this often; also the pause after a failure. */
  askEveryMs: 2_000,
  /**
   * The question covers this much time before the last sound moment: a statement may run for 8 seconds after it took
   * the time of its entries, and the clocks of two nodes may differ by the rest.
   */
  overlapMs: 15_000,
  /** After a longer outage the sockets are closed instead, and clients resume. */
  outageMs: 60_000,
  /** An entry that arrives before its predecessor waits this long for it. */
  earlyForMs: 50,
  /** Early entries kept for one conversation or account; further ones are read from the database. */
  earlyEntries: 1_000,
  /** Conversations, and accounts, whose last shown number is remembered. */
  rememberedStreams: 100_000,
  /** Members and conversations whose last shown read position is remembered. */
  rememberedReads: 100_000,
  /** Read positions that a node has published last, and tells again to nodes that may have missed them. */
  toldReads: 1_000,
  /** Look-ups of one kind in one statement. */
  lookUpsAtOnce: 500,
  /** A statement of unknown outcome has ended after this time. */
  doubtEndsMs: 10_000,
  /** Attempts to read a conversation that may have unannounced entries, `askEveryMs` apart. */
  doubtAttempts: 300,
  /** Frames waiting for PostgreSQL; further ones are dropped, and the receivers notice the hole. */
  framesWaiting: 10_000,
  /** Frames for PostgreSQL are collected for this long, because each commit with a notification takes one lock. */
  collectForMs: 3,
  /** The longest pause before the carrier is connected again. */
  reconnectMs: 2_000,
} as const;
