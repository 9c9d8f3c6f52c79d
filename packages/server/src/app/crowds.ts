/** A connection, a request or a socket of one address. */
export interface Guest {
  /** False once it counts for an account. */
  isCounted(): boolean;
  /** Whether it may be ended to make room: nothing is being done for it. */
  mayEnd(): boolean;
  end(): void;
}

/** Who is there from each address. */
export interface Crowds {
  /** Lets a guest in, or answers false. In a full place the guest goes that has been there longest for nothing. */
  admit(key: string, guest: Guest): boolean;
  remove(key: string, guest: Guest): void;
}

/** Keeps the guests of each address, at most so many. */
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
