import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `groups`. */
export const groupsSettings = {
  openGroups: {
    kind: 'switch',
    default: true,
    meaning: 'Whether ordinary accounts may create groups.',
  },
  joinByListId: {
    kind: 'switch',
    default: true,
    meaning:
      "Whether a client that scans a group's list id, which the codes of existing clients contain, may join; otherwise only the group's own code is accepted.",
  },
  groupMaxMembers: {
    kind: 'number',
    default: 5000,
    min: 2,
    max: 100_000,
    meaning: 'How many members a group may have.',
  },
} as const satisfies SettingSchemas;
