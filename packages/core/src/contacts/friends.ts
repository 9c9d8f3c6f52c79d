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
} from '../kernel/index.js';
import { accessPerson } from './access.js';
import { deleteRequestsBetween, selectPendingRequestById, updateRequestsAccepted } from './requests-store.js';
import {
  deleteFriendship,
  insertFriendships,
  lockPair,
  selectFriend,
  selectFriends,
  selectPeople,
  selectRemarks,
  updateRemark,
} from './store.js';
import type { FriendRow } from './store.js';

/** Friends who are filed under one letter. */
export interface LetterGroup<T> {
  /** A to Z, or #. */
  readonly letter: string;
  readonly rows: readonly T[];
}

/** Files rows under their letters, A to Z and # last; empty letters are left out. */
export function groupByLetter<T extends { readonly letter: string }>(rows: readonly T[]): LetterGroup<T>[] {
  return [...groupRows(rows)]
    .map(([letter, members]) => ({ letter, rows: members }))
    .sort(
      (a, b) => Number(a.letter === '#') - Number(b.letter === '#') || compareLetters(a.letter, b.letter),
    );
}

/** A to Z in any language of the server: in Lithuanian, Y would stand beside I. */
function compareLetters(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The caller's friends, or those whose remark, nickname or user name holds the text. */
export function listFriends(
  ctx: MemberCtx,
  filter: { text?: string | undefined } = {},
): Promise<FriendRow[]> {
  const wanted = fold(filter.text ?? '').trim();
  return selectFriends(ctx, wanted || undefined);
}

/** The friendship with somebody, or undefined. */
export function findFriend(
  ctx: MemberCtx,
  id: AccountId,
): Promise<{ remark: string; source: number } | undefined> {
  return selectFriend(ctx, id);
}

/** The caller's remarks for those of the ids that are friends; '' without a remark. */
export function loadRemarks(ctx: MemberCtx, ids: readonly AccountId[]): Promise<Map<AccountId, string>> {
  return selectRemarks(ctx, ids);
}

/** Sets the name under which a friend stands in the caller's lists; '' removes it. Throws `not_found`. */
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

/** Finds people by user name, phone or id (exact) or by a piece of the nickname; at most 50. */
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
 * Accepts a request, and one that waits in the other direction too, and writes the friendship; answers
 * whose request it was. For use inside the transaction that also opens the conversation. Throws
 * `not_found` when no such request waits or its sender is nobody any more, and `already_friends`.
 */
export async function acceptRequest(tx: MemberCtx, requestId: number): Promise<AccountId> {
  const request = await selectPendingRequestById(tx, requestId);
  if (!request) throw new DomainError('not_found');
  const person = await accessPerson(tx, request.fromId);
  await lockPair(tx, person.id);
  const accepted = await updateRequestsAccepted(tx, person.id);
  if (!accepted.includes(requestId)) throw new DomainError('not_found');
  if (!(await insertFriendships(tx, [person.id], request.source))) throw new DomainError('already_friends');
  return person.id;
}

/** How people met who are friends because the tenant makes them friends of everybody. No request can say so. */
export const MET_BY_DEFAULT = 100;

/** Makes the caller, a new account, the friend of these people, inside the transaction that makes the account. */
export async function befriendByDefault(tx: MemberCtx, friendIds: readonly AccountId[]): Promise<void> {
  await insertFriendships(tx, friendIds, MET_BY_DEFAULT);
}

/** How people met of whom one wrote as a stranger and the other answered. No request can say so. */
export const MET_BY_ANSWER = 101;

/** Makes the caller and somebody friends, inside a transaction; requests between them are done with. */
export async function befriendByAnswer(tx: MemberCtx, otherId: AccountId): Promise<void> {
  await lockPair(tx, otherId);
  await updateRequestsAccepted(tx, otherId);
  await insertFriendships(tx, [otherId], MET_BY_ANSWER);
}

/** Ends a friendship for both sides, inside a transaction. Throws `not_found`. */
export async function endFriendship(tx: MemberCtx, friendId: AccountId): Promise<void> {
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
