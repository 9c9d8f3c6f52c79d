/** A connection, request or socket that counts towards an address. */
export interface Guest {
  /** False once it counts towards an account instead. */
  isCounted(): boolean;
  /** Whether it may be closed to make room: it is idle. */
  mayEnd(): boolean;
  end(): void;
}

/** The guests of each address. */
export interface Crowds {
  /** Admits a guest, or returns false. If the address is at its limit, the longest-idle guest is closed. */
  admit(key: string, guest: Guest): boolean;
  remove(key: string, guest: Guest): void;
}

/** Limits the number of guests per address. */
export function makeCrowds(most: number): Crowds {
  const crowds = new Map<string, Set<Guest>>();

  function makeRoom(crowd: Set<Guest>): boolean {
    for (const guest of crowd) if (!guest.isCounted()) crowd.delete(guest);
    if (crowd.size < most) return true;
    for (const guest of crowd) {
      if (!guest.mayEnd()) continue;
      crowd.delete(guest);
      guest.end();
      return true;
    }
    return false;
  }

  return {
    admit: (key, guest) => {
      const crowd = crowds.get(key) ?? new Set();
      if (crowd.size >= most && !makeRoom(crowd)) return false;
      crowds.set(key, crowd.add(guest));
      return true;
    },
    remove: (key, guest) => {
      const crowd = crowds.get(key);
      crowd?.delete(guest);
      if (crowd?.size === 0) crowds.delete(key);
    },
  };
}
