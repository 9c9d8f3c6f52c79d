import { indexLetterOf, loadProfiles, notifyAccounts, type Profile } from '../accounts/index.js';
import {
  bounds,
  cleanLine,
  countCharacters,
  DomainError,
  fold,
  gramsWithin,
  limitActor,
  transact,
  unitsFor,
  usernameKey,
  type AccountId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import { accessPerson } from './access.js';
import { deleteRequestsBetween, selectPendingRequestById, updateRequestsAccepted } from './requests-store.js';
import {
  deleteFriendship,
  insertFriendships,
  lockPair,
  selectFriend,
  selectPeople,
  selectRemarks,
  updateRemark,
} from './store.js';

/** Rows whose names share a letter. */
export interface LetterGroup<T> {
  /** A to Z, or #. */
  readonly letter: string;
  readonly rows: readonly T[];
}

/** Groups rows by letter, A to Z, then #; omits empty letters. */
export function groupByLetter<T extends { readonly letter: string }>(rows: readonly T[]): LetterGroup<T>[] {
  return [...groupRows(rows)]
    .map(([letter, members]) => ({ letter, rows: members }))
    .sort(
      (a, b) => Number(a.letter === '#') - Number(b.letter === '#') || compareLetters(a.letter, b.letter),
    );
}

/** Compares letters independently of the server's locale: Lithuanian sorts Y beside I. */
function compareLetters(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The caller's friendship with an account, or undefined. */
export function findFriend(
  ctx: MemberCtx,
  id: AccountId,
): Promise<{ remark: string; source: number } | undefined> {
  return selectFriend(ctx, id);
}

/** The caller's remarks for the friends among the ids; '' without a remark. */
export function loadRemarks(ctx: MemberCtx, ids: readonly AccountId[]): Promise<Map<AccountId, string>> {
  return selectRemarks(ctx, ids);
}

/** Sets the caller's own name for a friend; '' removes it. Throws `invalid` or `not_found`. */
export async function setRemark(ctx: MemberCtx, input: { friendId: number; remark: string }): Promise<void> {
  const remark = cleanLine('content', input.remark, { max: bounds.text.lineCharacters, min: 0 });
  await transact(ctx, async (tx) => {
    const isFriend = await updateRemark(tx, input.friendId as AccountId, {
      remark,
      remark_letter: remark === '' ? '' : indexLetterOf(remark),
      folded_remark: fold(remark),
    });
    if (!isFriend) throw new DomainError('not_found');
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'contact_changed', data: { accountId: input.friendId as AccountId } },
    ]);
  });
}

/** Finds people by user name, phone or id (exact match) or by part of the nickname; at most 50. */
export async function searchPeople(ctx: MemberCtx, text: string): Promise<Profile[]> {
  await limitActor(ctx, 'look_up');
  const wanted = text.trim();
  const folded = fold(wanted).trim();
  if (folded === '' || wanted.length > unitsFor(bounds.text.searchCharacters)) return [];
  if (countCharacters(wanted) > bounds.text.searchCharacters) return [];
  const ids = await selectPeople(ctx, {
    usernameKey: usernameKey(wanted),
    folded,
    pieces: gramsWithin(folded),
  });
  const profiles = await loadProfiles(ctx, ids);
  return ids.flatMap((id) => profiles.get(id) ?? []);
}

/**
 * Accepts a friend request, and one in the opposite direction, and stores the friendship; returns the sender's id.
 * Throws `not_found` if the request is not pending or its sender is not visible, and `already_friends`.
 */
export async function acceptRequest(tx: MemberTx, requestId: number): Promise<AccountId> {
  const request = await selectPendingRequestById(tx, requestId);
  if (!request) throw new DomainError('not_found');
  const person = await accessPerson(tx, request.fromId);
  await lockPair(tx, person.id);
  const accepted = await updateRequestsAccepted(tx, person.id);
  if (!accepted.includes(requestId)) throw new DomainError('not_found');
  if (!(await insertFriendships(tx, [person.id], request.source))) throw new DomainError('already_friends');
  return person.id;
}

/** The source of friendships with the tenant's default friends. Requests cannot have it. */
export const SOURCE_DEFAULT = 100;

/** Makes the caller, a new account, the friend of these accounts. */
export async function befriendByDefault(tx: MemberTx, friendIds: readonly AccountId[]): Promise<void> {
  await insertFriendships(tx, friendIds, SOURCE_DEFAULT);
}

/** The source of friendships that result from the answer to a stranger. Requests cannot have it. */
export const SOURCE_ANSWERED = 101;

/** Makes the caller and another account friends and accepts the requests between them. */
export async function befriendByAnswer(tx: MemberTx, otherId: AccountId): Promise<void> {
  await lockPair(tx, otherId);
  await updateRequestsAccepted(tx, otherId);
  await insertFriendships(tx, [otherId], SOURCE_ANSWERED);
}

/** Ends a friendship for both sides. Throws `not_found`. */
export async function endFriendship(tx: MemberTx, friendId: AccountId): Promise<void> {
  await lockPair(tx, friendId);
  if (!(await deleteFriendship(tx, friendId))) throw new DomainError('not_found');
  await deleteRequestsBetween(tx, friendId);
}

// Map.groupBy needs Node 21.
function groupRows<T extends { readonly letter: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.letter);
    if (group) group.push(row);
    else groups.set(row.letter, [row]);
  }
  return groups;
}
