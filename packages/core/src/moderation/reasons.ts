import { bounds, cleanLine, DomainError, type Ctx } from '../kernel/index.js';
import { insertReason, selectReasons } from './store.js';
import type { Reason } from './types.js';

/** The tenant's reasons by id. */
export function listReasons(ctx: Ctx): Promise<Reason[]> {
  return selectReasons(ctx);
}

/** Adds a tenant's own reason; returns its id, from 100. Throws `invalid` or `too_large`. */
export async function addReason(ctx: Ctx, reason: Omit<Reason, 'id'>): Promise<number> {
  const cleaned = (field: 'tag' | 'title' | 'description') =>
    cleanLine(field, reason[field], { max: bounds.text.reasonCharacters[field] });
  const worded = {
    ...reason,
    tag: cleaned('tag'),
    title: cleaned('title'),
    description: cleaned('description'),
  };
  const id = await insertReason(ctx, worded, bounds.list.reportReasons);
  if (id === undefined)
    throw new DomainError('too_large', undefined, { field: 'reasons', limit: bounds.list.reportReasons });
  return id;
}
