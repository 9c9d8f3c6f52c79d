import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `content`. */
export const contentSettings = {
  bottomUrl: {
    kind: 'text',
    default: '',
    maxCharacters: 500,
    pattern: String.raw`^(https?://\S+)?$`,
    example: 'https://example.com/terms',
    meaning: 'A page that some clients link at the bottom; empty for none.',
  },
  exploreUrl: {
    kind: 'text',
    default: '',
    maxCharacters: 500,
    pattern: String.raw`^(https?://\S+)?$`,
    example: 'https://example.com/explore',
    meaning: 'The page that clients with an explore tab open in it; empty for none.',
  },
  appVersion: {
    kind: 'text',
    default: '',
    maxCharacters: 50,
    meaning: 'The version that is offered to older versions of the app; empty for none.',
  },
  appUrlAndroid: {
    kind: 'text',
    default: '',
    maxCharacters: 500,
    pattern: String.raw`^((https?|market)://\S+)?$`,
    example: 'https://example.com/app.apk',
    meaning: 'Where the app for Android is found.',
  },
  appUrlIos: {
    kind: 'text',
    default: '',
    maxCharacters: 500,
    pattern: String.raw`^((https?|itms-apps|itms-services)://\S+)?$`,
    example: 'https://apps.apple.com/app/id1234567890',
    meaning: 'Where the app for iOS is found.',
  },
} as const satisfies SettingSchemas;
