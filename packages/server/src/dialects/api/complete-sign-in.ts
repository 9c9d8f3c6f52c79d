import type { apiShapes } from '@kith/contract';
import { getOwnProfile, type Session } from '@kith/core/accounts';
import type { Ctx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';

/** Signs the token of a new session and loads its account. */
export async function completeSignIn(deps: Deps, ctx: Ctx, session: Session): Promise<apiShapes.Entered> {
  const profile = await getOwnProfile({ ...ctx, actor: session.accountId, sessionId: session.id });
  const id = String(session.accountId);
  return {
    api_token: await deps.tokens.sign(session),
    user_id: id,
    zuvio_id: id,
    nickname: profile.nickname,
  };
}
