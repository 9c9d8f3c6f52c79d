import type { Ctx } from '../kernel/index.js';

export interface Category {
  readonly id: number;
  readonly name: string;
}

/** All categories, the removed ones too. */
export function selectCategories(ctx: Ctx): Promise<(Category & { isRemoved: boolean })[]> {
  return ctx.db
    .selectFrom('video_categories')
    .select(['id', 'name', 'is_removed as isRemoved'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('id')
    .execute();
}

/** Adds categories; one that was removed comes back, one that is there stays as it is. */
export async function upsertCategories(ctx: Ctx, names: readonly string[]): Promise<void> {
  await ctx.db
    .insertInto('video_categories')
    .values(names.map((name) => ({ tenant_id: ctx.tenant.id, name })))
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet({ is_removed: false }))
    .execute();
}

/** Gives a category another name; false when there is none, or another one has that name. */
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

/** Takes a category out of the list; false when there is none. */
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
