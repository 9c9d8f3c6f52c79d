/** One page of a numbered list. */
export interface Page<T> {
  readonly total: number;
  readonly perPage: number;
  /** From 1. */
  readonly page: number;
  readonly lastPage: number;
  readonly rows: readonly T[];
}

/** Puts rows and total together; a list without rows has no last page. */
export function pageOf<T>(rows: readonly T[], total: number, page: number, perPage: number): Page<T> {
  return { total, perPage, page, lastPage: Math.ceil(total / perPage), rows };
}
