export { addSupportAgent, listAgents, removeSupportAgent } from './agents.js';
export { assignCustomer, findUnassigned, listUnassigned } from './assign-customers.js';
export { findSupportListId, openSupport } from './open-support.js';
export { getServedConversation, listServedConversations } from './served-conversations.js';
export { eraseSupport } from './erase.js';
