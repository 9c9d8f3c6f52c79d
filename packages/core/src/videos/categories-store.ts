import { sql } from 'kysely';
import type { Ctx, Tx } from '../kernel/index.js';

/** A category of videos. */
export interface Category {
  readonly id: number;
  readonly name: string;
}

/** All categories in their order, including removed ones. */
export function selectCategories(ctx: Ctx): Promise<(Category & { isRemoved: boolean })[]> {
  return ctx.db
    .selectFrom('video_categories')
    .select(['id', 'name', 'is_removed as isRemoved'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('place')
    .orderBy('id')
    .execute();
}

/** Adds categories at the end; restores removed ones and leaves existing ones unchanged. Returns those that have changed. */
export async function upsertCategories(ctx: Ctx, names: readonly string[]): Promise<Category[]> {
  const { rows } = await sql<Category>`
    insert into video_categories as c (tenant_id, name, place)
    select ${ctx.tenant.id}, n.name, n.place + coalesce(
      (select max(o.place) from video_categories o where o.tenant_id = ${ctx.tenant.id}), 0
    )
    from unnest(${[...names]}::text[]) with ordinality as n (name, place) order by n.place
    on conflict (tenant_id, name) do update set is_removed = false where c.is_removed
    returning c.id, c.name
  `.execute(ctx.db);
  return rows;
}

/** Locks the categories of the tenant until the transaction ends. */
export async function lockCategories(tx: Tx): Promise<void> {
  await sql`select from video_categories c where c.tenant_id = ${tx.tenant.id} order by c.id for update`.execute(
    tx.db,
  );
}

/** Renames a category. */
export async function updateCategoryName(tx: Tx, { id, name }: Category): Promise<void> {
  await tx.db
    .updateTable('video_categories')
    .set({ name })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** Marks a category as removed. */
export async function updateCategoryRemoved(tx: Tx, id: number): Promise<void> {
  await tx.db
    .updateTable('video_categories')
    .set({ is_removed: true })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** Puts categories in this order. */
export async function updateCategoryPlaces(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`
    update video_categories c set place = n.place
    from unnest(${[...ids]}::int[]) with ordinality as n (id, place)
    where c.tenant_id = ${tx.tenant.id} and c.id = n.id
  `.execute(tx.db);
}
