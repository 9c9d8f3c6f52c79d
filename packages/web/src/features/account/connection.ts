import { useEffect, useState, useSyncExternalStore } from 'react';
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

/** So long nothing is said: most gaps are shorter. */
const QUIET_MS = 2000;

/** Whether news have failed to arrive for a moment. */
export function useIsOffline(): boolean {
  const isLive = useIsLive();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (isLive) return undefined;
    const timer = setTimeout(() => setLate(true), QUIET_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isLive]);
  return !isLive && isLate;
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
