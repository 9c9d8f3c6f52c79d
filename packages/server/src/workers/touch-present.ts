import { touchAccounts } from '@kith/core/accounts';
import type { Deps } from '../app/compose.js';

const EVERY_MS = 60_000;

/**
 * Notes, in one statement, that whoever has a socket is there: lists of people are ordered by that. Answers a function
 * that stops it.
 */
export function startTouching(deps: Deps): () => void {
  const timer = setInterval(() => {
    touchPresent(deps).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'who is there could not be noted'),
    );
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** One round of it. */
export async function touchPresent(deps: Pick<Deps, 'db' | 'hub' | 'now'>): Promise<void> {
  const sessions = [...deps.hub.all()].flatMap(({ identity }) => (identity ? [identity.session] : []));
  if (sessions.length > 0) await touchAccounts(deps.db, sessions, deps.now());
}
