export { dismissAgent, hireAgent, listAgents } from './agents.js';
export { attendCustomer, findAllUnattended, findUnattended } from './attend.js';
export { findSupportListId, openSupport } from './open-support.js';
export { isServiceHours } from './rules.js';
export { getServed, listServed } from './serve.js';
