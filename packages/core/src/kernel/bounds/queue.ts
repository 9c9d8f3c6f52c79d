/** Work that waits for a scarce resource. */
export const queue = {
  /** Sessions looked up in one statement. */
  sessionsAtOnce: 500,
  /** Pause between two look-ups for resuming clients, in which those of other clients gather. */
  resumePauseMs: 5,
  /** Resuming clients whose positions one statement compares, each with at most `list.resumedAtOnce` conversations. */
  resumesAtOnce: 100,
  /** Conversations whose missed entries one statement reads, for all resuming clients. */
  lagsAtOnce: 200,
  /** Accounts whose missed events one statement reads. */
  eventStreamsAtOnce: 50,
  /** Conversations whose internal ids one statement looks up, for first messages of sockets. */
  conversationsAtOnce: 500,
  /** Sessions of open sockets checked in one statement. */
  sessionsChecked: 5_000,
  /** Accounts whose last activity one statement stores. */
  touchedAtOnce: 1_000,
  /** Read positions that one statement writes. */
  readsAtOnce: 500,
  /** Read positions of one account that wait to be written; further ones are dropped, and clients repeat them. */
  readsWaitingForEach: 1_000,
  /** Read positions of all accounts that wait to be written. */
  readsWaiting: 100_000,
  /** Pause between two writes of a member's read position in a single conversation. */
  readEveryMs: 200,
  /** The same in a group, whose members all move at once. A crash loses at most this much. */
  readInGroupEveryMs: 2_000,
  /** Tokens of one Chat API socket that wait for verification. */
  tokenChecks: 16,
  /** Characters held back while a resume runs; beyond them, entries are only counted. */
  heldCharacters: 128 * 1024,
  /** Messages waiting to be written; further sends are rejected. */
  messagesWaiting: 20_000,
  /** Total characters of the messages waiting to be written. */
  messageCharactersWaiting: 32_000_000,
  /** Maximum time that a message waits to be written. */
  messageWaitMs: 8_000,
  /** Frames of one socket in progress. */
  framesUnderWay: 1_000,
  /** Total characters of the frames of one socket in progress. */
  frameCharactersUnderWay: 1024 * 1024,
  /** Passwords hashed at the same time. One hash occupies a core for tens of milliseconds. */
  passwordsAtOnce: 2,
  /** Passwords waiting to be hashed: about a second of work. */
  passwordsWaiting: 20,
  /**
   * Waiting passwords per account or address. In a full queue, a key with fewer waiting passwords displaces one of the
   * key with the most.
   */
  passwordsWaitingForEach: 10,
  /**
   * Pictures processed at the same time: two of Node's four worker threads, so that file reads do not wait for
   * pictures.
   */
  picturesAtOnce: 2,
  /** Of those, pictures from callers who are not signed in: the other place is for members. */
  picturesOfStrangersAtOnce: 1,
  /** Pictures waiting to be processed. */
  picturesWaiting: 30,
  /** Waiting pictures per account or address: two moments have eighteen pictures, sent at the same time. */
  picturesWaitingForEach: 20,
  /** Videos waiting to be examined. */
  videosWaiting: 20,
  /** Waiting videos per account. */
  videosWaitingForEach: 5,
} as const;
