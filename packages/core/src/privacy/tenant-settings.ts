import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `privacy`. */
export const privacySettings = {
  dataExportDays: {
    kind: 'number',
    default: 3,
    min: 1,
    max: 365,
    unit: 'days',
    meaning:
      'How long the copy of its data that an account has requested can be fetched; copies take space below `files/export`.',
  },
} as const satisfies SettingSchemas;
