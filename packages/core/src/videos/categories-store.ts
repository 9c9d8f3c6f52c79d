import type { Ctx } from '../kernel/index.js';

/** A category of videos. */
export interface Category {
  readonly id: number;
  readonly name: string;
}

/** All categories, including removed ones. */
export function selectCategories(ctx: Ctx): Promise<(Category & { isRemoved: boolean })[]> {
  return ctx.db
    .selectFrom('video_categories')
    .select(['id', 'name', 'is_removed as isRemoved'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('id')
    .execute();
}

/** Adds categories; restores removed ones and leaves existing ones unchanged. */
export async function upsertCategories(ctx: Ctx, names: readonly string[]): Promise<void> {
  await ctx.db
    .insertInto('video_categories')
    .values(names.map((name) => ({ tenant_id: ctx.tenant.id, name })))
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet({ is_removed: false }))
    .execute();
}

/** Renames a category; returns false if it does not exist or the name is taken. */
export async function updateCategoryName(ctx: Ctx, id: number, name: string): Promise<boolean> {
  const result = await ctx.db
    .updateTable('video_categories as c')
    .set({ name })
    .where('c.tenant_id', '=', ctx.tenant.id)
    .where('c.id', '=', id)
    .where('c.is_removed', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('video_categories as other')
            .select('other.id')
            .where('other.tenant_id', '=', ctx.tenant.id)
            .where('other.name', '=', name)
            .where('other.id', '<>', id),
        ),
      ),
    )
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Marks a category as removed; returns false if it does not exist. */
export async function updateCategoryRemoved(ctx: Ctx, id: number): Promise<boolean> {
  const result = await ctx.db
    .updateTable('video_categories')
    .set({ is_removed: true })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('is_removed', '=', false)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
