import { DomainError, type Ctx } from '../kernel/index.js';
import {
  selectCategories,
  updateCategoryName,
  updateCategoryRemoved,
  upsertCategories,
  type Category,
} from './categories-store.js';
import { cleanCategory } from './rules.js';

/** The initial categories of a tenant. */
const STARTERS = ['生活', '美食', '旅行', '音乐', '运动', '萌宠'];

/** The offered categories for videos, oldest first. A tenant without any gets the initial ones. */
export async function listCategories(ctx: Ctx): Promise<Category[]> {
  let categories = await selectCategories(ctx);
  if (categories.length === 0) {
    await upsertCategories(ctx, STARTERS);
    categories = await selectCategories(ctx);
  }
  return categories.filter((category) => !category.isRemoved);
}

/** Adds a category or restores a removed one. Throws `invalid`. */
export async function addCategory(ctx: Ctx, name: string): Promise<void> {
  await listCategories(ctx); // creates the initial categories first, because only a tenant without any gets them
  await upsertCategories(ctx, [cleanCategory(name)]);
}

/** Renames a category. Throws `invalid`, or `not_found`, also if the name is taken. */
export async function renameCategory(ctx: Ctx, input: { id: number; name: string }): Promise<void> {
  if (!(await updateCategoryName(ctx, input.id, cleanCategory(input.name)))) {
    throw new DomainError('not_found', `There is no category ${input.id}, or another one has that name.`);
  }
}

/** Removes a category from the list; its videos keep it. Throws `not_found`. */
export async function removeCategory(ctx: Ctx, id: number): Promise<void> {
  if (!(await updateCategoryRemoved(ctx, id))) {
    throw new DomainError('not_found', `There is no category ${id}.`);
  }
}

/** An offered category. Throws `not_found`. */
export async function accessCategory(ctx: Ctx, id: number): Promise<Category> {
  const category = (await listCategories(ctx)).find((offered) => offered.id === id);
  if (!category) throw new DomainError('not_found');
  return category;
}
