export type { CallRef } from './access.js';
export { answerCall } from './answer-call.js';
export { endCall, endCallBetween, findDueCalls, finishCall, hangUp, listActiveCalls } from './end-call.js';
export { startCall } from './start-call.js';
export type { Call } from './store.js';
export type { CallChange, CallMedium, CallOutcome, CallSummary } from './event-types.js';
export { eraseCalls } from './erase.js';
