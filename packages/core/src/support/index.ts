export { addSupportAgent, listAgents, removeSupportAgent } from './agents.js';
export { assignCustomer, findAllUnassigned, findUnassigned } from './assign-customers.js';
export { findSupportListId, openSupport } from './open-support.js';
export { isServiceHours } from './rules.js';
export { getServedConversation, listServedConversations } from './served-conversations.js';
