import { newId } from './new-id.js';

/** This tab, as others know it while it lives. */
export interface Tab {
  readonly id: string;
  /** Resolves when another tab has ended; at once if there is none of this id. */
  ended(id: string): Promise<void>;
  close(): void;
}

/** Names this tab. It holds a lock of its name, which the browser releases however the tab ends. */
export function openTab(): Tab {
  const id = newId();
  let release: (() => void) | undefined;
  const life = new Promise<void>((resolve) => (release = resolve));
  // Without locks, which need HTTPS or this machine, every other tab counts as ended: messages are still stored once.
  const locks = (navigator as { locks?: LockManager }).locks;
  void locks?.request(nameOf(id), () => life);
  return {
    id,
    ended: async (other) => {
      await locks?.request(nameOf(other), () => undefined);
    },
    close: () => release?.(),
  };
}

function nameOf(id: string): string {
  return `kith-tab-${id}`;
}
