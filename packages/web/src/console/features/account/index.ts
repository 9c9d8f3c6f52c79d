export { OneTimeText } from './one-time-text.js';
export { RecoveryCodes } from './recovery-codes.js';
export { AccountScreen } from './screen.js';
