import type { AccountId } from '@kith/core/kernel';

/** Accounts, with a digest of their number and of a hash that does not depend on their order. */
export interface AccountSet {
  has(id: AccountId): boolean;
  /** Returns whether it was not in the set. */
  add(id: AccountId): boolean;
  /** Returns whether it was in the set. */
  delete(id: AccountId): boolean;
  values(): Iterable<AccountId>;
  /** Equal for equal sets; of different sets, one pair in four thousand million has equal ones. */
  digest(): string;
}

export function makeAccountSet(): AccountSet {
  const ids = new Set<AccountId>();
  let hash = 0;
  return {
    has: (id) => ids.has(id),
    add: (id) => {
      if (ids.has(id)) return false;
      ids.add(id);
      hash ^= scatter(id);
      return true;
    },
    delete: (id) => {
      if (!ids.delete(id)) return false;
      hash ^= scatter(id);
      return true;
    },
    values: () => ids.values(),
    digest: () => `${ids.size.toString(36)},${(hash >>> 0).toString(36)}`,
  };
}

/** Spreads the bits of an id over 32 (the finalizer of MurmurHash3). */
function scatter(id: number): number {
  let bits = id ^ (id >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
