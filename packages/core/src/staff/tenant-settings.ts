import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `staff`. */
export const staffSettings = {
  auditDays: {
    kind: 'number',
    default: 730,
    min: 30,
    max: 36_500,
    unit: 'days',
    isDangerous: true,
    meaning: 'How long the audit log of the console is kept.',
  },
} as const satisfies SettingSchemas;
