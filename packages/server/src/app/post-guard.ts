import type { Deps } from './deps.js';

/**
 * Decides whether a file of short videos or moments may be fetched: those of posts that were taken down by staff only, with
 * a signed link.
 */
export function makePostGuard(
  { db, photoLinks }: Pick<Deps, 'db' | 'photoLinks'>,
  isClosed: (db: Deps['db'], name: string) => Promise<boolean>,
  signedName: (name: string) => string,
): (name: string, query: string) => Promise<boolean> {
  return async (name, query) => !(await isClosed(db, name)) || photoLinks.isGood(signedName(name), query);
}
