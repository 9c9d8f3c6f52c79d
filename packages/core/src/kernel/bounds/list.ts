/** Items in one request or one response. */
export const list = {
  /** Sessions in the list of an account's own. */
  sessions: 100,
  /** People in the list of those whom an account has blocked. */
  blocked: 500,
  /** Pictures of a moment; alternatively it has one video. */
  momentPictures: 9,
  /** Notices of a group. */
  notices: 100,
  /** Report reasons of a tenant. */
  reportReasons: 200,
  /** Customers in the list of an agent: the longest waiting, and as many of the newest ones. */
  servedCustomers: 250,
  /** Pictures from which new accounts choose. */
  offeredAvatars: 60,
  /** Letters to one person that it still sees. */
  letters: 50,
  /** Tags in each block of a card. */
  cardTags: 3,
  /** Conversations per forward, and cards per call. */
  targets: 200,
  /** Categories of videos of a tenant, with removed ones. */
  videoCategories: 100,
  /** Default friends of a tenant. */
  defaultFriends: 50,
  /** Members named in an entry about members, so that an entry about thousands fits into a frame. */
  namedMembers: 100,
  /** Groups with more members get no typing notifications. */
  typingMembers: 50,
  /** Total content of one page of messages, which bounds memory use. */
  pageBytes: 60_000,
  /** Numbers of a stream that a search for entries reads at first; each further block is twice as long, up to the largest. */
  firstBlock: 32,
  largestBlock: 65_536,
  /** Numbers by which a page of history grows at most, so that it does not split a second. */
  historyGrowth: 1_000,
  /** Stickers in one list, regardless of the tenant's settings. */
  stickers: 2000,
  /** Stickers that the operator offers. */
  offeredStickers: 120,
  /** Members mentioned in one message. */
  mentions: 50,
  /** Pinned messages of a conversation. */
  pinnedMessages: 50,
  /** Messages that one device of a call sends to the other. */
  callSignals: 500,
  /** Different emoji on one message. */
  reactionEmoji: 20,
  /** Reactions in the list of those who react to a message. */
  reactors: 200,
  /** Of the different emoji, those by one account. */
  ownReactionEmoji: 5,
  /** Replies shown per thread below a video, newest first. */
  videoReplies: 50,
  /** Likes and comments shown per moment, newest first. */
  momentReactions: 500,
  /** Reports against one account that count together, heaviest first. */
  combinedReports: 1000,
  /** Messages stored with a report. */
  evidenceMessages: 50,
  /** Contents of one message that a case holds, as it is changed again and again. */
  evidenceContents: 20,
  /** Stored messages in one list for moderators. */
  evidenceListed: 200,
  /** Stored messages deleted per transaction. */
  evidenceSweptAtOnce: 500,
  /** Support agents of a tenant; no other account may have their names. */
  agents: 500,
  /** Plans of a tenant. */
  plans: 100,
  /** People are counted up to this number where no counter exists, because later pages are not used. */
  peopleCounted: 1000,
  /** Followers, likes or comments of which a list of short videos counts and shows those that the caller sees, newest first. */
  videoRows: 1000,
  /** Members shown in a group's picture. */
  mosaicFaces: 9,
  /** Photos in one list for moderators. */
  photosToReview: 200,
  /** Rows in one list of published items. */
  publishedRows: 200,
  /** Articles in one page of the console, and versions that are kept of each. */
  articleRows: 50,
  articleVersions: 100,
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
} as const;
