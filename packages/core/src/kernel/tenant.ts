import type { TenantId } from './ids.js';

/**
 * The settings of a tenant with their defaults. Stored sparsely: only what differs is in the row.
 * The Chat API shows some of them as strings in `App/config`.
 */
export interface TenantSettings {
  /** `document`: 8+ characters of three kinds; `uniapp`: 6+. Also picks the numbering of favourites. */
  readonly imProfile: 'document' | 'uniapp';
  /**
   * Which clients of the Chat API hear the frames that its older clients do not know, for which these raise a dialog:
   * `known`, those that have asked for the ticks of a chat, as only newer ones do; or all of them, or none.
   */
  readonly imNewerFrames: 'known' | 'all' | 'none';
  /** IANA name of the zone in which dates are written and days begin. */
  readonly timeZone: string;
  readonly pageTitle: string;
  readonly consoleTitle: string;
  /** Whether people may register by themselves. */
  readonly openRegistration: boolean;
  /** Whether visitors get an account without a password. */
  readonly openVisitors: boolean;
  readonly visitorPrefix: string;
  /** How nicknames begin of people who gave none and whose user name is a phone number or an e-mail address. */
  readonly neutralNickname: string;
  /** Whether registration asks for a code sent to the phone. */
  readonly smsOnRegistration: boolean;
  /** Whether registration needs the invite code of a member. */
  readonly inviteRequired: boolean;
  /** A code of the operator's, which registration needs when it is set; a member's does too where one is required. */
  readonly systemInviteCode: string;
  /** How many accounts one address may make; 0 for no limit. */
  readonly accountsPerAddress: number;
  /** How many visitors may come within 24 hours; 0 for no limit. */
  readonly visitorsPerDay: number;
  /** Ids with `|` between them: these people are friends of every new account. */
  readonly defaultFriends: string;
  /** Whether all of them are, one by chance, or one by turns. */
  readonly defaultFriendMode: 'all' | 'random' | 'turns';
  /** What they write to every new account; empty for nothing. */
  readonly defaultFriendGreeting: string;
  /** Whether ordinary people may make groups. */
  readonly openGroups: boolean;
  /** Whether a list id and the id of a member open a group, as the codes do that existing clients show. */
  readonly joinByListId: boolean;
  readonly burnAfterRead: boolean;
  readonly burnDelaySeconds: number;
  /** How long after sending the sender may take a message back; 0 for ever. */
  readonly recallWindowMs: number;
  /** A token dies this long after its last use. */
  readonly sessionIdleMs: number;
  /** How many people a group may have. */
  readonly groupMaxMembers: number;
  /** How many bytes an account may upload on a day, an account without a password, and all of these at one address; 0 for no limit. */
  readonly uploadBytesPerDay: number;
  readonly visitorUploadBytesPerDay: number;
  readonly addressUploadBytesPerDay: number;
  /** The largest short video, in bytes; `KITH_MAX_UPLOAD_MB` bounds it too. */
  readonly videoMaxBytes: number;
  /** The longest short video. */
  readonly videoMaxSeconds: number;
  /** How many messages an account may keep, and how many bytes they and their files may take. */
  readonly favouriteMaxCount: number;
  readonly favouriteMaxBytes: number;
  readonly stickerMaxCount: number;
  readonly bottomUrl: string;
  /** Whom people of unknown age see: `adult`, everybody but minors; `isolated`, only each other. */
  readonly ageUnknown: 'adult' | 'isolated';
  /** The Friendship API is not for minors, or minors whose age is proven find each other. */
  readonly ageMinors: 'separate' | 'disabled';
  /** How long moves across the age line are listed for moderators. */
  readonly ageMoveDays: number;
  /** How long after the last sign of life somebody counts as online, and as recently online. */
  readonly onlineWindowMs: number;
  readonly recentWindowMs: number;
  /** How often a day somebody's openings of one intro count as clicks. */
  readonly profileClicksPerDay: number;
  /** Whether lists of people leave out whose profile is not finished, instead of showing them last. */
  readonly finishedPeopleOnly: boolean;
  /** How many people somebody may begin to write to on a day; -1 for no limit. */
  readonly ticketsPerDay: number;
  /** Whether that has no limit for who has VIP; else it is the figure of the plan. */
  readonly vipUnlimitedTickets: boolean;
  /** How many people somebody may wave at on a day, and with a super wave. */
  readonly wavesPerDay: number;
  readonly wavesPerDayVip: number;
  readonly superWavesPerDay: number;
  readonly superWavesPerDayVip: number;
  /** How long one has to wait before the next super wave at the same person. */
  readonly superWaveAgainHours: number;
  /** For how long a super wave stands on top of the stranger box. */
  readonly superWaveTopHours: number;
  /** How many conversations of strangers somebody may unlock on a day; who has VIP needs no keys. */
  readonly strangerKeysPerDay: number;
  /** How many messages somebody may write to a stranger who has not answered. */
  readonly strangerMessages: number;
  /** Whether these messages may hold links and phone numbers. */
  readonly strangerLinks: boolean;
  /** A report that weighs as much halves what the reported may do a day, for `reportDays`; 0 for never. */
  readonly halveAtWeight: number;
  /** Within how many hours what was spent on somebody comes back whom moderation bans. */
  readonly refundHours: number;
  /** What proof a purchase needs: `strict`, it comes with one; `api`, or the store knows its id; `trust`, none. */
  readonly receiptMode: 'strict' | 'api' | 'trust';
  /** The tenant's app as the stores know it; empty, or 0, where it is not sold. */
  readonly appleBundleId: string;
  readonly appleAppId: number;
  readonly googlePackageName: string;
  /** Whether the stores' play money counts. */
  readonly storeSandbox: boolean;
  /** How long a subscription goes on beyond its end while nobody has said whether it was renewed. */
  readonly vipGraceHours: number;
  /** Whether lists of people show somebody only to those whom that person's own filter admits. */
  readonly filterMutual: boolean;
  /** Whether `near` goes on to schools of the same city when the own one has less than a page of people. */
  readonly nearByCity: boolean;
  /** Whether only VIPs are told who opened their intro; others are told how many. */
  readonly seenVipOnly: boolean;
  /** Whether refusals of parameters in the Friendship API have the full-width colon of the original server. */
  readonly fullWidthColon: boolean;
  /** The largest photo of a card: its bytes, and its pixels. */
  readonly photoMaxBytes: number;
  readonly photoMaxPixels: number;
  /** Whether others see a photo that nobody has reviewed yet. */
  readonly photoBeforeReview: 'hidden' | 'visible';
  /** Who reviews photos; with `none` each is approved at once. */
  readonly photoReview: 'humans' | 'none';
  /** How long a photo of somebody who was reported is kept as evidence after it was deleted or replaced. */
  readonly photoEvidenceDays: number;
  /** How long moderation can read what was taken back, burnt, edited away or destroyed; 0 keeps nothing. */
  readonly evidenceDays: number;
  /** How long a call rings until it is missed. */
  readonly callRingSeconds: number;
  /**
   * What reports against somebody have to weigh together, from two people or more, until moderation hides, silences
   * or bans the account by itself; 0 for never. An average report weighs 1.
   */
  readonly limitAtWeight: number;
  readonly bucketAtWeight: number;
  readonly banAtWeight: number;
  /** How long what moderation does by itself lasts. */
  readonly limitHours: number;
  readonly bucketHours: number;
  readonly banHours: number;
  /** For how long a report counts. */
  readonly reportDays: number;
  /** When customers are served, in the tenant's zone: `09:00-18:00`, or '' for always. */
  readonly supportHours: string;
  /** What a customer is told who comes while customers are served, and at other times; '' for nothing. */
  readonly supportGreeting: string;
  readonly supportClosedGreeting: string;
  /** What clients with an explore tab open in it. */
  readonly exploreUrl: string;
  /** A newer version of the app than this one is offered for download by `app/update`. */
  readonly appVersion: string;
  readonly appUrlAndroid: string;
  readonly appUrlIos: string;
}

export const defaultSettings: TenantSettings = {
  imProfile: 'document',
  imNewerFrames: 'known',
  timeZone: 'Asia/Shanghai',
  pageTitle: 'IM',
  consoleTitle: '管理后台',
  openRegistration: true,
  openVisitors: true,
  visitorPrefix: 'siyu_',
  neutralNickname: '用户',
  smsOnRegistration: false,
  inviteRequired: false,
  systemInviteCode: '',
  accountsPerAddress: 0,
  visitorsPerDay: 0,
  defaultFriends: '',
  defaultFriendMode: 'all',
  defaultFriendGreeting: '',
  openGroups: true,
  joinByListId: true,
  burnAfterRead: true,
  burnDelaySeconds: 3,
  recallWindowMs: 0,
  sessionIdleMs: 180 * 24 * 3600 * 1000,
  groupMaxMembers: 5000,
  uploadBytesPerDay: 2 * 1024 ** 3,
  visitorUploadBytesPerDay: 100 * 1024 ** 2,
  addressUploadBytesPerDay: 300 * 1024 ** 2,
  videoMaxBytes: 50 * 1024 * 1024,
  videoMaxSeconds: 300,
  favouriteMaxCount: 20_000,
  favouriteMaxBytes: 30 * 1024 ** 3,
  stickerMaxCount: 300,
  bottomUrl: '',
  ageUnknown: 'adult',
  ageMinors: 'disabled',
  ageMoveDays: 180,
  onlineWindowMs: 5 * 60 * 1000,
  recentWindowMs: 24 * 3600 * 1000,
  profileClicksPerDay: 30,
  finishedPeopleOnly: false,
  ticketsPerDay: 10,
  vipUnlimitedTickets: true,
  wavesPerDay: 30,
  wavesPerDayVip: 100,
  superWavesPerDay: 1,
  superWavesPerDayVip: 5,
  superWaveAgainHours: 168,
  superWaveTopHours: 24,
  strangerKeysPerDay: 3,
  strangerMessages: 3,
  strangerLinks: false,
  halveAtWeight: 1,
  refundHours: 24,
  receiptMode: 'strict',
  appleBundleId: '',
  appleAppId: 0,
  googlePackageName: '',
  storeSandbox: false,
  vipGraceHours: 24,
  filterMutual: false,
  nearByCity: false,
  seenVipOnly: false,
  fullWidthColon: false,
  photoMaxBytes: 10 * 1024 * 1024,
  photoMaxPixels: 25_000_000,
  photoBeforeReview: 'hidden',
  photoReview: 'humans',
  photoEvidenceDays: 90,
  evidenceDays: 7,
  callRingSeconds: 60,
  limitAtWeight: 3,
  bucketAtWeight: 5,
  banAtWeight: 8,
  limitHours: 72,
  bucketHours: 24,
  banHours: 168,
  reportDays: 30,
  supportHours: '',
  supportGreeting: '',
  supportClosedGreeting: '',
  exploreUrl: '',
  appVersion: '',
  appUrlAndroid: '',
  appUrlIos: '',
};

/** One of the communities that share a server and never see each other. */
export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly settings: TenantSettings;
}
