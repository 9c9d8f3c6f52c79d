/**
 * Every limit on work, in one place, checked before the work begins. Limits that a tenant may change are settings
 * (`tenant.ts`), limits of the process are in the server's `config.ts`, and limits of the wire format are in the
 * contract.
 */
export const bounds = {
  /** Request bodies and their values. */
  body: {
    /** Files of the maximum size held in memory at the same time. */
    filesInMemory: 10,
    /** A form or a JSON body. */
    formBytes: 256 * 1024,
    /**
     * Form or JSON body of an endpoint that sends messages: up to 32,000 characters of content, possibly escaped
     * twice.
     */
    messageFormBytes: 1024 * 1024,
    /**
     * Parts of a multipart body. A list may name 200 conversations, each in its own field; content has at most 32,000
     * characters.
     */
    multipart: { files: 1, fields: 250, fieldSize: 128 * 1024, parts: 251 },
    /** Total bytes of files from callers who are not signed in, held in memory at the same time. */
    strangersFileBytes: 64 * 1024 * 1024,
    /** Bodies with a base64 photo from callers who are not signed in, held in memory at the same time. */
    strangersLargeBodies: 4,
    /** Bodies with a base64 photo, held in memory at the same time. */
    largeBodiesInMemory: 8,
    /** Size of the rest of a body that contains a base64 photo. */
    besidePhotoBytes: 64 * 1024,
    /** Form values above this size are read in one piece. */
    largeValueBytes: 64 * 1024,
    /** Values in one request, in any encoding. */
    values: 1000,
    /** Values in one JSON text: a list may name 5,000 people. */
    jsonValues: 6000,
    /** Notification from an app store. */
    storeNotificationBytes: 256 * 1024,
    /** Nesting depth of JSON from a client; the contracts need at most half of it. */
    jsonDepth: 32,
    /** Numbers per JSON text whose spelling is preserved, so that 1.10 stays 1.10; later ones become doubles. */
    spelledNumbers: 2000,
    /** The longest number whose spelling is kept. */
    spelledNumberCharacters: 64,
    /** No valid token is longer. */
    tokenCharacters: 2000,
    /** No valid time is longer, including surrounding blanks. */
    timeCharacters: 64,
    /** Response of an app store. */
    storeAnswerBytes: 1024 * 1024,
  },
  /** WebSocket frames. The limit that the wire format declares is in the contract: `realtime.MAX_FRAME_BYTES`. */
  frame: {
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
    /** Longer than any valid name; an error message does not repeat longer ones. */
    echoedNameCharacters: 256,
  },
  /** Connections: their number and their idle times. */
  connection: {
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
    /** `/readyz` reports the database as unavailable after this time. */
    readyWithinMs: 1000,
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
  },
  /** Work that waits for a scarce resource. */
  queue: {
    /** Sessions looked up in one statement. */
    sessionsAtOnce: 500,
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
     * Waiting passwords per account or address. In a full queue, the key with the most gives up a place to one with
     * fewer.
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
  },
  /** Actions of one account or address within a period. */
  limit: {
    /** Attempts for one confirmation code. */
    codeTries: 5,
    /** Attempts of a registration to find a free name. */
    registerAttempts: 5,
    /** Maximum duration of a temporary sanction. */
    sanctionHours: 24 * 3650,
    /** No address with zone, brackets and port is longer; longer text is not an address. */
    addressMaxCharacters: 100,
    /** Bits of the IPv6 network that limits count as one client; one line usually has a whole /64. */
    clientPrefixBits: 64,
    /** Bits of the network that limits count as one site. It may do `siteFactor` times as much as one client. */
    sitePrefixBits: 48,
    siteFactor: 16,
    /** Longer than any user name; guesses at longer names are counted by this prefix. */
    guessKeyCharacters: 100,
    /** Delay of the first guess after the free guesses of the limit `guess`; each further guess doubles it. */
    firstGuessWaitMs: 250,
    /** Maximum delay of a guess. */
    guessWaitMs: 5_000,
  },
  /** Uploads and stored files. */
  file: {
    /** Picture file from a caller who is not signed in. */
    strangersPictureBytes: 2 * 1024 * 1024,
    /** Pixels of a picture from a caller who is not signed in. Members may send twice as many. */
    strangersPicturePixels: 25_000_000,
    /** Minimum side of a video. */
    videoMinSidePixels: 16,
    /** Maximum side of a video. */
    videoMaxSidePixels: 4096,
    /** Files deleted per batch. */
    collectedAtOnce: 100,
    /** Batches of deleted files per run. */
    collectionsARound: 10,
    /** Card photos released per batch. */
    photosReleasedAtOnce: 100,
    /** Unreleased videos deleted per run. */
    videosSweptAtOnce: 500,
    /** Pixels of a member's picture, summed over all frames of an animation. */
    picturePixels: 50_000_000,
    /**
     * Pixels of a JPEG. It is reduced while it is decoded, so it is never held whole: phones take 200-megapixel
     * photos.
     */
    jpegPixels: 200_000_000,
    /**
     * Memory of a decoded picture: one byte for each of four channels per pixel. Pictures with deeper channels have
     * fewer pixels.
     */
    decodedBytes: 200_000_000,
    animationFrames: 1000,
    /** Total pixels of all frames, to which an animation is reduced: a million takes up to half a second. */
    animationPixels: 8_000_000,
    /** The same for its small rendition. */
    smallAnimationPixels: 3_000_000,
    /** Maximum time to process one picture. */
    drawingSeconds: 15,
    /** Heap of the process that reads audio and video containers. */
    readerHeapMegabytes: 128,
    /** Maximum time of that process for one file. */
    readerMs: 10_000,
    /** That process ends after this idle time. */
    readerIdleMs: 60_000,
    /** Boxes or elements read from an audio or video container. */
    containerParts: 1_000_000,
    /** Time and memory of ffmpeg for the still of one video. */
    stillMs: 5_000,
    stillMegabytes: 512,
  },
  /** User-written text. */
  text: {
    /** Content of a message, as JSON. */
    contentCharacters: 32_000,
    /** The same in bytes: an entry must fit into one frame of the realtime protocol. */
    contentBytes: 60_000,
    /** Text of a message. */
    messageCharacters: 10_000,
    /** Nesting depth of a message's content. */
    contentDepth: 8,
    /** Name of a person or thing. */
    nameCharacters: 50,
    /** Title of a video. */
    videoTitleCharacters: 200,
    /** Comment on a video. */
    videoCommentCharacters: 500,
    /** Name of a video category. */
    videoCategoryCharacters: 30,
    /** Text of a moment. */
    momentCharacters: 2000,
    /** Comment on a moment. */
    momentCommentCharacters: 500,
    /** Greeting from a tenant's default friends. */
    defaultGreetingCharacters: 1000,
    /** Greeting in a friend request. */
    friendGreetingCharacters: 200,
    /** Notice of a group. */
    noticeCharacters: 2000,
    /** Title or name of a published page. */
    pageTitleCharacters: 200,
    /** Summary below such a title. */
    pageSummaryCharacters: 500,
    /** URL on a published page. */
    pageUrlCharacters: 2000,
    /** Body of a published page. */
    pageBodyCharacters: 60_000,
    /** Parts of a report reason. */
    reasonCharacters: { tag: 32, title: 64, description: 200 },
    /** Tag of a card. */
    tagCharacters: 20,
    /** First line of standard input, from which a command reads a password. */
    passwordInputBytes: 4096,
    /** Password. */
    passwordCharacters: 256,
    /** User name that is not an e-mail address. */
    usernameCharacters: 20,
    /** Code units of an e-mail address. */
    emailUnits: 100,
    /** Code units of a user name or e-mail address before normalization. */
    usernameUnits: 400,
    /** Remark or signature line. */
    lineCharacters: 50,
    /** Texts of a plan. */
    planCharacters: 200,
    /** Name or address of a place. */
    placeCharacters: 500,
    /** Name of a file. */
    fileNameCharacters: 255,
    /** Text of a report. */
    reportCharacters: 1000,
    /** Search term. */
    searchCharacters: 50,
    /** Combining marks per letter: Burmese needs five, Tibetan stacks seven. */
    marksOnLetter: 8,
    /** Consecutive marks without a script of their own, such as accents: Vietnamese needs two, the Koran three. */
    accentsOnLetter: 4,
    /** Code units per allowed character of a text before normalization, plus a fixed reserve. */
    unitsOfCharacter: 4,
    spareUnits: 1000,
    /** Prefix of an invalid value that an error message repeats. */
    shownValueCharacters: 64,
  },
  /** Items in one request or one response. */
  list: {
    /** Pictures of a moment; alternatively it has one video. */
    momentPictures: 9,
    /** Notices of a group. */
    notices: 100,
    /** Report reasons of a tenant. */
    reportReasons: 200,
    /** Tags in each block of a card. */
    cardTags: 3,
    /** Conversations per forward, and cards per call. */
    targets: 200,
    /** Default friends of a tenant. */
    defaultFriends: 50,
    /** Members named in an entry about members, so that an entry about thousands fits into a frame. */
    namedMembers: 100,
    /** Groups with more members get no typing notifications. */
    typingMembers: 50,
    /** Total content of one page of messages, which bounds memory use. */
    pageBytes: 60_000,
    /** Stickers in one list, regardless of the tenant's settings. */
    stickers: 2000,
    /** Replies shown per thread below a video, newest first. */
    videoReplies: 50,
    /** Likes and comments shown per moment, newest first. */
    momentReactions: 500,
    /** Reports against one account that count together, heaviest first. */
    combinedReports: 1000,
    /** Messages stored with a report. */
    evidenceMessages: 50,
    /** Stored messages in one list for moderators. */
    evidenceListed: 200,
    /** Stored messages deleted per transaction. */
    evidenceSweptAtOnce: 500,
    /** Support agents of a tenant, whose names nobody else has. */
    agents: 500,
    /** Plans of a tenant. */
    plans: 100,
    /** People are counted up to this number where no counter exists; nobody pages further. */
    peopleCounted: 1000,
    /** Members shown in a group's picture. */
    mosaicFaces: 9,
    /** Photos in one list for moderators. */
    photosToReview: 200,
    /** Rows in one list of published items. */
    publishedRows: 200,
    /** Links shown per tenant. */
    agentLinks: 200,
    /** Entries per conversation that a resume sends; the client requests the rest. */
    missedEntries: 200,
    /** Account events that a resume reads per query. */
    eventsAtOnce: 500,
    /** Conversations that a resume reads per query. */
    resumedAtOnce: 50,
    /** Conversations named in one `behind` frame, which keeps it small. */
    behindConversations: 1_000,
  },
  /** Searches. */
  search: {
    /** Concurrent searches, each on its own connection. */
    atOnce: 2,
    /** Waiting searches. */
    waiting: 20,
    /** Waiting searches per account. */
    waitingForEach: 12,
    /** Timeout of a search. */
    timeoutMs: 3_000,
    /** How long the indexer works before it yields the event loop. */
    indexTurnMs: 10,
    /** Code units of a folded text; the rest is not searched. */
    foldedUnits: 12_000,
    /** Messages outside the index that one search reads, and their total bytes. */
    waitingMessages: 500,
    waitingBytes: 200_000,
    /** Rows refolded per statement. */
    renewedRows: 500,
    /** Messages read per batch of the indexer. */
    indexBatch: 500,
    /** Batches per run of the indexer, so that indexing does not crowd out sending. */
    batchesARound: 4,
  },
  /** Log output. */
  log: {
    /** Warnings and errors of one kind are logged once per interval, then with their count. */
    repeatedAfterMs: 1000,
    /** Kinds tracked at the same time. */
    kinds: 500,
    /** Interval between warnings about clients that know newer data than the database. */
    restoredWarningAfterMs: 60_000,
  },
  /** Checks of the machine's clock. */
  clock: {
    /** Interval between checks; each stores the current time. */
    everyMs: 60_000,
    /** At startup, the clock may be ahead of the last stored time by this much. */
    aheadAtStartMs: 24 * 3600_000,
    /** At startup, the clock may be behind the last stored time by this much. */
    behindAtStartMs: 60_000,
    /** At run time, clock time and elapsed time between two checks may differ by this much. */
    jumpMs: 10 * 60_000,
    /** An unconfirmed clock is trusted after this time. */
    doubtMs: 24 * 3600_000,
    /**
     * If the time stored in the data folder is ahead of the one in the database by more, the database is an older
     * copy.
     */
    noteAheadMs: 3 * 60_000,
    /** Rows per statement whose times are clamped. */
    rowsClamped: 500,
    /** Conversations per transaction whose times are clamped; writes to them wait meanwhile. */
    conversationsClamped: 50,
    /** Entries per transaction in each of these conversations. */
    entriesClamped: 200,
  },
  /** Database work. */
  database: {
    /** How long startup waits for the lock of a server that was just killed. */
    lockWithinMs: 5_000,
    lockRetryMs: 250,
    /** Connections for everything except message writes and searches. */
    connections: 12,
    /** Prepared statements per connection. */
    namedStatements: 400,
    /** Messages per batch. */
    batchRows: 256,
    /** Bytes of content per batch. */
    batchBytes: 1_000_000,
    /** Attempts to write a message after a failure with a known outcome. */
    batchAttempts: 5,
    /** Remembered messages with an unknown outcome. */
    doubtfulMessages: 50_000,
    /** Attempts of a transaction that the database aborts because of a deadlock. */
    transactionAttempts: 4,
    /** Timeout of a batch. Its outcome is then unknown, and a retry is safe. */
    batchTimeoutMs: 8_000,
    /** Connection timeout of the batch writer. */
    connectTimeoutMs: 3_000,
    /** Timeout of a query. Migrations have none. */
    queryTimeoutMs: 8_000,
    /** How long shutdown waits for the database to store the last messages. */
    lastBatchesWithinMs: 2_000,
  },
} as const;
