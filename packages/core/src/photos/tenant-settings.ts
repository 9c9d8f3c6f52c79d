import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `photos`. */
export const photosSettings = {
  photoMaxBytes: {
    kind: 'number',
    default: 10 * 1024 ** 2,
    min: 1,
    max: 100 * 1024 ** 2,
    unit: 'bytes',
    meaning: 'The largest photo of a card; a request never holds more than 10 MiB or `KITH_MAX_UPLOAD_MB`.',
  },
  photoMaxPixels: {
    kind: 'number',
    default: 25_000_000,
    min: 1,
    max: 100_000_000,
    unit: 'pixels',
    meaning: 'The most pixels of a photo of a card.',
  },
  photoBeforeReview: {
    kind: 'choice',
    default: 'hidden',
    choices: ['hidden', 'visible'],
    isDangerous: true,
    meaning: 'Whether others see a photo of a card before its review.',
  },
} as const satisfies SettingSchemas;
