import { createStore } from 'zustand/vanilla';

/** Whether this browser has refused to keep something: its storage is full, or forbidden for this site. */
export const keeping = createStore<{ readonly isBroken: boolean }>(() => ({ isBroken: false }));

/** This browser has refused to keep something. */
export function noteUnkept(): void {
  keeping.setState({ isBroken: true });
}

type Texts = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A storage of texts that keeps in this page what the browser refuses to keep. */
function makeTexts(open: () => Storage): Texts {
  const unkept = new Map<string, string>();
  // Only naming the storage of a site that has none throws.
  function attempt<T>(work: (storage: Storage) => T): T | undefined {
    try {
      return work(open());
    } catch {
      noteUnkept();
      return undefined;
    }
  }
  return {
    getItem: (key) => unkept.get(key) ?? attempt((storage) => storage.getItem(key)) ?? null,
    setItem: (key, value) => {
      unkept.set(key, value);
      attempt((storage) => {
        storage.setItem(key, value);
        unkept.delete(key);
      });
    },
    removeItem: (key) => {
      unkept.delete(key);
      attempt((storage) => storage.removeItem(key));
    },
  };
}

/** Kept for all tabs. */
export const local = makeTexts(() => localStorage);
/** Kept for as long as this tab is open. */
export const localOfTab = makeTexts(() => sessionStorage);
