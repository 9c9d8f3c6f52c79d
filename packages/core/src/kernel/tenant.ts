import type { TenantId } from './ids.js';

/**
 * The settings of a tenant. Stored sparsely: the row contains only the differences from the defaults. The Chat API
 * returns some of them as strings in `App/config`.
 */
export interface TenantSettings {
  /**
   * The password rule: `document`, 8 or more characters of three kinds; `uniapp`, 6 or more. Also selects the
   * numbering of favourites.
   */
  readonly imProfile: 'document' | 'uniapp';
  /**
   * Which Chat API clients receive frames that older clients do not know and answer with a dialog: `known`, clients
   * that have requested read receipts of a chat, as only newer ones do; `all`; or `none`.
   */
  readonly imNewerFrames: 'known' | 'all' | 'none';
  /** IANA name of the zone for dates and for the start of a day. */
  readonly timeZone: string;
  readonly pageTitle: string;
  readonly consoleTitle: string;
  /** Whether people may register themselves. */
  readonly openRegistration: boolean;
  /** Whether visitors may get an account without a password. */
  readonly openVisitors: boolean;
  readonly visitorPrefix: string;
  /** Prefix of the nickname for accounts that gave none and have a phone number or an e-mail address as user name. */
  readonly neutralNickname: string;
  /** Whether registration requires a code sent to the phone. */
  readonly smsOnRegistration: boolean;
  /** Whether registration requires a member's invite code. */
  readonly inviteRequired: boolean;
  /** The operator's invite code, required if set. If `inviteRequired` is true, a member's code also works. */
  readonly systemInviteCode: string;
  /** Accounts that one address may create; 0 for no limit. */
  readonly accountsPerAddress: number;
  /** Visitors within 24 hours; 0 for no limit. */
  readonly visitorsPerDay: number;
  /** Ids separated by `|`: accounts that become friends of every new account. */
  readonly defaultFriends: string;
  /** Whether a new account gets all of them, a random one, or the next in turn. */
  readonly defaultFriendMode: 'all' | 'random' | 'turns';
  /** What they write to every new account; empty for nothing. */
  readonly defaultFriendGreeting: string;
  /** Whether ordinary users may create groups. */
  readonly openGroups: boolean;
  /** Whether a list id and a member's id suffice to join a group, as in the QR codes of existing clients. */
  readonly joinByListId: boolean;
  readonly burnAfterRead: boolean;
  readonly burnDelaySeconds: number;
  /** How long after sending the sender may recall a message; 0 for no limit. */
  readonly recallWindowMs: number;
  /** A token expires after this time without use. */
  readonly sessionIdleMs: number;
  /** Maximum number of members of a group. */
  readonly groupMaxMembers: number;
  /**
   * Bytes of uploads per day: of an account, of an account without a password, and of all such accounts at one
   * address; 0 for no limit.
   */
  readonly uploadBytesPerDay: number;
  readonly visitorUploadBytesPerDay: number;
  readonly addressUploadBytesPerDay: number;
  /** Maximum size of a short video, in bytes; `KITH_MAX_UPLOAD_MB` also applies. */
  readonly videoMaxBytes: number;
  /** Maximum duration of a short video. */
  readonly videoMaxSeconds: number;
  /** Saved messages per account, and total bytes of them and their files. */
  readonly favouriteMaxCount: number;
  readonly favouriteMaxBytes: number;
  readonly stickerMaxCount: number;
  readonly bottomUrl: string;
  /** Whom users of unknown age see: `adult`, everybody except minors; `isolated`, only each other. */
  readonly ageUnknown: 'adult' | 'isolated';
  /** `disabled`: the Friendship API rejects minors. `separate`: minors with proven age find each other. */
  readonly ageMinors: 'separate' | 'disabled';
  /** How long changes between minor and adult are listed for moderators. */
  readonly ageMoveDays: number;
  /** How long after the last activity an account counts as online, and as recently online. */
  readonly onlineWindowMs: number;
  readonly recentWindowMs: number;
  /** Openings of one intro by the same viewer that count as clicks per day. */
  readonly profileClicksPerDay: number;
  /** Whether lists of people omit unfinished profiles instead of showing them last. */
  readonly finishedPeopleOnly: boolean;
  /** People whom a user may start writing to per day; -1 for no limit. */
  readonly ticketsPerDay: number;
  /** Whether VIPs have no such limit; otherwise their plan's figure applies. */
  readonly vipUnlimitedTickets: boolean;
  /** Waves per day, and super waves per day. */
  readonly wavesPerDay: number;
  readonly wavesPerDayVip: number;
  readonly superWavesPerDay: number;
  readonly superWavesPerDayVip: number;
  /** Interval between two super waves at the same person. */
  readonly superWaveAgainHours: number;
  /** How long a super wave stays at the top of the stranger box. */
  readonly superWaveTopHours: number;
  /** Stranger conversations that a user may unlock per day; VIPs need no keys. */
  readonly strangerKeysPerDay: number;
  /** Messages that a user may send to a stranger before an answer. */
  readonly strangerMessages: number;
  /** Whether these messages may contain links and phone numbers. */
  readonly strangerLinks: boolean;
  /** Reports of this total weight halve the reported user's daily limits for `reportDays`; 0 for never. */
  readonly halveAtWeight: number;
  /** If moderation bans a user, others get back what they spent on the user within this many hours. */
  readonly refundHours: number;
  /**
   * Required proof of a purchase: `strict`, a signed receipt; `api`, a receipt or a lookup by id at the store;
   * `trust`, none.
   */
  readonly receiptMode: 'strict' | 'api' | 'trust';
  /** The tenant's app in the stores; empty, or 0, if it is not sold there. */
  readonly appleBundleId: string;
  readonly appleAppId: number;
  readonly googlePackageName: string;
  /** Whether purchases in the stores' sandboxes count. */
  readonly storeSandbox: boolean;
  /** How long a subscription stays valid after its end while its renewal is unknown. */
  readonly vipGraceHours: number;
  /** Whether lists show a person only to viewers whom that person's own filter admits. */
  readonly filterMutual: boolean;
  /** Whether `near` adds schools of the same city if the viewer's own school has less than a page of people. */
  readonly nearByCity: boolean;
  /** Whether only VIPs see who opened their intro; others see the number. */
  readonly seenVipOnly: boolean;
  /** Whether parameter errors in the Friendship API contain a full-width colon, like the original server's. */
  readonly fullWidthColon: boolean;
  /** Maximum size of a card photo: bytes and pixels. */
  readonly photoMaxBytes: number;
  readonly photoMaxPixels: number;
  /** Whether others see a photo before its review. */
  readonly photoBeforeReview: 'hidden' | 'visible';
  /** Who reviews photos; with `none`, each is approved immediately. */
  readonly photoReview: 'humans' | 'none';
  /** How long a deleted or replaced photo of a reported user is kept as evidence. */
  readonly photoEvidenceDays: number;
  /** How long moderators can read recalled, burnt, edited or destroyed content; 0 keeps nothing. */
  readonly evidenceDays: number;
  /** A call that rings longer is missed. */
  readonly callRingSeconds: number;
  /**
   * Total weight of reports, from at least two people, at which moderation automatically hides, silences or bans an
   * account; 0 for never. An average report weighs 1.
   */
  readonly limitAtWeight: number;
  readonly bucketAtWeight: number;
  readonly banAtWeight: number;
  /** How long automatic sanctions last. */
  readonly limitHours: number;
  readonly bucketHours: number;
  readonly banHours: number;
  /** How long a report counts. */
  readonly reportDays: number;
  /** Support hours in the tenant's zone, such as `09:00-18:00`; '' for always. */
  readonly supportHours: string;
  /** The greeting for customers during and outside support hours; '' for none. */
  readonly supportGreeting: string;
  readonly supportClosedGreeting: string;
  /** The page that clients with an explore tab open in it. */
  readonly exploreUrl: string;
  /** `app/update` offers this version to clients with an older one. */
  readonly appVersion: string;
  readonly appUrlAndroid: string;
  readonly appUrlIos: string;
}

/** The settings of a tenant that has changed none. */
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

/** A community of accounts, isolated from all others on the server. */
export interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly settings: TenantSettings;
}
