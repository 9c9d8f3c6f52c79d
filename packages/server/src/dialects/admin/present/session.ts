import { endOf, permissionsOf, provenUntil, type StaffCtx } from '@kith/core/staff';

/** The caller's session, with what the caller may do. */
export function presentSession({ staff, tenant }: Pick<StaffCtx, 'staff' | 'tenant'>, hasDesk: boolean) {
  const { id, name, role, stage } = staff;
  return {
    stage,
    staff: { id, name, role },
    tenant: { id: tenant.id, name: tenant.name },
    permissions: permissionsOf(staff),
    hasDesk,
    provenUntil: provenUntil(staff),
    endsAt: endOf(staff),
  };
}
