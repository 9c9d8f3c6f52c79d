/** A row with its nulls left out: the admin API omits what is absent. */
export function withoutNulls<T extends object>(row: T): { [K in keyof T]: Exclude<T[K], null> } {
  // The remaining members are those that are not null.
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as never;
}
