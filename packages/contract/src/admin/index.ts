/** The endpoints of the admin API, by what they are about. */
export * as appeals from './appeals.js';
export * as audit from './audit.js';
export * as child_safety from './child-safety.js';
export * as content from './content.js';
export * as photos from './photos.js';
export * as reports from './reports.js';
export * as groups from './groups.js';
export * as messages from './messages.js';
export * as connections from './connections.js';
export * as overview from './overview.js';
export * as people from './people.js';
export * as plans from './plans.js';
export * as purchases from './purchases.js';
export * as session from './session.js';
export * as settings from './settings.js';
export * as staff from './staff.js';
export * as tenants from './tenants.js';
