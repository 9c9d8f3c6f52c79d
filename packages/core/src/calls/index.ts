export { findLiveCall, type CallRef } from './access.js';
export { answerCall } from './answer-call.js';
export {
  endCall,
  endCallBetween,
  findDueCalls,
  finishCall,
  hangUp,
  listLiveCalls,
  noteCallersSeen,
} from './end-call.js';
export { isAbandoned, LEFT_FOR_MS } from './rules.js';
export { grantRelay } from './relay-access.js';
export { signalCall } from './signal-call.js';
export { findSignal } from './signals-store.js';
export { startCall } from './start-call.js';
export type { Call, LiveCall } from './store.js';
export type {
  CallChange,
  CallMedium,
  CallOutcome,
  CallSummary,
  CallsEvent,
  CallSignal,
  SignalKind,
} from './event-types.js';
export { eraseCalls } from './erase.js';
