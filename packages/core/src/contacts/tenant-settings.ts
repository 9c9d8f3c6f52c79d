import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `contacts`. */
export const contactsSettings = {
  ageUnknown: {
    kind: 'choice',
    default: 'adult',
    choices: ['adult', 'isolated'],
    isDangerous: true,
    meaning:
      'Whom accounts of unknown age see: `adult`, everybody except minors; `isolated`, only each other.',
  },
  ageMinors: {
    kind: 'choice',
    default: 'disabled',
    choices: ['separate', 'disabled'],
    isDangerous: true,
    meaning:
      '`disabled`: the Friendship API refuses every account that is, or claims to be, under age; `separate`: minors with a proven age find each other.',
  },
  onlineWindowMs: {
    kind: 'number',
    default: 5 * 60 * 1000,
    min: 0,
    max: 24 * 3600 * 1000,
    unit: 'milliseconds',
    meaning: 'How long after its last activity an account counts as online.',
  },
} as const satisfies SettingSchemas;
