import { sql, type RawBuilder } from 'kysely';
import { defaultSettings, type Tenant } from '../kernel/index.js';

/** The columns that decide an account's age group, as SQL expressions. */
export interface AgeColumns {
  readonly isMinor: RawBuilder<unknown>;
  readonly status: RawBuilder<unknown>;
}

/** The age columns of a row of `accounts` with this alias. */
export function ageColumns(alias: string): AgeColumns {
  return { isMinor: sql.ref(`${alias}.is_minor`), status: sql.ref(`${alias}.age_status`) };
}

/**
 * Whether two accounts are in one age group, as an SQL condition. Minors and adults are not. Unproven minors are in no
 * group: their `is_minor` is null, and so is the condition. People of unknown age count as adults or, if the tenant
 * isolates them, are a group of their own.
 */
export function isSameAgeGroup(
  a: AgeColumns,
  b: AgeColumns,
  isIsolated: RawBuilder<boolean>,
): RawBuilder<boolean> {
  return sql<boolean>`(${a.isMinor} = ${b.isMinor} and (${a.status} = ${b.status} or not ${isIsolated}))`;
}

/** Whether the tenant isolates people of unknown age, as a constant that the planner folds. */
export function isolatesUnknownAge({ settings }: Tenant): RawBuilder<boolean> {
  return sql.lit(settings.ageUnknown === 'isolated');
}

/** Like `isolatesUnknownAge`, for a statement about several tenants: reads the setting of a tenant by its id. */
export function isolatesUnknownAgeIn(tenantId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(
    select coalesce(t.settings->>'ageUnknown', ${sql.lit(defaultSettings.ageUnknown)}) = 'isolated' from tenants t where t.id = ${tenantId}
  )`;
}
