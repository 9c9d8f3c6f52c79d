import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `favourites`. */
export const favouritesSettings = {
  favouriteMaxCount: {
    kind: 'number',
    default: 20_000,
    min: 0,
    max: 1_000_000,
    meaning: 'How many messages an account may save.',
  },
  favouriteMaxBytes: {
    kind: 'number',
    default: 30 * 1024 ** 3,
    min: 0,
    max: 1024 ** 5,
    unit: 'bytes',
    meaning: 'How much space the saved messages of an account and their files may take.',
  },
  stickerMaxCount: {
    kind: 'number',
    default: 300,
    min: 0,
    max: 10_000,
    meaning: 'How many stickers an account may have.',
  },
} as const satisfies SettingSchemas;
