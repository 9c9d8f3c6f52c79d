import { useSyncExternalStore } from 'react';
import type { RealtimeState } from '@kith/sdk';
import { useAccount } from './account.js';

/** The state of the connection. */
export function useConnection(): RealtimeState {
  const { states, realtime } = useAccount();
  return useSyncExternalStore(states.listen, () => realtime.state);
}
