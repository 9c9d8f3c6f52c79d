/** Staff of the console. */
export const staff = {
  /** Members of staff in one list. */
  members: 500,
  /** A session without requests ends after this time. */
  idleMs: 30 * 60_000,
  /** A session ends after this time in any case. */
  sessionMs: 12 * 3600_000,
  /** A session that enrols ends after this time. */
  enrolmentMs: 15 * 60_000,
  /** The use of a session is recorded at most this often. */
  touchEveryMs: 60_000,
  /** A proof of identity permits dangerous actions for this time. */
  provenMs: 5 * 60_000,
  /** Wrong passwords and codes in a row, and how long further attempts are refused. */
  guesses: 5,
  lockMs: 15 * 60_000,
  /** The same for all devices and networks together that have not signed in before. */
  strangersGuesses: 50,
  /** How long a one-time password opens an enrolment. */
  oneTimePasswordMs: 7 * 24 * 3600_000,
  recoveryCodes: 10,
  /** Passkeys of one member of staff, and how long each may take to answer. */
  passkeys: 10,
  passkeyNameCharacters: 64,
  tenantNameCharacters: 64,
  challengeMs: 5 * 60_000,
  /** Sessions and known devices of one member of staff; the oldest give way. */
  sessions: 20,
  devices: 20,
  nameCharacters: 64,
  /** Rows in one page of the audit log. */
  auditRows: 50,
  /** Rows that an export of the audit log reads at a time. */
  auditExportedAtOnce: 500,
  /** Failed work in one list, and the newest messages among which it is looked for. */
  failedWork: 50,
  failedLooked: 1000,
  /** Items in one page of a review queue, and the earlier decisions shown with each. */
  queueItems: 50,
  queueDecisions: 10,
  /** Reports shown of one account, newest first. */
  reportsShown: 20,
  /** Accounts in one decision about reports. */
  reportedAtOnce: 50,
  /** Up to this number the items of a review queue are counted. */
  queueCounted: 10_000,
  /** How long an item of a review queue is shown as being looked at. */
  leaseMs: 2 * 60_000,
  /** How long a postponed photo is out of the queue. */
  photoPostponedMs: 3600_000,
  /** People in one search, rows of each list on the page of a person, and characters of a note. */
  people: 50,
  personRows: 50,
  noteCharacters: 2000,
  /** Characters of the reason of an action. */
  reasonCharacters: 500,
  /** Groups, and members of one, in a page. */
  groupRows: 50,
  /** Short videos, moments, and comments on one of either, in a page. */
  videoRows: 24,
  momentRows: 24,
  commentRows: 50,
  /** Agents of customer service, and conversations with customers, in a page. */
  agentRows: 100,
  supportRows: 50,
  /** Parts of a week in which one agent works, and the largest number of customers whom one serves. */
  shifts: 28,
  mostCustomers: 1000,
  /** Answers among which the usual wait of an agent's customers is looked for. */
  answersLooked: 500,
  /** Waiting customers without an agent who are given one in a round. */
  unassignedAtOnce: 200,
  /** Messages in a page of the chat of an agent in the console. */
  deskMessages: 50,
  /** A member of staff who looked at the customers of an agent within this time is at the desk. */
  deskSeenMs: 60_000,
  /** Conversations of a person in a page. */
  conversationRows: 50,
  /** How long messages are open to a member of staff, how many entries, and of which time. */
  messagesOpenMs: 15 * 60_000,
  messagesOpened: 200,
  messagesWindowMs: 24 * 3600_000,
  /** Openings in the list of a member of staff's own. */
  openingsListed: 20,
  /** Uses of a quota that are given at once. */
  quotaGiven: 1000,
  /** Changes of age groups in a page. */
  ageChangeRows: 50,
  /** Purchases in a page. */
  purchases: 50,
} as const;
