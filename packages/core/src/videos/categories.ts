import { DomainError, type Ctx } from '../kernel/index.js';
import {
  selectCategories,
  updateCategoryName,
  updateCategoryRemoved,
  upsertCategories,
  type Category,
} from './categories-store.js';
import { cleanCategory } from './rules.js';

/** What a tenant has until its operator changes it. */
const STARTERS = ['生活', '美食', '旅行', '音乐', '运动', '萌宠'];

/** The categories under which videos are released, the oldest first. A tenant without any gets the starters. */
export async function listCategories(ctx: Ctx): Promise<Category[]> {
  let categories = await selectCategories(ctx);
  if (categories.length === 0) {
    await upsertCategories(ctx, STARTERS);
    categories = await selectCategories(ctx);
  }
  return categories.filter((category) => !category.isRemoved);
}

/** Adds a category, or brings a removed one back. Throws `invalid`. */
export async function addCategory(ctx: Ctx, name: string): Promise<void> {
  await listCategories(ctx); // the starters first, or they would never come
  await upsertCategories(ctx, [cleanCategory(name)]);
}

/** Gives a category another name. Throws `invalid`, or `not_found` also when the name is taken. */
export async function renameCategory(ctx: Ctx, input: { id: number; name: string }): Promise<void> {
  if (!(await updateCategoryName(ctx, input.id, cleanCategory(input.name)))) {
    throw new DomainError('not_found', `There is no category ${input.id}, or another one has that name.`);
  }
}

/** Takes a category out of the list; videos that are in it stay. Throws `not_found`. */
export async function removeCategory(ctx: Ctx, id: number): Promise<void> {
  if (!(await updateCategoryRemoved(ctx, id))) {
    throw new DomainError('not_found', `There is no category ${id}.`);
  }
}

/** A category that is offered. Throws `not_found`. */
export async function accessCategory(ctx: Ctx, id: number): Promise<Category> {
  const category = (await listCategories(ctx)).find((offered) => offered.id === id);
  if (!category) throw new DomainError('not_found');
  return category;
}
