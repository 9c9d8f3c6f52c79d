import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { DomainError, type Tenant } from '../kernel/index.js';
import { insertTenant } from './store.js';

/** Creates a tenant with the initial schools. Throws `conflict` if the id is taken. */
export async function createTenant(
  db: Kysely<Tables>,
  tenant: { id: number; name: string; now: number },
): Promise<Tenant> {
  const created = await db.transaction().execute((tx) => insertTenant(tx, tenant));
  if (!created) throw new DomainError('conflict', `Tenant ${tenant.id} exists already.`);
  return created;
}
