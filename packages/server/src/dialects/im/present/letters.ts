import type { imShapes } from '@kith/contract';
import { groupByLetter } from '@kith/core/contacts';
import type { FriendRow } from '@kith/core/friendships';
import { listIdText } from '@kith/core/kernel';
import { photoPath } from './account.js';

type Letters = imShapes.LetterGroup[] | Record<string, imShapes.LetterGroup>;

/** People by initial: an empty array, or an object keyed by the index of the letter ("0" is A, "26" is #). */
export function presentByLetter<T extends { readonly letter: string }>(
  rows: readonly T[],
  present: (row: T) => imShapes.LetterGroup['data'][number],
): Letters {
  if (rows.length === 0) return [];
  const groups: Record<string, imShapes.LetterGroup> = {};
  for (const { letter, rows: members } of groupByLetter(rows)) {
    const index = letter === '#' ? 26 : letter.charCodeAt(0) - 65;
    groups[String(index)] = { letter, index, data: members.map(present) };
  }
  return groups;
}

/** Friends by initial. */
export function presentLetters(friends: readonly FriendRow[]): Letters {
  return presentByLetter(friends, presentFriend);
}

function presentFriend(friend: FriendRow): imShapes.LetterGroup['data'][number] {
  return {
    user_id: friend.friendId,
    name: friend.remark || friend.nickname,
    photo: photoPath(friend),
    list_id: friend.listId === null ? '' : listIdText(friend.listId),
  };
}
