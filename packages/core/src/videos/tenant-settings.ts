import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `videos`. */
export const videosSettings = {
  videoMaxBytes: {
    kind: 'number',
    default: 50 * 1024 ** 2,
    min: 1,
    max: 10 * 1024 ** 3,
    unit: 'bytes',
    meaning: 'The largest short video; `KITH_MAX_UPLOAD_MB` also applies.',
  },
  videoMaxSeconds: {
    kind: 'number',
    default: 300,
    min: 1,
    max: 86_400,
    unit: 'seconds',
    meaning: 'The longest short video.',
  },
} as const satisfies SettingSchemas;
