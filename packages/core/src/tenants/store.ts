import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { defaultSettings, type Tenant, type TenantId, type TenantSettings } from '../kernel/index.js';
import { insertStarterSchools } from './schools-store.js';

type Db = Kysely<Tables>;

interface TenantRow {
  readonly id: TenantId;
  readonly name: string;
  readonly settings: Partial<TenantSettings>;
}

function toTenant(row: TenantRow): Tenant {
  return { id: row.id, name: row.name, settings: { ...defaultSettings, ...row.settings } };
}

/** The tenant with its settings, or undefined. */
export async function findTenant(db: Db, id: number): Promise<Tenant | undefined> {
  const row = await db
    .selectFrom('tenants')
    .select(['id', 'name', 'settings'])
    .where('id', '=', id as TenantId)
    .executeTakeFirst();
  return row && toTenant(row);
}

/** All tenants by id. */
export async function listTenants(db: Db): Promise<Tenant[]> {
  const rows = await db.selectFrom('tenants').select(['id', 'name', 'settings']).orderBy('id').execute();
  return rows.map(toTenant);
}

/** Creates a tenant with the initial schools; undefined if the id is taken. */
export async function insertTenant(
  db: Db,
  tenant: { id: number; name: string; now: number },
): Promise<Tenant | undefined> {
  const row = await db.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto('tenants')
      .values({ id: tenant.id as TenantId, name: tenant.name, settings: '{}', created_at: tenant.now })
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id', 'name', 'settings'])
      .executeTakeFirst();
    if (made) await insertStarterSchools(tx, made.id);
    return made;
  });
  return row && toTenant(row);
}

/** Changes some settings and keeps the others; undefined if the tenant does not exist. */
export async function updateSettings(
  db: Db,
  id: number,
  change: Partial<TenantSettings>,
): Promise<Tenant | undefined> {
  const row = await db
    .updateTable('tenants')
    .set({ settings: sql`settings || ${JSON.stringify(change)}::jsonb` })
    .where('id', '=', id as TenantId)
    .returning(['id', 'name', 'settings'])
    .executeTakeFirst();
  return row && toTenant(row);
}
