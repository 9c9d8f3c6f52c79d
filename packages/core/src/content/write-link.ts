import { bounds, DomainError, requireOrder, transact, type Reordering } from '../kernel/index.js';
import { audit, type StaffCtx, type StaffTx } from '../staff/index.js';
import { cleanLink } from './clean-link.js';
import {
  deleteRow,
  insertLink,
  lockLink,
  lockLinkOrder,
  selectEditedLinks,
  updateLink,
  updateLinkOrder,
  type EditedLink,
  type LinkContent,
  type LinkPlace,
} from './store.js';

/** A link as its author has seen it: a change is refused as `stale` if there is a newer version. */
export interface SeenLink {
  readonly id: number;
  readonly version: number;
}

/** The links in a place, also the hidden ones, in the order in which members see them. */
export function findLinks(ctx: StaffCtx, place: LinkPlace): Promise<EditedLink[]> {
  return selectEditedLinks(ctx, place);
}

/** Adds a link as the last one of its place. Throws `invalid` or `too_large`. */
export function addLink(
  ctx: StaffCtx,
  input: LinkContent & { readonly place: LinkPlace },
): Promise<{ id: number; version: number }> {
  const content = cleanLink(input);
  return transact(ctx, async (tx) => {
    const limit = bounds.list.publishedRows;
    if ((await lockLinkOrder(tx, content.place)).length >= limit)
      throw new DomainError('too_large', undefined, { field: content.place, limit });
    const written = await insertLink(tx, content, tx.staff.name);
    await log(tx, 'content.addLink', written.id, { after: factsOf(content) });
    return written;
  });
}

/** Changes a link. Throws `stale`, `not_found` or `invalid`. */
export function saveLink(ctx: StaffCtx, input: SeenLink & LinkContent): Promise<{ version: number }> {
  const content = cleanLink(input);
  return transact(ctx, async (tx) => {
    const before = await lockSeen(tx, input);
    const written = await updateLink(tx, input.id, content, tx.staff.name);
    await log(tx, 'content.saveLink', input.id, { before: factsOf(before), after: factsOf(content) });
    return written;
  });
}

/** Deletes a link. Throws `stale` or `not_found`. */
export function removeLink(ctx: StaffCtx, seen: SeenLink): Promise<void> {
  return transact(ctx, async (tx) => {
    const before = await lockSeen(tx, seen);
    await deleteRow(tx, 'links', seen.id);
    await log(tx, 'content.removeLink', seen.id, { before: factsOf(before) });
  });
}

/**
 * Gives the links in a place another order. Throws `stale` if their order or number is not the one that the author has
 * seen, or `invalid` if the new order has other links.
 */
export function orderLinks(
  ctx: StaffCtx,
  { place, ...order }: { readonly place: LinkPlace } & Reordering,
): Promise<void> {
  return transact(ctx, async (tx) => {
    requireOrder(await lockLinkOrder(tx, place), order);
    await updateLinkOrder(tx, order.ids);
    await audit(tx, {
      action: 'content.orderLinks',
      before: { [place]: order.seen },
      after: { [place]: order.ids },
    });
  });
}

/** Locks a link of the version that its author has seen. Throws `stale` or `not_found`. */
async function lockSeen(tx: StaffTx, { id, version }: SeenLink): Promise<EditedLink> {
  const link = await lockLink(tx, id);
  if (!link) throw new DomainError('not_found');
  if (link.version === version) return link;
  throw new DomainError('stale', undefined, {
    decided: { by: link.changedBy, what: 'link saved', at: link.changedAt },
  });
}

function log(
  tx: StaffTx,
  action: string,
  id: number,
  states: { before?: object; after?: object },
): Promise<void> {
  return audit(tx, { action, object: { kind: 'link', id }, ...states });
}

function factsOf({ name, url, isShown }: LinkContent): object {
  return { name, url, isShown };
}
