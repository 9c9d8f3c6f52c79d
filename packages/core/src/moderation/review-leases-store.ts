import { sql, type RawBuilder } from 'kysely';
import { isInForce } from '../accounts/index.js';
import type { Ctx, Tx } from '../kernel/index.js';
import { isInQueue } from '../photos/index.js';
import { hasPermission, type StaffCtx, type StaffTx } from '../staff/index.js';

/** The two queues of reports: those of child safety have their own, which only those who handle it see. */
export type ReportQueueName = 'reports' | 'child_safety';

/** A review queue. Its items are uploads, reported accounts, or the sanctions of appeals. */
export type ReviewQueue = 'photos' | 'child_safety_photos' | 'appeals' | ReportQueueName;

/** Who looks at an item of a review queue. */
export interface ReviewLease {
  readonly name: string;
  readonly isOwn: boolean;
  readonly until: number;
}

/** The appeals `p` with their sanctions `s` that wait; those of child safety if wanted. */
export function waitingAppeals(ctx: Ctx, isChildSafety: boolean): RawBuilder<unknown> {
  return waitingAppealsOf(sql`${ctx.tenant.id}`, ctx, isChildSafety);
}

/** The same of a tenant that a column names. */
export function waitingAppealsOf(
  tenantId: RawBuilder<unknown>,
  { now }: Pick<Ctx, 'now'>,
  isChildSafety: boolean,
): RawBuilder<unknown> {
  return sql`from appeals p join sanctions s on s.tenant_id = p.tenant_id and s.id = p.sanction_id
    where p.tenant_id = ${tenantId} and p.state = 'waiting' and ${isInForce('s', sql`${now()}`)}
      and (not s.is_child_safety or ${isChildSafety})`;
}

/** Whether an item waits in its queue. */
export async function selectIsWaiting(ctx: StaffCtx, queue: ReviewQueue, itemId: number): Promise<boolean> {
  const isReported = (isChildSafety: boolean) => sql`
    select from reported_accounts r
    where r.tenant_id = ${ctx.tenant.id} and r.account_id = ${itemId} and r.is_child_safety = ${isChildSafety}`;
  const waiting = {
    photos: sql`
      select from photos p
      where p.tenant_id = ${ctx.tenant.id} and p.upload_id = ${itemId} and ${isInQueue(ctx)}`,
    child_safety_photos: sql`
      select from photo_uploads u
      where u.tenant_id = ${ctx.tenant.id} and u.id = ${itemId} and u.is_restricted`,
    appeals: sql`
      select ${waitingAppeals(ctx, hasPermission(ctx.staff, 'child_safety'))} and p.sanction_id = ${itemId}`,
    reports: isReported(false),
    child_safety: isReported(true),
  }[queue];
  const { rows } = await sql`${waiting} limit 1`.execute(ctx.db);
  return rows.length > 0;
}

/** Leases an item to the caller, or prolongs the lease, unless somebody else has it. */
export async function upsertLease(
  tx: StaffTx,
  queue: ReviewQueue,
  item: { id: number; until: number },
): Promise<void> {
  const { tenantId, id, name } = tx.staff;
  await sql`
    insert into review_leases as l (tenant_id, queue, item_id, staff_tenant_id, staff_id, staff_name, until)
    values (${tx.tenant.id}, ${queue}, ${item.id}, ${tenantId}, ${id}, ${name}, ${item.until})
    on conflict (tenant_id, queue, item_id) do update
    set staff_tenant_id = excluded.staff_tenant_id, staff_id = excluded.staff_id, staff_name = excluded.staff_name,
      until = excluded.until
    where l.until <= ${tx.now()} or (l.staff_tenant_id = ${tenantId} and l.staff_id = ${id})
  `.execute(tx.db);
}

/** The lease of an item, or undefined. */
export async function selectLease(
  ctx: StaffCtx,
  queue: ReviewQueue,
  itemId: number,
): Promise<ReviewLease | undefined> {
  const { rows } = await sql<ReviewLease>`
    select l.staff_name as name, (l.staff_tenant_id = ${ctx.staff.tenantId} and l.staff_id = ${ctx.staff.id}) as "isOwn",
      l.until
    from review_leases l where l.tenant_id = ${ctx.tenant.id} and l.queue = ${queue} and l.item_id = ${itemId}
  `.execute(ctx.db);
  return rows[0];
}

/** Ends the caller's leases of other items. */
export async function deleteOtherLeases(tx: StaffTx, queue: ReviewQueue, itemId: number): Promise<void> {
  await sql`
    delete from review_leases
    where staff_tenant_id = ${tx.staff.tenantId} and staff_id = ${tx.staff.id}
      and (tenant_id, queue, item_id) <> (${tx.tenant.id}::int, ${queue}, ${itemId}::bigint)
  `.execute(tx.db);
}

/** Ends the leases of items that were decided. */
export async function deleteLeases(tx: Tx, queue: ReviewQueue, itemIds: readonly number[]): Promise<void> {
  await tx.db
    .deleteFrom('review_leases')
    .where('tenant_id', '=', tx.tenant.id)
    .where('queue', '=', queue)
    .where('item_id', 'in', itemIds)
    .execute();
}
