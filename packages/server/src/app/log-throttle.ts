import { bounds } from '@kith/core/kernel';

/** Passes one line of each kind per interval, and reports the number of suppressed lines. */
export interface LogThrottle {
  /** Whether a line may pass; suppressed lines are counted. */
  mayPass(kind: string, tell: (held: number) => void): boolean;
}

interface Kind {
  held: number;
  tell: (held: number) => void;
}

/** Protects the log: a failing database makes every request fail, many times per second. */
export function makeLogThrottle(): LogThrottle {
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
      // Beyond this number, lines of new kinds are dropped without being counted.
      if (kinds.size >= bounds.log.kinds) return false;
      const kind = { held: 0, tell };
      kinds.set(name, kind);
      openLater(name, kind);
      return true;
    },
  };
}
