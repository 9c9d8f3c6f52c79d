export { copyGroup, previewCopy } from './copy-group.js';
export { findGroups, getGroupAsStaff, listGroupMembers } from './oversee-groups.js';
export type { GroupPlace, OverseenGroup, OverseenMember } from './oversight-store.js';
export { createGroup } from './create-group.js';
export {
  answerRequest,
  countRequests,
  inviteToGroup,
  joinByScan,
  listRequests,
  renewGroupCode,
  type GroupRequest,
} from './join-group.js';
export { getInvitation, type Invitation } from './invitation.js';
export { disbandGroup, leaveGroup, removeFromGroup, transferGroup } from './leave-group.js';
export { setAnonymous, setGroupAdmins, setGroupNickname, setMutedMembers } from './manage-members.js';
export {
  assignGroupOwner,
  closeGroup,
  listBrokenGroups,
  repairGroups,
  showGroup,
  type GroupReport,
} from './repair-groups.js';
export {
  findInviter,
  getConversationWithMembers,
  getGroup,
  getGroupWithMembers,
  listCommonGroupsWith,
  listPeopleOf,
  memberName,
  type Group,
  type GroupMember,
} from './members.js';
export {
  addNotice,
  changeNotice,
  findTopNotice,
  listNotices,
  removeNotice,
  setNotice,
  type Notice,
} from './notices.js';
export { listCandidates, listOtherMembers, listOtherParticipants, type TargetRole } from './pick-members.js';
export { commitGroupPhoto, setGroupPhotoFrom, uploadGroupPhoto } from './photo.js';
export { renameGroup, setGroupSort, setGroupSwitch, type GroupSwitch } from './settings.js';
export { sweepDisbandedGroups } from './sweep-disbanded.js';
export type { Applicant } from './event-types.js';
export { eraseGroupTraces } from './erase.js';
