import { bounds } from '@kith/core/kernel';

/** Lets one line of each kind pass in a while, and tells how many were held back. */
export interface HoldBack {
  /** Whether a line may pass; those that may not are counted. */
  mayPass(kind: string, tell: (held: number) => void): boolean;
}

interface Kind {
  held: number;
  tell: (held: number) => void;
}

/** A failing database fails everything, many times a second. */
export function makeHoldBack(): HoldBack {
  const kinds = new Map<string, Kind>();

  function openLater(name: string, kind: Kind): void {
    setTimeout(() => {
      if (kind.held === 0) {
        kinds.delete(name);
        return;
      }
      kind.tell(kind.held);
      kind.held = 0;
      openLater(name, kind);
    }, bounds.log.repeatedAfterMs).unref();
  }

  return {
    mayPass: (name, tell) => {
      const known = kinds.get(name);
      if (known) {
        known.held++;
        known.tell = tell;
        return false;
      }
      // More kinds than anybody reads are not told apart.
      if (kinds.size >= bounds.log.kinds) return false;
      const kind = { held: 0, tell };
      kinds.set(name, kind);
      openLater(name, kind);
      return true;
    },
  };
}
