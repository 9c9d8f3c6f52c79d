import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `friendships`. */
export const friendshipsSettings = {
  defaultFriends: {
    kind: 'text',
    default: '',
    maxCharacters: 1000,
    pattern: String.raw`^(\d+(\|\d+)*)?$`,
    example: '10001|10002',
    meaning: 'Accounts that become friends of every new account: their ids, separated by a bar.',
  },
  defaultFriendMode: {
    kind: 'choice',
    default: 'all',
    choices: ['all', 'random', 'turns'],
    meaning: 'Whether a new account gets all of the default friends, a random one, or the next in turn.',
  },
  defaultFriendGreeting: {
    kind: 'text',
    default: '',
    maxCharacters: 1000,
    meaning: 'What the default friends write to every new account; empty for nothing.',
  },
  strangerMessages: {
    kind: 'number',
    default: 3,
    min: 0,
    max: 1000,
    meaning: 'How many messages an account may write to a stranger who has not replied.',
  },
} as const satisfies SettingSchemas;
