/** A connection, request or socket that counts towards an address. */
export interface SlotHolder {
  /** False once it counts towards an account instead. */
  isCounted(): boolean;
  /** Whether it may be closed to free its slot: it is idle. */
  mayEnd(): boolean;
  end(): void;
}

/** The slots of each address. */
export interface ConnectionSlots {
  /** Admits a holder, or returns false. If the address is at its limit, the oldest idle holder is closed. */
  admit(key: string, holder: SlotHolder): boolean;
  remove(key: string, holder: SlotHolder): void;
}

/** Limits the number of holders per address. */
export function makeConnectionSlots(most: number): ConnectionSlots {
  const slots = new Map<string, Set<SlotHolder>>();

  function freeSlot(holders: Set<SlotHolder>): boolean {
    for (const holder of holders) if (!holder.isCounted()) holders.delete(holder);
    if (holders.size < most) return true;
    for (const holder of holders) {
      if (!holder.mayEnd()) continue;
      holders.delete(holder);
      holder.end();
      return true;
    }
    return false;
  }

  return {
    admit: (key, holder) => {
      const holders = slots.get(key) ?? new Set();
      if (holders.size >= most && !freeSlot(holders)) return false;
      slots.set(key, holders.add(holder));
      return true;
    },
    remove: (key, holder) => {
      const holders = slots.get(key);
      holders?.delete(holder);
      if (holders?.size === 0) slots.delete(key);
    },
  };
}
