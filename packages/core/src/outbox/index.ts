export { eraseOutgoing } from './erase.js';
export {
  enqueueCode,
  enqueueLetters,
  enqueueNotice,
  listMessages,
  sendSoon,
  sweepMessages,
} from './enqueue.js';
export { maskAnswer } from './rules.js';
export { sendDueMessages } from './send-due.js';
export type { MessageRecord } from './store.js';
export { LANGUAGES, mailText, smsText, type Channel, type Language } from './texts.js';
