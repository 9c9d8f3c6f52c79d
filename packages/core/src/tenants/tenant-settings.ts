import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `tenants`. */
export const tenantsSettings = {
  imNewerFrames: {
    kind: 'choice',
    default: 'known',
    choices: ['known', 'all', 'none'],
    meaning:
      'Which Chat API clients receive frames that older clients do not know and answer with a dialog: `known`, those that have asked for read receipts, as only newer ones do; `all`; `none`.',
  },
  timeZone: {
    kind: 'timeZone',
    default: 'Asia/Shanghai',
    meaning: 'The zone of dates and of the start of a day.',
  },
  pageTitle: {
    kind: 'text',
    default: 'IM',
    maxCharacters: 100,
    meaning: 'The title that clients show.',
  },
  consoleTitle: {
    kind: 'text',
    default: '管理后台',
    maxCharacters: 100,
    meaning: 'The title of the console, and the name in an authenticator.',
  },
  fullWidthColon: {
    kind: 'switch',
    default: false,
    meaning:
      "Whether parameter errors in the Friendship API contain a full-width colon, like the original server's.",
  },
} as const satisfies SettingSchemas;
