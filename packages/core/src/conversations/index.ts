export {
  accessConversation,
  accessMessage,
  accessTarget,
  accessToWrite,
  findConversationIds,
  lockMessage,
} from './access.js';
export { befriendStranger, retryOnDuplicate } from './answer-stranger.js';
export { appendEntries } from './append-entries.js';
export { makeBatchWriter, storeMessage } from './batch-writer.js';
export type { AppendedConversation, AppendOneValues, AppendValues } from './batch-append-store.js';
export type { BatchRow, BatchValues } from './batch-store.js';
export type { BatchConnection } from './settle-batch.js';
export { eraseMessagesOf, forgetNames } from './erase.js';
export { selectGroupsOf as listGroupsOf } from './erase-store.js';
export {
  accessReported,
  attachEvidence,
  listEvidence,
  loadPairMessages,
  openEvidenceFile,
  sweepEvidence,
  type ReportedMessage,
} from './evidence.js';
export type { Evidence } from './evidence-store.js';
export * as conditions from './conditions-store.js';
export { burnMessage, editMessage, recallAllFrom, recallMessage } from './change-message.js';
export { CONTENT, encodeContent, HIDDEN_CARD, pictureContent } from './content.js';
export type { ChangeContent, MembershipContent, SystemContent } from './append-entries.js';
export { openToStranger } from './openings-store.js';
export {
  listFileMessages,
  lockVisiblePicture,
  recallFile,
  releaseConversationFiles,
  uploadFile,
} from './files.js';
export {
  addMembers,
  changeGroupConversation,
  endAllMemberships,
  endMemberships,
  findGroup,
  listMembers,
  loadMarks,
  setAdmins,
  setMuted,
  setOwner,
  setOwnName,
  startGroup,
} from './group-members.js';
export {
  isBefriendingForbidden,
  lockGroup,
  listRemovedMembers,
  listCommonGroups,
  type LockedGroup,
  type Member,
} from './group-members-store.js';
export { appointOwner, findSuccessors, groupRoles, repairRoles } from './role-succession.js';
export { lockGroups } from './role-succession-store.js';
export { mayDo, outranks, requireRole, type Role } from './roles.js';
export {
  findMembership,
  findSingle,
  getHistory,
  listConversations,
  listEntries,
  listMessages,
  loadMemberIds,
  pageConversations,
} from './list.js';
export {
  findLags,
  loadLaggingEntries,
  type Lags,
  type MissedEntries,
  type Resumption,
} from './missed-entries.js';
export type { Lag } from './missed-entries-store.js';
export {
  findMovedConversations,
  findSeqsBefore,
  isConfidential,
  listAuthors,
  listNewest,
  loadEntryEvent,
  referTo,
  toMissedEvents,
  type EntryAppended,
  type EntryReference,
} from './missed.js';
export type { ConversationKey } from './missed-store.js';
export type { ListFilter } from './pages-store.js';
export {
  createInitialConversations,
  hideFormerFriend,
  lockOwnConversation,
  lockSingle,
  startFriendship,
  unlockOpening,
  withdrawOpening,
} from './singles.js';
export { poke, sendNudge, setTyping } from './nudge.js';
export { clampConversationTimes } from './clamp-times.js';
export {
  advanceRead,
  advanceReads,
  countUnreadMessages,
  getReadState,
  markRead,
  markUnread,
  type ReadOutcome,
} from './read.js';
export type { ReportedRead } from './read-positions-store.js';
export { isAnonymous, isFromStranger, isMuted, isMutedAlone, isPending, isToBurn, peerOf } from './rules.js';
export { listReactors, setReaction } from './react.js';
export { getDraft, saveDraft } from './drafts.js';
export type { Draft } from './drafts-store.js';
export { listPinned, pinMessage } from './pin-message.js';
export { pageChats, previewText, type ChatPage } from './page-chats.js';
export { addAgent, endWait, makeSupportConversation, removeAgent } from './support-members.js';
export { NO_WAIT } from './support-store.js';
export { findMessages, type FoundPage } from './find-messages.js';
export { searchText } from './search-text.js';
export { searchConversations } from './search.js';
export {
  indexMessages,
  isSearched,
  reindexSince,
  sweepUnindexed,
  type SearchedMessage,
} from './search-index.js';
export {
  forwardMessage,
  saveMessage,
  sendCards,
  sendMessage,
  sendToConversation,
  sendToMany,
  toNewMessage,
  wasSent,
  type OutgoingMessage,
} from './send-message.js';
export {
  clearAllOwnHistories,
  clearOwnHistory,
  destroyHistory,
  hideConversation,
  setPinned,
  setArchived,
  setSilent,
} from './settings.js';
export {
  headColumns,
  isConversation,
  findSingleHead,
  ensureSingle,
  withHead,
  type HeadRow,
} from './store.js';
export type { ConversationRow, ListedMembership } from './list-store.js';
export type { Membership, Opening } from './types.js';
export { differsForSender, redactFor } from './rules.js';
export type {
  ConversationHead,
  ConversationKind,
  Entry,
  EntryKind,
  GoneReason,
  Quote,
} from './event-types.js';
export type { Reactor } from './reactions-store.js';
