export {
  addSupportAgent,
  listAgents,
  removeSupportAgent,
  setAgentSchedule,
  setAgentStaff,
  type ListedAgent,
} from './agents.js';
export { assignCustomer, findUnassigned, listUnassigned } from './assign-customers.js';
export { handOverCustomer, listSupportThreads } from './oversee-threads.js';
export type { OverseenThread, ThreadPlace } from './oversight-store.js';
export { findSupportListId, openSupport } from './open-support.js';
export { getServedConversation, listServedConversations } from './served-conversations.js';
export { eraseSupport } from './erase.js';
export {
  answerCustomer,
  endDeskService,
  markDeskRead,
  hasDesk,
  openDesk,
  readDeskMessages,
  setDeskAway,
} from './desk.js';
export type { Schedule } from './rules.js';
