import { localOfTab } from '../local.js';

/** Which tab has a call. */
export interface Claims {
  /** This tab has the call, also after a reload. */
  take(callId: number): void;
  release(): void;
  /** Whether this tab had the call before a reload; if so, it has it again. */
  resume(callId: number): Promise<boolean>;
}

const KEY = 'kith.call';

export function createClaims(): Claims {
  let release: (() => void) | undefined;

  function hold(callId: number): Promise<boolean> {
    // Locks need HTTPS or this machine, as the microphone does; elsewhere a call only rings.
    const locks = (navigator as { locks?: LockManager }).locks;
    if (!locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      void locks.request(`kith-call-${callId}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((end) => (release = end));
      });
    });
  }

  return {
    take: (callId) => {
      localOfTab.setItem(KEY, String(callId));
      void hold(callId);
    },
    release: () => {
      localOfTab.removeItem(KEY);
      release?.();
      release = undefined;
    },
    // A tab that was duplicated has the key of the first one, which holds the lock.
    resume: async (callId) => localOfTab.getItem(KEY) === String(callId) && hold(callId),
  };
}
