import { DomainError } from '../kernel/index.js';
import type { Membership } from './types.js';

/** The role of a member. */
export type Role = Membership['role'];

/** The minimum role for each restricted action in a group. The only definition. */
const leastRole = {
  recall_others: 'admin',
  admit: 'admin',
  remove: 'admin',
  mute: 'admin',
  change_settings: 'admin',
  post_notice: 'admin',
  mention_all: 'admin',
  pin_message: 'admin',
  appoint_admins: 'owner',
  transfer: 'owner',
  disband: 'owner',
  copy: 'owner',
  destroy_history: 'owner',
} as const satisfies Readonly<Record<string, Role>>;

/** An action in a group that requires a minimum role. */
export type GroupAction = keyof typeof leastRole;

const rank: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

/** Whether a role suffices for an action. */
export function mayDo(role: Role, action: GroupAction): boolean {
  return rank[role] >= rank[leastRole[action]];
}

/** Whether a role is higher than another: members can remove and mute only lower roles. */
export function outranks(role: Role, other: Role): boolean {
  return rank[role] > rank[other];
}

/** Requires a sufficient role in a group. Throws `forbidden`. */
export function requireRole({ role }: { readonly role: Role }, action: GroupAction): void {
  if (!mayDo(role, action)) throw new DomainError('forbidden');
}
