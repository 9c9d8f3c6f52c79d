import { bounds, type AccountId } from '@kith/core/kernel';
import type { NodeBus } from '@kith/core/ports';
import type { Hub } from '../hub.js';
import { makeAccountSet } from './account-set.js';
import { encodeSignal, TOPIC, type PresenceSignal } from './presence-signals.js';

/** Tells the other nodes which accounts have a socket at this node. */
export function tellPresence(hub: Hub, bus: NodeBus): { sendSnapshotSoon(): void; stop(): void } {
  /** The accounts here, as the other nodes know them from the signals so far. */
  const told = makeAccountSet();
  /** Accounts whose state may have changed since. */
  const changed = new Set<AccountId>();
  let isSnapshotDue = false;
  let timer: NodeJS.Timeout | undefined;

  function signal(signal: PresenceSignal): void {
    for (const text of encodeSignal(signal)) bus.signal(TOPIC, text);
  }

  function flushSoon(): void {
    timer ??= setTimeout(flush, bounds.presence.gatherMs).unref();
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const online = [...changed].filter((id) => hub.isOnline(id) && told.add(id));
    const offline = [...changed].filter((id) => !hub.isOnline(id) && told.delete(id));
    changed.clear();
    if (isSnapshotDue) return sendSnapshot();
    // Nobody listens, and who joins asks for everything.
    if (bus.nodes().size === 0) return;
    signal({ kind: 'online', ids: online });
    signal({ kind: 'offline', ids: offline });
  }

  function sendSnapshot(): void {
    isSnapshotDue = false;
    signal({ kind: 'begin' });
    signal({ kind: 'part', ids: [...told.values()] });
    signal({ kind: 'end', digest: told.digest() });
  }

  hub.onAccount((id) => {
    changed.add(id);
    flushSoon();
  });
  const digests = setInterval(() => {
    flush();
    if (bus.nodes().size > 0) signal({ kind: 'digest', digest: told.digest() });
  }, bounds.presence.digestEveryMs).unref();

  return {
    /** Soon, so that one snapshot answers all who ask. */
    sendSnapshotSoon: () => {
      isSnapshotDue = true;
      flushSoon();
    },
    stop: () => {
      clearTimeout(timer);
      clearInterval(digests);
    },
  };
}
