import { comeOfAge } from '@kith/core/accounts';
import { listTenants } from '@kith/core/tenants';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

const EVERY_MS = 60_000;

/** Moves people whose birth date is known across the age line when they turn 18. Answers a function that stops it. */
export function startComingOfAge(deps: Deps): () => Promise<void> {
  let round: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (deps.clock.isInDoubt()) return;
    round ??= moveGrown(deps)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'who came of age could not be moved'))
      .finally(() => (round = undefined));
  }, EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await round;
  };
}

/** One round of it. */
export async function moveGrown(deps: Deps): Promise<void> {
  for (const tenant of await listTenants(deps.db)) {
    const ctx = visitorCtx(deps, tenant, '');
    while ((await comeOfAge(ctx)) > 0);
  }
}
