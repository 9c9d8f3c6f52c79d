export { CallButton } from './call-button.js';
export { CallRecord } from './call-record.js';
export { Calls } from './calls.js';
