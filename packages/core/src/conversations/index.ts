export { accessConversation, accessMessage, accessTarget, accessToWrite, lockMessage } from './access.js';
export { appendEntries } from './append-entries.js';
export { makeBatchWriter, type BatchConnection } from './batch-writer.js';
export { acceptFriendRequest, askToBeFriends, openSingle, removeFriend } from './befriend.js';
export { loadEvidence, partFrom, rejoin } from './part.js';
export { burnMessage, editMessage, recallAllOf, recallMessage } from './change-message.js';
export { CONTENT } from './content.js';
export type { ChangeContent, MembershipContent, SystemContent } from './append-entries.js';
export { join, joinAsVisitor } from './join.js';
export { listFileMessages, takeBackFile, uploadFile } from './files.js';
export {
  addMembers,
  changeGroupConversation,
  endAllMemberships,
  endMemberships,
  findGroup,
  listMembers,
  loadMarks,
  lockGroup,
  setAdmins,
  setMuted,
  setOwner,
  setOwnName,
  startGroup,
} from './membership.js';
export { selectCommonGroups as listCommonGroups, type LockedGroup, type Member } from './membership-store.js';
export { demandRole, mayDo, outranks, type Role } from './roles.js';
export { getHistory, listConversations, listEntries, listMissedEntries, loadMemberIds } from './list.js';
export { poke, setTyping, shake } from './nudge.js';
export { countUnreadMessages, getReadState, markRead, markUnread, moveRead } from './read.js';
export { isAnonymous, isMuted, isToBurn, peerOf } from './rules.js';
export { addAgent, makeSupportConversation, removeAgent } from './support-members.js';
export { findUnindexed, indexMessages, searchConversations, type DirtyConversation } from './search.js';
export {
  forwardMessage,
  sendCards,
  sendInto,
  sendMessage,
  sendToMany,
  type OutgoingMessage,
} from './send-message.js';
export {
  clearAllOwnHistories,
  clearOwnHistory,
  destroyHistory,
  hideConversation,
  setPinned,
  setSilent,
} from './settings.js';
export type { ConversationRow, Membership } from './store.js';
