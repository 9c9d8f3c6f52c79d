export { erasePushes } from './erase.js';
export {
  dismissRead,
  findForgottenRecipients,
  findRecipients,
  notifyAbsent,
  sendTestPush,
} from './notify.js';
export type { Recipient } from './store.js';
export {
  getPushSettings,
  listSubscriptions,
  setPushText,
  subscribe,
  sweepPushMarks,
  unsubscribe,
} from './subscriptions.js';
