import type { imShapes } from '@kith/contract';
import { getOwnProfile, type Session } from '@kith/core/accounts';
import type { Ctx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import { callUserId, photoPath } from './present/account.js';

/** What a client receives when a session was opened. */
export async function completeSignIn(deps: Deps, ctx: Ctx, session: Session): Promise<imShapes.SignedIn> {
  const userId = callUserId(session.accountId);
  const profile = await getOwnProfile({ ...ctx, actor: session.accountId, sessionId: session.id });
  return {
    token: await deps.tokens.sign(session),
    myavatar: photoPath(profile),
    myname: profile.nickname,
    userid: userId,
    usersig: ctx.ports.calls.sign(userId),
    appid: ctx.ports.calls.appId,
    bottom_url: ctx.tenant.settings.bottomUrl,
  };
}
