import { addFirstOwner, FIRST_OWNER } from '@kith/core/staff';
import { visitorCtx } from '../app/context.js';
import type { Deps } from '../app/deps.js';

/** The tenant that a new installation has. */
const FIRST_TENANT = 1;

/**
 * Gives a new installation its owner and prints the one-time password, only this once: the database has its hash. Not
 * through the log, which is often kept.
 */
export async function announceFirstOwner(deps: Deps): Promise<void> {
  const tenant = await deps.auth.tenant(FIRST_TENANT);
  const password = await addFirstOwner(visitorCtx(deps, tenant, ''));
  if (!password) return;
  console.error(
    [
      '',
      `The console has its first owner. Name: ${FIRST_OWNER}  One-time password: ${password.oneTimePassword}`,
      'It is shown only now. Sign in at /console within 7 days, and set a password and an authenticator.',
      'If it is lost: kith staff reset owner',
      '',
    ].join('\n'),
  );
}
