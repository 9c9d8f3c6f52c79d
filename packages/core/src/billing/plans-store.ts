import { sql } from 'kysely';
import { bounds, type Ctx, type Tx } from '../kernel/index.js';
import type { Plan, PlanInput } from './plan.js';
import { isRunning } from './store.js';

/** The tenant's plans in order, including hidden ones. */
export function selectPlans(ctx: Ctx): Promise<Plan[]> {
  return plansOf(ctx).orderBy('id').limit(100).execute();
}

/** The plan with a code, which nobody else changes until the transaction ends; undefined without one. */
export function lockPlan(tx: Tx, code: string): Promise<Plan | undefined> {
  return plansOf(tx).where('code', '=', code).forNoKeyUpdate().executeTakeFirst();
}

function plansOf({ db, tenant }: Ctx) {
  return db
    .selectFrom('plans')
    .select([
      'id',
      'code',
      'name',
      'months',
      'currency',
      'price',
      'tickets',
      'note',
      'extra_data as extraData',
      'apple_product_id as appleProductId',
      'google_product_id as googleProductId',
      'is_hidden as isHidden',
    ])
    .where('tenant_id', '=', tenant.id);
}

/** How many accounts hold each plan now, by its id, counted up to a limit. */
export async function countHolders(ctx: Ctx): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; holders: number }>`
    select p.id, (
      select count(*)::int from (
        select distinct n.account_id from entitlements n
        where n.tenant_id = p.tenant_id and n.plan_id = p.id and n.closed_at is null and ${isRunning('n', sql`${ctx.now()}`)}
        limit ${sql.lit(bounds.staff.queueCounted)}
      ) h
    ) as holders
    from plans p where p.tenant_id = ${ctx.tenant.id}
  `.execute(ctx.db);
  return new Map(rows.map(({ id, holders }) => [id, holders]));
}

/** Appends a plan; returns false if its code or a product id is taken, or if there are `max` plans. */
export async function insertPlan(ctx: Ctx, plan: Omit<Plan, 'id'>, max: number): Promise<boolean> {
  const { rows } = await sql`
    insert into plans (tenant_id, id, code, name, months, currency, price, tickets, note, extra_data,
      apple_product_id, google_product_id, is_hidden)
    select ${ctx.tenant.id}, coalesce(max(id), 0) + 1, ${plan.code}, ${plan.name}, ${plan.months}, ${plan.currency},
      ${plan.price}, ${plan.tickets}, ${plan.note}, ${plan.extraData}, ${plan.appleProductId}, ${plan.googleProductId},
      ${plan.isHidden}
    from plans where tenant_id = ${ctx.tenant.id}
    having count(*) < ${max}
    on conflict do nothing
    returning id
  `.execute(ctx.db);
  return rows.length === 1;
}

/** Changes a plan. */
export async function updatePlan(tx: Tx, code: string, input: PlanInput): Promise<void> {
  const columns: Record<string, unknown> = {
    name: input.name,
    months: input.months,
    currency: input.currency,
    price: input.price,
    tickets: input.tickets,
    note: input.note,
    extra_data: input.extraData,
    apple_product_id: input.appleProductId,
    google_product_id: input.googleProductId,
    is_hidden: input.isHidden,
  };
  const changed = Object.entries(columns).filter(([, value]) => value !== undefined);
  if (changed.length === 0) return;
  await tx.db
    .updateTable('plans')
    .set(Object.fromEntries(changed))
    .where('tenant_id', '=', tx.tenant.id)
    .where('code', '=', code)
    .execute();
}

/** Whether another plan has one of these product ids. */
export async function isProductTaken(
  tx: Tx,
  code: string,
  { appleProductId, googleProductId }: Pick<PlanInput, 'appleProductId' | 'googleProductId'>,
): Promise<boolean> {
  const row = await tx.db
    .selectFrom('plans')
    .select('id')
    .where('tenant_id', '=', tx.tenant.id)
    .where('code', '!=', code)
    .where((or) =>
      or.or([
        or('apple_product_id', '=', appleProductId ?? null),
        or('google_product_id', '=', googleProductId ?? null),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}
