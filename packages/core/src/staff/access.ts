import { bounds, DomainError } from '../kernel/index.js';
import { hasPermission, permissions, type Permission } from './permissions.js';
import type { StaffCaller, StaffCtx } from './types.js';

/** The permissions of a member of staff. */
export function permissionsOf(staff: StaffCaller): Permission[] {
  // The keys of the table are its permissions.
  return (Object.keys(permissions) as Permission[]).filter((permission) => hasPermission(staff, permission));
}

/**
 * Requires an enrolled member of staff, with the permission if one is named, who has proven the identity recently if the
 * action is dangerous. Throws `enrolment_required`, `forbidden` or `step_up_required`, in this order.
 */
export function requireAccess(
  ctx: StaffCtx,
  { permission, isDangerous }: { permission: Permission | undefined; isDangerous: boolean },
): void {
  if (ctx.staff.stage === 'enrolling') throw new DomainError('enrolment_required');
  if (permission && !hasPermission(ctx.staff, permission)) throw new DomainError('forbidden');
  if (isDangerous) requireProof(ctx.staff, ctx.now());
}

/** Requires that a member of staff has proven the identity recently. Throws `step_up_required`. */
export function requireProof(staff: StaffCaller, now: number): void {
  if (now >= provenUntil(staff)) throw new DomainError('step_up_required');
}

/** Until when dangerous actions are possible without another proof, in milliseconds. */
export function provenUntil({ provenAt }: StaffCaller): number {
  return provenAt + bounds.staff.provenMs;
}
