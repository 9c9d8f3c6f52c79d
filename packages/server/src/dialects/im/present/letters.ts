import type { imShapes } from '@kith/contract';
import { groupByLetter, type FriendRow } from '@kith/core/contacts';
import { listIdText } from '@kith/core/kernel';
import { photoPath } from './account.js';

/** Friends under their letters: an empty array, or an object keyed by the letter's place ("0" is A, "26" is #). */
export function presentLetters(
  friends: readonly FriendRow[],
): imShapes.LetterGroup[] | Record<string, imShapes.LetterGroup> {
  if (friends.length === 0) return [];
  const groups: Record<string, imShapes.LetterGroup> = {};
  for (const { letter, rows } of groupByLetter(friends)) {
    const index = letter === '#' ? 26 : letter.charCodeAt(0) - 65;
    groups[String(index)] = { letter, index, data: rows.map(presentFriend) };
  }
  return groups;
}

function presentFriend(friend: FriendRow): imShapes.LetterGroup['data'][number] {
  return {
    user_id: friend.friendId,
    name: friend.remark || friend.nickname,
    photo: photoPath({ id: friend.friendId, sex: friend.sex, hasPhoto: friend.hasPhoto }),
    list_id: friend.listId === null ? '' : listIdText(friend.listId),
  };
}
