import {
  bounds,
  DomainError,
  invalid,
  type AccountId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import { loadProfiles, type Profile } from '../accounts/index.js';
import { deleteBlock, insertBlock, selectBlocked } from './blocks-store.js';
import { deleteRequestsBetween } from './requests-store.js';
import { lockPair } from './store.js';

/**
 * Returns a person whom the caller may block or report, including one who has blocked the caller or is otherwise
 * hidden, so that the attempt reveals nothing. Throws `not_found`, or `invalid` for the caller.
 */
export async function accessReportable(ctx: MemberCtx, id: number): Promise<Profile> {
  requireOtherAccount(ctx, id);
  const person = (await loadProfiles(ctx, [id as AccountId])).get(id as AccountId);
  if (!person) throw new DomainError('not_found');
  return person;
}

/** Rejects the caller's own id. Throws `invalid`. */
export function requireOtherAccount(ctx: MemberCtx, id: number): void {
  if (id === ctx.actor) throw invalid('targetId', 'self');
}

/**
 * Blocks a person: the two become invisible to each other, pending requests between them are deleted, and their
 * friendship is suspended until the block is lifted. Returns false if the caller had already blocked the person. Each
 * side's block is its own row, so lifting one does not lift the other.
 */
export async function blockPerson(tx: MemberTx, otherId: AccountId): Promise<boolean> {
  await lockPair(tx, otherId);
  if (!(await insertBlock(tx, otherId))) return false;
  await deleteRequestsBetween(tx, otherId);
  return true;
}

/** Lifts the caller's own block; returns false if there is none. */
export async function unblockPerson(tx: MemberTx, otherId: AccountId): Promise<boolean> {
  await lockPair(tx, otherId);
  return deleteBlock(tx, otherId);
}

/** The people whom the caller has blocked and when, the last blocked first. */
export async function listBlocked(ctx: MemberCtx): Promise<{ person: Profile; at: number }[]> {
  const blocks = await selectBlocked(ctx, bounds.list.blocked);
  const people = await loadProfiles(
    ctx,
    blocks.map(({ id }) => id),
  );
  return blocks.flatMap(({ id, at }) => {
    const person = people.get(id);
    return person ? [{ person, at }] : [];
  });
}
