import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `support`. */
export const supportSettings = {
  supportHours: {
    kind: 'text',
    default: '',
    maxCharacters: 11,
    pattern: String.raw`^(([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d))?$`,
    example: '09:00-18:00',
    meaning: "Support hours in the tenant's zone, also across midnight; empty for always.",
  },
  supportGreeting: {
    kind: 'text',
    default: '',
    maxCharacters: 1000,
    meaning: 'The greeting for customers during support hours; empty for none.',
  },
  supportClosedGreeting: {
    kind: 'text',
    default: '',
    maxCharacters: 1000,
    meaning: 'The greeting for customers outside support hours; empty for none.',
  },
} as const satisfies SettingSchemas;
