/** The settings of a tenant that belong to the area `accounts`. */
export interface AccountsSettings {
  /**
   * The password rule: `document`, 8 or more characters of three kinds; `uniapp`, 6 or more. Also selects the
   * numbering of favourites.
   */
  readonly imProfile: 'document' | 'uniapp';
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
  /** A token expires after this time without use. */
  readonly sessionIdleMs: number;
  /**
   * Bytes of uploads per day: of an account, of an account without a password, and of all such accounts at one
   * address; 0 for no limit.
   */
  readonly uploadBytesPerDay: number;
  readonly visitorUploadBytesPerDay: number;
  readonly addressUploadBytesPerDay: number;
  /** How long the owner of a deleted account may keep it; 0 erases it at once. */
  readonly deletionGraceDays: number;
  /** How long changes between minor and adult are listed for moderators. */
  readonly ageGroupChangeDays: number;
}

/** The defaults of these settings. */
export const accountsSettings: AccountsSettings = {
  imProfile: 'document',
  openRegistration: true,
  openVisitors: true,
  visitorPrefix: 'siyu_',
  neutralNickname: '用户',
  smsOnRegistration: false,
  inviteRequired: false,
  systemInviteCode: '',
  accountsPerAddress: 0,
  visitorsPerDay: 0,
  sessionIdleMs: 180 * 24 * 3600 * 1000,
  uploadBytesPerDay: 2 * 1024 ** 3,
  visitorUploadBytesPerDay: 100 * 1024 ** 2,
  addressUploadBytesPerDay: 300 * 1024 ** 2,
  deletionGraceDays: 7,
  ageGroupChangeDays: 180,
};
