export { ask, isRefusal, queries } from './ask.js';
export { Loaded } from './loaded.js';
export {
  endSession,
  enterTenant,
  OpenSession,
  useOwnSession,
  useSessionState,
  type OwnSession,
} from './session.js';
export { useAction, useRefusal, useWhat } from './use-action.js';
