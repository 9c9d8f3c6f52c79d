import { bounds, DomainError, invalid, type Ctx } from '../kernel/index.js';
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
  for (const field of ['tag', 'title', 'description'] as const) {
    const { length } = [...reason[field].trim()];
    if (length === 0 || length > bounds.text.reasonCharacters[field]) throw invalid(field, 'length');
  }
  const id = await insertReason(ctx, reason, bounds.list.reportReasons);
  if (id === undefined)
    throw new DomainError('too_large', undefined, { field: 'reasons', limit: bounds.list.reportReasons });
  return id;
}
