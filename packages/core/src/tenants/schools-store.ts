import { sql, type Transaction } from 'kysely';
import type { Tables } from '../db/index.js';
import type { Ctx, TenantId } from '../kernel/index.js';

/** A university of a tenant; `city` may be empty. */
export interface University {
  readonly id: number;
  readonly name: string;
  readonly city: string;
}

/** A department of a tenant. */
export interface Department {
  readonly id: number;
  readonly name: string;
}

/** Gives a new tenant the initial universities and departments. */
export async function insertStarterSchools(tx: Transaction<Tables>, tenantId: TenantId): Promise<void> {
  await sql`
    insert into universities (tenant_id, name, city)
    select ${tenantId}, name, city from starter_universities order by place
  `.execute(tx);
  await sql`
    insert into departments (tenant_id, name) select ${tenantId}, name from starter_departments order by place
  `.execute(tx);
}

/** The tenant's universities by id, at most 2,000. */
export function listUniversities(ctx: Ctx): Promise<University[]> {
  return ctx.db
    .selectFrom('universities')
    .select(['id', 'name', 'city'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('id')
    .limit(2000)
    .execute();
}

/** The tenant's departments by id, at most 2,000. */
export function listDepartments(ctx: Ctx): Promise<Department[]> {
  return ctx.db
    .selectFrom('departments')
    .select(['id', 'name'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('id')
    .limit(2000)
    .execute();
}

/** A university of the tenant, or undefined. */
export async function findUniversity(ctx: Ctx, id: number): Promise<University | undefined> {
  return await ctx.db
    .selectFrom('universities')
    .select(['id', 'name', 'city'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** A department of the tenant, or undefined. */
export async function findDepartment(ctx: Ctx, id: number): Promise<Department | undefined> {
  return await ctx.db
    .selectFrom('departments')
    .select(['id', 'name'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
}
