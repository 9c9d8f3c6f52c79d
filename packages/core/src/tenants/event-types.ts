import type { TenantId } from '../kernel/ids.js';

/** The area's notifications after a commit. */
export interface TenantsEvent {
  readonly type: 'settings_changed';
  readonly tenantId: TenantId;
}
