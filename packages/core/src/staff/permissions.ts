/** The roles of staff. */
export const STAFF_ROLES = ['owner', 'moderator', 'support', 'editor'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Which roles have each permission. Without a role: only those who own the installation. */
export const permissions = {
  /** Reads the audit log. */
  audit: ['owner'],
  /** Sees and decides reports of child safety. */
  child_safety: ['owner'],
  /** Sees how many people use the tenant, how fast it answers, and how long the own queues are. */
  overview: ['owner', 'moderator'],
  /** Sees the background jobs, and lets them try again. */
  jobs: ['owner'],
  /** Reviews photos of cards, and hides, silences and bans the owners of refused ones. */
  photos: ['owner', 'moderator'],
  /** Decides reports about people, except those of child safety. */
  reports: ['owner', 'moderator'],
  /** Finds people, sees what is stored about them except messages, and writes notes. */
  people: ['owner', 'moderator', 'support'],
  /** Hides, silences and bans people, and decides about appeals. */
  sanctions: ['owner', 'moderator'],
  /** Freezes, exports and deletes accounts, ends their sessions and replaces their passwords. */
  accounts: ['owner', 'support'],
  /** Finds groups, sees them without messages, hands them over and closes them. */
  groups: ['owner', 'moderator'],
  /** Writes what the operator publishes. */
  content: ['owner', 'editor'],
  /** Opens messages for a reason, some at a time. */
  messages: ['owner', 'moderator'],
  /** Sees purchases, asks the stores about them, and grants and revokes plans. */
  purchases: ['owner', 'support'],
  /** Adds and changes plans. */
  plans: ['owner'],
  /** Takes short videos, moments and comments on both down, restores them, and keeps the categories of videos. */
  videos: ['owner', 'moderator'],
  /** Sees the agents of customer service and who waits, adds and removes agents, and hands customers over. */
  support_desk: ['owner', 'support'],
  /** Sees and changes the settings of the tenant. */
  settings: ['owner'],
  /** Adds, changes and removes staff. */
  staff: ['owner'],
  /** Tests the connections of the installation. */
  connections: [],
  /** Enters every tenant. */
  tenants: [],
} as const satisfies Readonly<Record<string, readonly StaffRole[]>>;

/** What a member of staff may be allowed to do. */
export type Permission = keyof typeof permissions;

/** Whether a member of staff has a permission. */
export function hasPermission(
  { role, ownsInstallation }: { role: StaffRole; ownsInstallation: boolean },
  permission: Permission,
): boolean {
  const roles: readonly StaffRole[] = permissions[permission];
  return roles.includes(role) || (roles.length === 0 && ownsInstallation);
}
