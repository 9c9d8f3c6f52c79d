/** What the address says about the purchases that are shown. */
export interface PurchaseFilters {
  /** A number of a transaction. */
  readonly q?: string;
  /** The id of the buyer. */
  readonly person?: number;
  /** The page begins below the purchase of this id. */
  readonly before?: number;
}

/** The filters in an address; what cannot be one is left out. */
export function readPurchaseFilters({ q, person, before }: Record<string, unknown>): PurchaseFilters {
  // The router reads digits as a number.
  const text = typeof q === 'number' ? String(q) : q;
  return {
    ...(typeof text === 'string' && /\S/.test(text) && text.length <= 4000 && { q: text }),
    ...(isId(person) && { person }),
    ...(isId(before) && { before }),
  };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** A price in hundredths as people write it: 39050 as 390.50, 39000 as 390. */
export function priceText(hundredths: number): string {
  return (hundredths / 100).toFixed(hundredths % 100 === 0 ? 0 : 2);
}

/** What `priceText` is made of; undefined if a text is no price. */
export function priceOf(text: string): number | undefined {
  const found = /^\s*(\d{1,8})(?:[.,](\d{1,2}))?\s*$/.exec(text);
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : undefined;
}
