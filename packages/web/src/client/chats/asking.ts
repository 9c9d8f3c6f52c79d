/** Names that are gathered for a moment, and asked for together. */
export interface Asking {
  ask(names: readonly string[]): void;
}

const SOON_MS = 100;
/** So many can be asked for at once. */
const MOST = 50;

/** Calls `request` with the names of a moment, one call at a time; a failed call is not repeated. */
export function createAsking(request: (names: readonly string[]) => Promise<void>): Asking {
  const waiting = new Set<string>();
  let isBusy = false;

  async function run(): Promise<void> {
    while (waiting.size > 0) {
      await new Promise((resolve) => setTimeout(resolve, SOON_MS));
      const names = [...waiting].slice(0, MOST);
      for (const name of names) waiting.delete(name);
      // Without an answer the next connection brings everything.
      await request(names).catch(() => undefined);
    }
    isBusy = false;
  }

  return {
    ask: (names) => {
      for (const name of names) waiting.add(name);
      if (isBusy || waiting.size === 0) return;
      isBusy = true;
      void run();
    },
  };
}
