export { accessReportable, blockPerson, listBlocked, requireOtherAccount, unblockPerson } from './block.js';
export { accessPeople, accessPerson, lookUpPeople, lookUpPerson, requireFriend } from './access.js';
export {
  acceptRequest,
  befriendByAnswer,
  befriendByDefault,
  endFriendship,
  findFriend,
  groupByLetter,
  loadRemarks,
  searchPeople,
  setRemark,
  SOURCE_ANSWERED,
  SOURCE_DEFAULT,
  type LetterGroup,
} from './friends.js';
export {
  countFriendRequests,
  findRequestFrom,
  hideFriendRequest,
  listFriendRequests,
  requestFriend,
} from './request-friend.js';
export {
  listPresenceShown,
  listVisibleInvited,
  loadPresence,
  requireDiscoveryAccess,
  type Presence,
} from './visibility.js';
export {
  ageColumns,
  isolatesUnknownAge,
  isolatesUnknownAgeIn,
  isSameAgeGroup,
  type AgeColumns,
} from './age-groups-store.js';
export {
  blocksBothWays,
  isUnblocked,
  isVisible,
  isVisibleInTenant,
  listForbiddenPairs,
  mayMeet,
  mayMeetRow,
  type PresencePair,
} from './visibility-store.js';
export type { FriendRequest } from './requests-store.js';
export { renewRemarks } from './renew-remarks.js';
export { lockPair, loadNamedPeople, type NamedPerson } from './store.js';
export { eraseRelations } from './erase.js';
