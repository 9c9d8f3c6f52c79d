import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `calls`. */
export const callsSettings = {
  callRingSeconds: {
    kind: 'number',
    default: 60,
    min: 1,
    max: 3600,
    unit: 'seconds',
    meaning: 'How long a call rings until it is missed.',
  },
} as const satisfies SettingSchemas;
