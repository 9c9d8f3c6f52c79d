export { ask, isRefusal, queries } from './ask.js';
export { createPasskey, hasPasskeys, signWithPasskey } from './passkeys.js';
export { usePasskeys } from './use-passkeys.js';
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
