import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `accounts`. */
export const accountsSettings = {
  imProfile: {
    kind: 'choice',
    default: 'document',
    choices: ['document', 'uniapp'],
    meaning:
      "The password rule and the numbers of the favourites' kinds: `document`, passwords of 8 or more characters of three kinds; `uniapp`, of 6 or more.",
  },
  openRegistration: {
    kind: 'switch',
    default: true,
    meaning: 'Whether people may register themselves; `kith account create` always works.',
  },
  openVisitors: {
    kind: 'switch',
    default: true,
    meaning: 'Whether visitors may get an account without a password.',
  },
  visitorPrefix: {
    kind: 'text',
    default: 'siyu_',
    maxCharacters: 20,
    pattern: String.raw`^\S+$`,
    example: 'guest_',
    meaning: "The prefix of visitors' user names.",
  },
  neutralNickname: {
    kind: 'text',
    default: '用户',
    maxCharacters: 20,
    meaning:
      'The prefix of the nickname, followed by six digits, for accounts that gave none and whose user name is a phone number or an e-mail address.',
  },
  smsOnRegistration: {
    kind: 'switch',
    default: false,
    meaning: 'Whether registration requires a code sent to the phone.',
  },
  inviteRequired: {
    kind: 'switch',
    default: false,
    meaning: 'Whether registration requires the invite code of an active member.',
  },
  systemInviteCode: {
    kind: 'text',
    default: '',
    maxCharacters: 64,
    isSecret: true,
    meaning:
      "The operator's invite code, which registration requires unless it is empty; with `inviteRequired` either code suffices.",
  },
  accountsPerAddress: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1_000_000,
    meaning: 'How many accounts one address (IPv6: one /64 network) may create; 0 for no limit.',
  },
  visitorsPerDay: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 1_000_000_000,
    meaning: 'How many visitors are admitted within 24 hours; 0 for no limit.',
  },
  sessionIdleMs: {
    kind: 'number',
    default: 180 * 24 * 3600 * 1000,
    min: 60_000,
    max: 3650 * 24 * 3600 * 1000,
    unit: 'milliseconds',
    isDangerous: true,
    meaning: 'A session ends this long after its last use.',
  },
  uploadBytesPerDay: {
    kind: 'number',
    default: 2 * 1024 ** 3,
    min: 0,
    max: 1024 ** 5,
    unit: 'bytes',
    meaning: 'How much an account may upload per day; 0 for no limit.',
  },
  visitorUploadBytesPerDay: {
    kind: 'number',
    default: 100 * 1024 ** 2,
    min: 0,
    max: 1024 ** 5,
    unit: 'bytes',
    meaning: 'How much an account without a password may upload per day; 0 for no limit.',
  },
  addressUploadBytesPerDay: {
    kind: 'number',
    default: 300 * 1024 ** 2,
    min: 0,
    max: 1024 ** 5,
    unit: 'bytes',
    meaning:
      'How much all visitors of one address may upload per day, with the pictures before registration; 0 for no limit. For IPv6, an address is a /64 network, and a /48 network may upload 16 times as much.',
  },
  deletionGraceDays: {
    kind: 'number',
    default: 7,
    min: 0,
    max: 365,
    unit: 'days',
    isDangerous: true,
    meaning:
      'How long the owner of a deleted account may sign in and keep it; 0: it is erased within a minute.',
  },
  ageGroupChangeDays: {
    kind: 'number',
    default: 180,
    min: 0,
    max: 3650,
    unit: 'days',
    meaning: 'How long an account that crossed the age line is listed for moderators.',
  },
} as const satisfies SettingSchemas;
