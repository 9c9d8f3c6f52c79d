import { local, localOfTab } from '../local.js';

/** Which tab has a call. */
export interface Claims {
  /** This tab has the call, also after a reload. */
  take(callId: number): void;
  release(): void;
  /** Whether this tab had the call before a reload; if so, it has it again. */
  resume(callId: number): Promise<boolean>;
  /** Whether a tab of this browser took the call, and no tab has it now. */
  isLeft(callId: number): Promise<boolean>;
}

const KEY = 'kith.call';

export function createClaims(): Claims {
  let release: (() => void) | undefined;

  // Locks need HTTPS or this machine, as the microphone does; elsewhere a call only rings.
  const { locks } = navigator as { locks?: LockManager };

  function hold(callId: number): Promise<boolean> {
    if (!locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      void locks.request(lockOf(callId), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((end) => (release = end));
      });
    });
  }

  return {
    take: (callId) => {
      localOfTab.setItem(KEY, String(callId));
      local.setItem(KEY, String(callId));
      void hold(callId);
    },
    release: () => {
      localOfTab.removeItem(KEY);
      release?.();
      release = undefined;
    },
    // A tab that was duplicated has the key of the first one, which holds the lock.
    resume: async (callId) => localOfTab.getItem(KEY) === String(callId) && hold(callId),
    isLeft: async (callId) => {
      if (!locks || local.getItem(KEY) !== String(callId)) return false;
      const { held = [] } = await locks.query();
      return held.every(({ name }) => name !== lockOf(callId));
    },
  };
}

function lockOf(callId: number): string {
  return `kith-call-${callId}`;
}
