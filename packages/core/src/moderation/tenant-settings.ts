import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `moderation`. An average report weighs 1. */
export const moderationSettings = {
  photoReview: {
    kind: 'choice',
    default: 'humans',
    choices: ['humans', 'none'],
    isDangerous: true,
    meaning: 'Who reviews the photos of cards; with `none`, each photo is approved at once.',
  },
  limitAtWeight: {
    kind: 'number',
    default: 3,
    min: 0,
    max: 1000,
    isDangerous: true,
    meaning:
      'The total weight of reports, from at least two people, that hides an account automatically; 0 for never.',
  },
  bucketAtWeight: {
    kind: 'number',
    default: 5,
    min: 0,
    max: 1000,
    isDangerous: true,
    meaning: 'The total weight of reports that silences an account automatically; 0 for never.',
  },
  banAtWeight: {
    kind: 'number',
    default: 8,
    min: 0,
    max: 1000,
    isDangerous: true,
    meaning: 'The total weight of reports that locks an account out automatically; 0 for never.',
  },
  limitHours: {
    kind: 'number',
    default: 72,
    min: 1,
    max: 87_600,
    unit: 'hours',
    meaning: 'How long an account stays hidden that was hidden automatically.',
  },
  bucketHours: {
    kind: 'number',
    default: 24,
    min: 1,
    max: 87_600,
    unit: 'hours',
    meaning: 'How long an account stays silenced that was silenced automatically.',
  },
  banHours: {
    kind: 'number',
    default: 168,
    min: 1,
    max: 87_600,
    unit: 'hours',
    meaning: 'How long an account stays locked out that was locked out automatically.',
  },
} as const satisfies SettingSchemas;
