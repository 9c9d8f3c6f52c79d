import { useSyncExternalStore } from 'react';
import type { Account } from '../../client/account.js';
import { useAccount } from './account.js';

/** Whether news arrive. Without a network it is known at once, long before the socket notices. */
export function useIsLive(): boolean {
  const account = useAccount();
  return useSyncExternalStore(
    (listener) => listenTo(account, listener),
    () => navigator.onLine && account.realtime.state === 'live',
  );
}

function listenTo({ states }: Account, listener: () => void): () => void {
  const end = states.listen(listener);
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    end();
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}
