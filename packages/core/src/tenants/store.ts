import { sql, type Kysely, type Transaction } from 'kysely';
import type { SettingChange, Tables } from '../db/index.js';
import {
  defaultSettings,
  type Ctx,
  type Tenant,
  type TenantId,
  type TenantSettings,
  type Tx,
} from '../kernel/index.js';
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
  db: Transaction<Tables>,
  tenant: { id: number; name: string; now: number },
): Promise<Tenant | undefined> {
  const made = await db
    .insertInto('tenants')
    .values({ id: tenant.id as TenantId, name: tenant.name, settings: '{}', created_at: tenant.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'name', 'settings'])
    .executeTakeFirst();
  if (made) await insertStarterSchools(db, made.id);
  return made && toTenant(made);
}

/** Renames a tenant; returns its name of before, or undefined if there is none with this id. */
export async function updateTenantName(
  tx: Tx,
  { id, name }: { id: number; name: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ before: string }>`
    update tenants t set name = ${name}
    from (select id, name from tenants where id = ${id} for no key update) o
    where t.id = o.id returning o.name as before
  `.execute(tx.db);
  return rows[0]?.before;
}

/** The differences of a tenant's settings from the defaults, how often they were changed, and by whom last. */
export interface StoredSettings {
  readonly version: number;
  readonly settings: Partial<TenantSettings>;
  readonly changes: Readonly<Record<string, SettingChange>>;
}

/** The stored settings of the tenant. */
export function selectSettings(ctx: Ctx): Promise<StoredSettings> {
  return querySettings(ctx).executeTakeFirstOrThrow();
}

/** The same, and no other transaction changes them until this one ends. */
export function lockSettings(tx: Tx): Promise<StoredSettings> {
  return querySettings(tx).forNoKeyUpdate().executeTakeFirstOrThrow();
}

function querySettings(ctx: Ctx) {
  return ctx.db
    .selectFrom('tenants')
    .select(['settings_version as version', 'settings', 'setting_changes as changes'])
    .where('id', '=', ctx.tenant.id);
}

/** Replaces the stored settings, as the next version. */
export async function updateSettings(
  tx: Tx,
  { settings, changes }: Pick<StoredSettings, 'settings' | 'changes'>,
): Promise<void> {
  await tx.db
    .updateTable('tenants')
    .set({
      settings: JSON.stringify(settings),
      setting_changes: JSON.stringify(changes),
      settings_version: sql<number>`settings_version + 1`,
    })
    .where('id', '=', tx.tenant.id)
    .execute();
}
