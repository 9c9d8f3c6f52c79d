import { bounds, cleanLine, DomainError, type Ctx } from '../kernel/index.js';
import { insertReason, selectReasons } from './store.js';

/** Why somebody bans or reports somebody, as the tenant words it. */
export interface Reason {
  readonly id: number;
  readonly kind: 'ban' | 'report';
  readonly tag: string;
  /** Whether it has to be said in own words too. */
  readonly needsText: boolean;
  readonly title: string;
  readonly description: string;
}

/** The reasons of the tenant, by their ids. */
export function listReasons(ctx: Ctx): Promise<Reason[]> {
  return selectReasons(ctx);
}

/** Adds a reason of the tenant's own; answers its id, from 100. Throws `invalid` or `too_large`. */
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
