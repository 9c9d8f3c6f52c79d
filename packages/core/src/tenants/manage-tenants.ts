import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { DomainError, type Tenant, type TenantSettings } from '../kernel/index.js';
import { insertTenant, updateSettings } from './store.js';

/** Creates a tenant with the initial schools. Throws `conflict` if the id is taken. */
export async function createTenant(
  db: Kysely<Tables>,
  tenant: { id: number; name: string; now: number },
): Promise<Tenant> {
  const created = await insertTenant(db, tenant);
  if (!created) throw new DomainError('conflict', `Tenant ${tenant.id} exists already.`);
  return created;
}

/** Changes some settings and keeps the others. Throws `not_found`. */
export async function updateTenantSettings(
  db: Kysely<Tables>,
  id: number,
  change: Partial<TenantSettings>,
): Promise<Tenant> {
  const updated = await updateSettings(db, id, change);
  if (!updated) throw new DomainError('not_found', `There is no tenant ${id}.`);
  return updated;
}
