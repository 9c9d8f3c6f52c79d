import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `conversations`. */
export const conversationsSettings = {
  burnAfterRead: {
    kind: 'switch',
    default: true,
    meaning: 'Whether clients offer messages that burn after reading.',
  },
  burnDelaySeconds: {
    kind: 'number',
    default: 3,
    min: 0,
    max: 86_400,
    unit: 'seconds',
    meaning: 'How long clients show such a message after it was read.',
  },
  recallWindowMs: {
    kind: 'number',
    default: 0,
    min: 0,
    max: 3650 * 24 * 3600 * 1000,
    unit: 'milliseconds',
    meaning: 'How long after sending the sender may recall a message; 0 for no limit.',
  },
  membersMayPin: {
    kind: 'switch',
    default: false,
    meaning: 'Whether ordinary members of a group may pin messages, as managers may.',
  },
  superWaveTopHours: {
    kind: 'number',
    default: 24,
    min: 0,
    max: 8760,
    unit: 'hours',
    meaning: 'How long a super wave stays at the top of the stranger box.',
  },
  strangerLinks: {
    kind: 'switch',
    default: false,
    meaning: 'Whether messages to a stranger may contain links and phone numbers.',
  },
  photoEvidenceDays: {
    kind: 'number',
    default: 90,
    min: 0,
    max: 3650,
    unit: 'days',
    isDangerous: true,
    meaning: "How long a reported account's photo is kept after it was deleted or replaced.",
  },
  evidenceDays: {
    kind: 'number',
    default: 7,
    min: 0,
    max: 3650,
    unit: 'days',
    isDangerous: true,
    meaning:
      'How long moderators can read messages that were recalled, burnt, edited or destroyed, with their files; 0 keeps nothing.',
  },
} as const satisfies SettingSchemas;
