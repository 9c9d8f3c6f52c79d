export { accessReportable, blockPerson, requireOtherAccount, unblockPerson } from './block.js';
export { accessPeople, accessPerson, requireFriend, lookUpPeople, lookUpPerson } from './access.js';
export {
  acceptRequest,
  befriendByAnswer,
  befriendByDefault,
  endFriendship,
  findFriend,
  groupByLetter,
  listFriends,
  loadRemarks,
  SOURCE_ANSWERED,
  SOURCE_DEFAULT,
  searchPeople,
  setRemark,
  type LetterGroup,
} from './friends.js';
export {
  countFriendRequests,
  findRequestFrom,
  hideFriendRequest,
  listFriendRequests,
  requestFriend,
} from './request-friend.js';
export { requireDiscoveryAccess, listVisibleInvited, loadPresence, type Presence } from './visibility.js';
export { isVisible, mayMeet, selectForbiddenPairs as listForbiddenPairs } from './visibility-store.js';
export type { FriendRequest } from './requests-store.js';
export { renewRemarks } from './renew-remarks.js';
export { lockPair, type FriendRow } from './store.js';
