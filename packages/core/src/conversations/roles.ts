import { DomainError } from '../kernel/index.js';
import type { Membership } from './store.js';

export type Role = Membership['role'];

/** What in a group takes more than being a member, with the least role for it. The only place that says so. */
const leastRole = {
  recall_others: 'admin',
  admit: 'admin',
  remove: 'admin',
  mute: 'admin',
  change_settings: 'admin',
  post_notice: 'admin',
  appoint_admins: 'owner',
  transfer: 'owner',
  disband: 'owner',
  copy: 'owner',
  destroy_history: 'owner',
} as const satisfies Readonly<Record<string, Role>>;

export type GroupAction = keyof typeof leastRole;

const rank: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

/** Whether a role is enough for an action. */
export function mayDo(role: Role, action: GroupAction): boolean {
  return rank[role] >= rank[leastRole[action]];
}

/** Whether somebody stands above somebody else: only downwards may people be removed and muted. */
export function outranks(role: Role, other: Role): boolean {
  return rank[role] > rank[other];
}

/** Refuses what takes a higher role in a group. Throws `forbidden`. */
export function requireRole({ role }: { readonly role: Role }, action: GroupAction): void {
  if (!mayDo(role, action)) throw new DomainError('forbidden');
}
