/**
 * Every bound on work, in one place: it holds before the work begins. A figure that a tenant may change is a setting
 * (`tenant.ts`), a figure of the process is in the server's `config.ts`, a figure of the wire is in the contract.
 */
export const bounds = {
  /** Bodies of requests and their values. */
  body: {
    /** Files of the largest size that may be in memory at once. */
    filesInMemory: 10,
    /** A form or a JSON body. */
    formBytes: 256 * 1024,
    /** The same where a message travels, whose content has up to 32,000 characters and may be escaped twice. */
    messageFormBytes: 1024 * 1024,
    /** The parts of a multipart body. A list may name 200 conversations, each in a field of its own; a content is at most 32,000 characters. */
    multipart: { files: 1, fields: 250, fieldSize: 128 * 1024, parts: 251 },
    /** Files of people who have not said who they are, in memory at once: bytes of all together. */
    strangersFileBytes: 64 * 1024 * 1024,
    /** Bodies with a photo in base64 of such people, in memory at once. */
    strangersLargeBodies: 4,
    /** Bodies with a photo in base64 that may be in memory at once. */
    largeBodiesInMemory: 8,
    /** What a body carries beside a photo in base64. */
    besidePhotoBytes: 64 * 1024,
    /** A value of a form above this is read in one piece. */
    largeValueBytes: 64 * 1024,
    /** Values that one request carries, in whatever way they travel. */
    values: 1000,
    /** Values that one JSON text has: a list may name 5,000 people. */
    jsonValues: 6000,
    /** A notification of an app store. */
    storeNotificationBytes: 256 * 1024,
    /** How deep JSON from a client may nest; nothing in the contracts goes deeper than half of that. */
    jsonDepth: 32,
    /** Numbers of one JSON text whose spelling is looked at, so that 1.10 stays 1.10; those after them become doubles. */
    spelledNumbers: 2000,
    /** The longest number whose spelling is kept. */
    spelledNumberCharacters: 64,
    /** Longer than any token. */
    tokenCharacters: 2000,
    /** Longer than any moment in time, with blanks around it. */
    timeCharacters: 64,
    /** A signature for calls. A real one has about 250 characters. */
    userSigCharacters: 4096,
    /** The same unpacked. A few kilobytes of zlib can become megabytes; a real one has about 200 bytes. */
    userSigInflatedBytes: 4096,
    /** An answer of an app store. */
    storeAnswerBytes: 1024 * 1024,
  },
  /** Frames of sockets. What the wire declares is in the contract: `realtime.MAX_FRAME_BYTES`. */
  frame: {
    /** Frames of one socket: a sustained rate, with a burst of one second. */
    perSecond: 300,
    /** Bytes that one socket may send at once, and in each second from then on. It is not read faster. */
    bytesAtOnce: 2 * 1024 * 1024,
    bytesPerSecond: 512 * 1024,
    /** The same of a socket that has not signed in: frames, and bytes, among them one `hello` of the largest size. */
    strangersAtOnce: 10,
    strangersPerSecond: 1,
    strangersBytesAtOnce: 68 * 1024,
    strangersBytesPerSecond: 4 * 1024,
    /** A frame of the Chat API: it is never longer than a token. What is longer is not looked at. */
    chatBytes: 4 * 1024,
    /** Longer than any good name; a refusal does not repeat a longer one. */
    echoedNameCharacters: 256,
  },
  /** Connections: how many, and for how long they may stay idle. */
  connection: {
    /** Connections of one server, where neither a setting nor the system says less. */
    mostConnections: 100_000,
    /**
     * Connections of one address without an account, where no setting says otherwise; a quarter of all when that is less.
     * As many people behind one line may come back at once.
     */
    perAddress: 4096,
    /** Descriptors that are not for connections; a tenth of all of them when that is more. */
    reservedDescriptors: 128,
    /** The last connections are left for those who ask whether the server lives. */
    forProbes: 16,
    /** How long such a connection may take. */
    probeWithinMs: 2_000,
    /** The same complaint is logged this often. */
    complainEveryMs: 60_000,
    /** A socket that has no account by then is closed. */
    signInWithinMs: 15_000,
    /** Sockets of one account. One more closes the oldest, so a message to somebody is at most this many frames. */
    socketsPerAccount: 32,
    /** A socket of which a frame waits this long for the client to read is closed. */
    slowForMs: 20_000,
    /** An answer of which nothing was read for this long is ended. The system passes it on in lumps of up to a megabyte. */
    unreadForMs: 60_000,
    /** How long the line and the headers of a request may take. */
    headWithinMs: 20_000,
    /** A request of whose body nothing came for this long is given up. */
    silentForMs: 60_000,
    /** After this long, a body must have come at the rate below on the whole, so that drops do not hold a place for ever. */
    bodyGraceMs: 60_000,
    /** What no line is slower than. At this rate 50 MB take 14 hours, which is allowed; ten thousand such bodies are not. */
    bodyBytesPerSecond: 1024,
    /** How often connections are looked at for progress. */
    lookEveryMs: 2_000,
    /** A peer that does not answer the closing handshake of a socket is cut off after this. */
    closeWithinMs: 3_000,
    /** How long an app store may take for one answer. */
    storeAnswersWithinMs: 8_000,
    /** How long the database may take until `/readyz` says that it is not there. */
    readyWithinMs: 1000,
    /** How long a stop waits for answers that are under way. */
    answersWithinMs: 5_000,
    /** How long a stop waits for the closing handshakes of sockets. */
    handshakesWithinMs: 3_500,
    /** Above this much unsent, live frames of a socket are held back. */
    softMarkBytes: 256 * 1024,
    /** Above this much unsent, a socket is closed. */
    hardMarkBytes: 1024 * 1024,
    /** So much is written before the turn ends, so that a burst is not taken for a client that does not read. */
    earlyMarkBytes: 64 * 1024,
  },
  /** Work that waits for a scarce resource. */
  queue: {
    /** Sessions that are looked up in one statement. */
    sessionsAtOnce: 500,
    /** Tokens of one Chat API socket that wait to be checked. */
    tokenChecks: 16,
    /** What may wait for a resume to end before entries are only counted. */
    heldCharacters: 128 * 1024,
    /** Messages that may wait to be written before sends are refused. */
    messagesWaiting: 20_000,
    /** Characters of the messages that may wait to be written. */
    messageCharactersWaiting: 32_000_000,
    /** How long a message may wait to be written. */
    messageWaitMs: 8_000,
    /** Frames of one socket that are being answered. */
    framesUnderWay: 1_000,
    /** Characters of the frames of one socket that are being answered. */
    frameCharactersUnderWay: 1024 * 1024,
    /** Passwords that are hashed at once. A hash takes a core for tens of milliseconds. */
    passwordsAtOnce: 2,
    /** Passwords that wait to be hashed: about a second of work. */
    passwordsWaiting: 20,
    /** Of those that wait, how many may be of one account or address. Whoever has many gives way to whoever has few. */
    passwordsWaitingForEach: 10,
    /** Pictures that are drawn at once: two of Node's four worker threads, or file reads would wait for pictures. */
    picturesAtOnce: 2,
    /** Of those, pictures of strangers: the other place is for members. */
    picturesOfStrangersAtOnce: 1,
    /** Pictures that wait to be drawn. */
    picturesWaiting: 30,
    /** Of those that wait, how many may be of one account or address: two moments have eighteen pictures, sent at once. */
    picturesWaitingForEach: 20,
    /** Videos that wait to be looked into. */
    videosWaiting: 20,
    /** Of those that wait, how many may be of one account. */
    videosWaitingForEach: 5,
  },
  /** What one account or address may do in a period. */
  limit: {
    /** Tries for one confirmation code. */
    codeTries: 5,
    /** How often a registration looks for a free name. */
    registerAttempts: 5,
    /** The longest sanction that has an end. */
    sanctionHours: 24 * 3650,
    /** No address with zone, brackets and port is longer; a longer text is none. */
    addressMaxCharacters: 100,
    /** An IPv6 line has a network of this many bits, so limits for an address count networks, not addresses. */
    clientPrefixBits: 64,
    /** A site may have many of them: this network may do `siteFactor` times as much as one of 64 bits. */
    sitePrefixBits: 48,
    siteFactor: 16,
    /** Longer than any user name; guesses at a longer one are counted by its beginning. */
    guessKeyCharacters: 100,
    /** How long the first guess at an account waits after those that the limit `guess` leaves free; then twice as long. */
    firstGuessWaitMs: 250,
    /** The longest wait of a guess. */
    guessWaitMs: 5_000,
  },
  /** Uploads and stored files. */
  file: {
    /** The file of a picture of somebody who has not signed in. */
    strangersPictureBytes: 2 * 1024 * 1024,
    /** A picture of somebody who has not signed in. Of members it may have twice as many. */
    strangersPicturePixels: 25_000_000,
    /** The smallest side of a video. */
    videoMinSidePixels: 16,
    /** The largest side of a video. */
    videoMaxSidePixels: 4096,
    /** Files that are removed in one batch. */
    collectedAtOnce: 100,
    /** Batches of files that are removed in one round. */
    collectionsARound: 10,
    /** Photos of cards that are released in one batch. */
    photosReleasedAtOnce: 100,
    /** Videos that nobody released, removed in one round. */
    videosSweptAtOnce: 500,
    /** A picture of a member, counted over all frames of an animation. */
    picturePixels: 50_000_000,
    /** A JPEG that is made smaller while it is decoded, so that it is never held whole: telephones take 200 million. */
    jpegPixels: 200_000_000,
    /** What a decoded picture may take: as many pixels with four channels of a byte. Deeper ones have fewer. */
    decodedBytes: 200_000_000,
    animationFrames: 1000,
    /** An animation is made smaller until all of its frames have so many pixels: a million takes up to half a second. */
    animationPixels: 8_000_000,
    /** Likewise a small rendition of it. */
    smallAnimationPixels: 3_000_000,
    /** How long one picture may take to be drawn. */
    drawingSeconds: 15,
    /** Memory of the program that reads the containers of sound and video. */
    readerHeapMegabytes: 128,
    /** How long that program may read one file. */
    readerMs: 10_000,
    /** It ends when nobody has needed it for so long. */
    readerIdleMs: 60_000,
    /** Boxes or elements of a container of sound or video that are looked at. */
    containerParts: 1_000_000,
    /** How long ffmpeg may work on the still of one video, and with how much memory. */
    stillMs: 5_000,
    stillMegabytes: 512,
  },
  /** Text that people write. */
  text: {
    /** The content of a message, written as JSON. */
    contentCharacters: 32_000,
    /** The same in bytes: an entry has to fit into one frame of the realtime protocol. */
    contentBytes: 60_000,
    /** The text of a message. */
    messageCharacters: 10_000,
    /** How deep the content of a message nests. */
    contentDepth: 8,
    /** The longest name of somebody or something. */
    nameCharacters: 50,
    /** The title of a video. */
    videoTitleCharacters: 200,
    /** A comment on a video. */
    videoCommentCharacters: 500,
    /** The name of a category of videos. */
    videoCategoryCharacters: 30,
    /** The text of a moment. */
    momentCharacters: 2000,
    /** A comment on a moment. */
    momentCommentCharacters: 500,
    /** The greeting with which a tenant's default friend begins. */
    defaultGreetingCharacters: 1000,
    /** The greeting in a request to be friends. */
    friendGreetingCharacters: 200,
    /** A notice of a group. */
    noticeCharacters: 2000,
    /** A title or a name of what an operator publishes. */
    pageTitleCharacters: 200,
    /** The line below such a title. */
    pageSummaryCharacters: 500,
    /** An address that an operator publishes. */
    pageUrlCharacters: 2000,
    /** A page that an operator publishes. */
    pageBodyCharacters: 60_000,
    /** The parts of a reason for a report. */
    reasonCharacters: { tag: 32, title: 64, description: 200 },
    /** A tag of a card. */
    tagCharacters: 20,
    /** What a command reads to find a password: its first line. */
    passwordInputBytes: 4096,
    /** A password. */
    passwordCharacters: 256,
    /** A user name that is no e-mail address. */
    usernameCharacters: 20,
    /** Code units of an e-mail address. */
    emailUnits: 100,
    /** Code units of a user name or e-mail address, whatever it is normalised to. */
    usernameUnits: 400,
    /** A remark, a signature line. */
    lineCharacters: 50,
    /** The texts of a plan. */
    planCharacters: 200,
    /** The name or the address of a place. */
    placeCharacters: 500,
    /** The name of a file. */
    fileNameCharacters: 255,
    /** What somebody says with a report. */
    reportCharacters: 1000,
    /** A word that is searched for. */
    searchCharacters: 50,
    /** Marks that one letter carries: Burmese words need five, stacks of Tibetan seven. */
    marksOnLetter: 8,
    /** Those among them in a row that belong to no script, as accents do: Vietnamese needs two, the Koran three. */
    accentsOnLetter: 4,
    /** Code units of a text before it is normalised, for each character that it may have, and some to spare. */
    unitsOfCharacter: 4,
    spareUnits: 1000,
    /** The piece of a bad value that a refusal repeats. */
    shownValueCharacters: 64,
  },
  /** What one request names, and what one answer lists. */
  list: {
    /** Pictures of a moment; of videos it has one, and then no picture. */
    momentPictures: 9,
    /** Notices of a group. */
    notices: 100,
    /** Reasons for reports that a tenant has. */
    reportReasons: 200,
    /** Tags in each block of a card. */
    cardTags: 3,
    /** Conversations that one forward may reach, and cards that one call may send. */
    targets: 200,
    /** Friends that a tenant gives to everybody who registers. */
    defaultFriends: 50,
    /** People whom an entry about members names, so that an entry about thousands fits into a frame. */
    namedMembers: 100,
    /** Members of a group in which people are told who types. */
    typingMembers: 50,
    /** The content of one page of messages, so that a page of long ones does not fill the memory. */
    pageBytes: 60_000,
    /** Stickers that one list shows, whatever the tenant allows. */
    stickers: 2000,
    /** Replies of a thread below a video that are shown, the newest first. */
    videoReplies: 50,
    /** Likes and comments of a moment that are shown, the newest first. */
    momentReactions: 500,
    /** Reports against one account that are weighed together, the heaviest. */
    weighedReports: 1000,
    /** Messages that a report keeps. */
    evidenceMessages: 50,
    /** Kept messages that a moderator is shown at once. */
    evidenceListed: 200,
    /** Kept messages that one transaction throws away. */
    evidenceSweptAtOnce: 500,
    /** People who serve the customers of a tenant, whose names nobody else has. */
    agents: 500,
    /** Plans that a tenant has. */
    plans: 100,
    /** People whose number is not kept are counted this far; nobody pages further. */
    peopleCounted: 1000,
    /** Members whom the picture of a group shows. */
    mosaicFaces: 9,
    /** Photos that one list of a moderator shows. */
    photosToReview: 200,
    /** Rows that one list of published things shows. */
    publishedRows: 200,
    /** Links of a tenant that are shown. */
    agentLinks: 200,
    /** Entries of one conversation that a resume sends; the client asks for the rest. */
    missedEntries: 200,
    /** Events of an account that a resume reads at once. */
    eventsAtOnce: 500,
    /** Conversations that a resume reads at once. */
    resumedAtOnce: 50,
    /** Conversations that one `behind` names, so that it stays a small frame. */
    behindConversations: 1_000,
  },
  /** Searches. */
  search: {
    /** Searches that run at once, each on a connection that others do not need. */
    atOnce: 2,
    /** Searches that wait. */
    waiting: 20,
    /** Of those, searches of one account. */
    waitingForEach: 12,
    /** A search that takes longer is ended. */
    timeoutMs: 3_000,
    /** For how long the indexer works before others are served. */
    indexTurnMs: 10,
    /** Code units of a folded text: what stands behind them is not searched. */
    foldedUnits: 12_000,
    /** Messages that are not in the index yet and that one search reads: how many, and of how many bytes. */
    waitingMessages: 500,
    waitingBytes: 200_000,
    /** Rows whose folded form is renewed at once. */
    renewedRows: 500,
    /** Messages that one turn of the indexer reads. */
    indexBatch: 500,
    /** Batches that one round of the indexer takes, so that it never crowds out the messages themselves. */
    batchesARound: 4,
  },
  /** What the log writes. */
  log: {
    /** Warnings and errors of one kind are written once in this time, then with their number. */
    repeatedAfterMs: 1000,
    /** Kinds that are told apart at once. */
    kinds: 500,
    /** Clients that know more than the database are warned of once in this time. */
    restoredWarningAfterMs: 60_000,
  },
  /** How far the clock of the machine is believed. */
  clock: {
    /** It is looked at, and noted, once in this time. */
    everyMs: 60_000,
    /** What a server finds at its start may be later than the last note by this. */
    aheadAtStartMs: 24 * 3600_000,
    /** And earlier by this. */
    behindAtStartMs: 60_000,
    /** While a server runs, the clock and the time that has passed may differ by this between two looks. */
    jumpMs: 10 * 60_000,
    /** A clock that nobody confirms is believed after this long. */
    doubtMs: 24 * 3600_000,
    /** The note in the data folder may be ahead of the one in the database by this, or the database is an older copy. */
    noteAheadMs: 3 * 60_000,
    /** Rows whose times one statement clamps. */
    rowsClamped: 500,
    /** Conversations for which one transaction does so, while nobody writes into them. */
    conversationsClamped: 50,
    /** Entries of each of these conversations. */
    entriesClamped: 200,
  },
  /** Work of the database. */
  database: {
    /** How long a start waits for the lock of a server that was just killed. */
    lockWithinMs: 5_000,
    lockRetryMs: 250,
    /** Connections for everything but messages and searches. */
    connections: 12,
    /** Statements that each of them keeps planned. */
    namedStatements: 400,
    /** Messages that one batch writes. */
    batchRows: 256,
    /** Bytes of content that one batch writes. */
    batchBytes: 1_000_000,
    /** How often a message is written again after a failure whose outcome is known. */
    batchAttempts: 5,
    /** Messages of unknown outcome that are remembered. */
    doubtfulMessages: 50_000,
    /** How often a transaction runs that the database ended because of a deadlock. */
    transactionAttempts: 4,
    /** A batch that takes longer has an unknown outcome, and a retry is safe. */
    batchTimeoutMs: 8_000,
    /** How long a connection of the batch writer may take to open. */
    connectTimeoutMs: 3_000,
    /** A query that takes longer is ended. Migrations may take as long as they need. */
    queryTimeoutMs: 8_000,
    /** How long a process that ends waits for the database to store the last messages. */
    lastBatchesWithinMs: 2_000,
  },
} as const;
