import { DomainError, invalid, type AccountId, type MemberCtx } from '../kernel/index.js';
import { loadProfiles, type Profile } from '../accounts/index.js';
import { deleteBlock, insertBlock } from './blocks-store.js';
import { deleteRequestsBetween } from './requests-store.js';
import { lockPair } from './store.js';

/**
 * Somebody whom the caller may block or report: also who has blocked the caller, or is hidden for another
 * reason, so that trying it tells nothing. Throws `not_found`, or `invalid` for the caller.
 */
export async function accessOffender(ctx: MemberCtx, id: number): Promise<Profile> {
  requireOtherAccount(ctx, id);
  const person = (await loadProfiles(ctx, [id as AccountId])).get(id as AccountId);
  if (!person) throw new DomainError('not_found');
  return person;
}

/** Refuses the caller. Throws `invalid`. */
export function requireOtherAccount(ctx: MemberCtx, id: number): void {
  if (id === ctx.actor) throw invalid('target_id', 'self');
}

/**
 * Makes two people invisible to each other, inside a transaction: requests between them are withdrawn, the
 * friendship waits until the block is lifted. False when the caller had done it before. The other's own block
 * is another row, so lifting one does not lift the other.
 */
export async function blockPerson(tx: MemberCtx, otherId: AccountId): Promise<boolean> {
  await lockPair(tx, otherId);
  if (!(await insertBlock(tx, otherId))) return false;
  await deleteRequestsBetween(tx, otherId);
  return true;
}

/** Lifts the caller's own block, inside a transaction; false when there is none. */
export async function unblockPerson(tx: MemberCtx, otherId: AccountId): Promise<boolean> {
  await lockPair(tx, otherId);
  return deleteBlock(tx, otherId);
}
