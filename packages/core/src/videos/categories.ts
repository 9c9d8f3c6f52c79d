import {
  bounds,
  DomainError,
  isUniqueViolation,
  requireOrder,
  transact,
  type Ctx,
  type Reordering,
} from '../kernel/index.js';
import { audit, type OperatorCtx, type OperatorTx } from '../staff/index.js';
import {
  lockCategories,
  selectCategories,
  updateCategoryName,
  updateCategoryPlaces,
  updateCategoryRemoved,
  upsertCategories,
  type Category,
} from './categories-store.js';
import { cleanCategory } from './rules.js';

/** The initial categories of a tenant. */
const STARTERS = ['生活', '美食', '旅行', '音乐', '运动', '萌宠'];

/** The offered categories for videos, in their order. A tenant without any gets the initial ones. */
export async function listCategories(ctx: Ctx): Promise<Category[]> {
  return (await listAllCategories(ctx)).filter((category) => !category.isRemoved);
}

/** The same with those that are not offered any more. */
export async function listAllCategories(ctx: Ctx): Promise<(Category & { isRemoved: boolean })[]> {
  const categories = await selectCategories(ctx);
  if (categories.length > 0) return categories;
  await upsertCategories(ctx, STARTERS);
  return selectCategories(ctx);
}

/** Adds a category at the end or restores a removed one. Throws `invalid`, or `too_large` if the tenant has too many. */
export async function addCategory(ctx: OperatorCtx, name: string): Promise<void> {
  const cleaned = cleanCategory(name);
  await change(ctx, async (tx, categories) => {
    const isNew = categories.every((one) => one.name !== cleaned);
    if (isNew && categories.length >= bounds.list.videoCategories) throw new DomainError('too_large');
    const [added] = await upsertCategories(tx, [cleaned]);
    if (added) await log(tx, 'add', added.id, { after: { name: added.name } });
  });
}

/**
 * Renames a category. Throws `invalid`, `stale` if it is not called `was` any more, or `not_found`, also if the name is taken.
 */
export async function renameCategory(
  ctx: OperatorCtx,
  input: { id: number; name: string; was?: string | undefined },
): Promise<void> {
  const name = cleanCategory(input.name);
  await change(ctx, async (tx, categories) => {
    const found = categories.find(({ id, isRemoved }) => id === input.id && !isRemoved);
    const isTaken = categories.some((one) => one.name === name && one.id !== input.id);
    if (!found || isTaken) throw noSuch(input.id);
    if (input.was !== undefined && input.was !== found.name) throw new DomainError('stale');
    await updateCategoryName(tx, { id: found.id, name });
    await log(tx, 'rename', found.id, { before: { name: found.name }, after: { name } });
  }).catch((error: unknown) => {
    // Somebody has just added this name.
    throw isUniqueViolation(error) ? noSuch(input.id) : error;
  });
}

/** Removes a category from the list; its videos keep it. Throws `not_found`. */
export async function removeCategory(ctx: OperatorCtx, id: number): Promise<void> {
  await change(ctx, async (tx, categories) => {
    const found = categories.find((one) => one.id === id && !one.isRemoved);
    if (!found) throw new DomainError('not_found', `There is no category ${id}.`);
    await updateCategoryRemoved(tx, id);
    await log(tx, 'remove', id, { before: { name: found.name } });
  });
}

/**
 * Gives the offered categories another order. Throws `stale` if their order or number is not the one that the author has seen,
 * or `invalid` if the new order has other categories.
 */
export async function orderCategories(ctx: OperatorCtx, order: Reordering): Promise<void> {
  await change(ctx, async (tx, categories) => {
    const offered = categories.flatMap(({ id, isRemoved }) => (isRemoved ? [] : [id]));
    requireOrder(offered, order);
    await updateCategoryPlaces(tx, order.ids);
    await log(tx, 'order', undefined, { before: order.seen, after: order.ids });
  });
}

/** An offered category. Throws `not_found`. */
export async function accessCategory(ctx: Ctx, id: number): Promise<Category> {
  const category = (await listCategories(ctx)).find((offered) => offered.id === id);
  if (!category) throw new DomainError('not_found');
  return category;
}

/** Changes the categories, one change at a time. */
async function change(
  ctx: OperatorCtx,
  work: (tx: OperatorTx, categories: readonly (Category & { isRemoved: boolean })[]) => Promise<void>,
): Promise<void> {
  await listAllCategories(ctx); // creates the initial categories first, because only a tenant without any gets them
  await transact(ctx, async (tx) => {
    await lockCategories(tx);
    await work(tx, await selectCategories(tx));
  });
}

function log(
  tx: OperatorTx,
  what: 'add' | 'rename' | 'remove' | 'order',
  id: number | undefined,
  values: { before?: unknown; after?: unknown },
): Promise<void> {
  const action = `video_categories.${what}`;
  return audit(tx, {
    action,
    ...(id !== undefined && { object: { kind: 'video_category', id } }),
    ...values,
  });
}

function noSuch(id: number): DomainError {
  return new DomainError('not_found', `There is no category ${id}, or another one has that name.`);
}
