import { endOf, permissionsOf, provenUntil, type StaffCtx } from '@kith/core/staff';
import { hasDesk } from '@kith/core/support';

/** The caller's session, with what the caller may do. */
export async function presentSession(ctx: StaffCtx) {
  const { staff, tenant } = ctx;
  const { id, name, role, stage } = staff;
  return {
    stage,
    staff: { id, name, role },
    tenant: { id: tenant.id, name: tenant.name },
    permissions: permissionsOf(staff),
    hasDesk: await hasDesk(ctx),
    provenUntil: provenUntil(staff),
    endsAt: endOf(staff),
  };
}
