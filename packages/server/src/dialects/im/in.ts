import type { im, imShapes } from '@kith/contract';
import {
  getOwnProfile,
  storePendingAvatar,
  resetPassword,
  signIn,
  unfreezeAccount,
  type Session,
} from '@kith/core/accounts';
import { registerAndWelcome, registerVisitorAndWelcome } from '@kith/core/friendships';
import { invalid, type Ctx } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { callUserId, photoPath } from './present/account.js';

/** `/im/in/*`: signing in and registering. */
export function inHandlers(deps: Deps): Handlers<typeof im.in> {
  return {
    login: async (ctx, params) =>
      completeSignIn(
        deps,
        ctx,
        await signIn(ctx, {
          username: nameIn(params),
          password: params.password,
          clientId: params.client_id,
        }),
      ),

    reg_tourist: async (ctx, params) =>
      completeSignIn(
        deps,
        ctx,
        await registerVisitorAndWelcome(ctx, { clientId: params.client_id, inviteCode: params.invite_code }),
      ),

    reg: async (ctx, params) => {
      const session = await registerAndWelcome(ctx, {
        username: nameIn(params),
        password: params.password,
        nickname: params.nickname,
        sex: params.sex,
        smsCode: params.mobileCode === 1 ? (params.sms_code ?? '') : undefined,
        clientId: params.client_id,
        channel: params.channel,
        inviteCode: params.invite_code || params.invitationCode,
        drawnAvatar: params.image_id,
      });
      return completeSignIn(deps, ctx, session);
    },

    photo: async (ctx, params, { file }) => {
      await storePendingAvatar(ctx, { username: params.username, bytes: file?.bytes });
    },

    forgetPassword: async (ctx, params) => {
      const session = await resetPassword(ctx, {
        username: params.username,
        password: params.password,
        code: params.sms_code ?? '',
      });
      return completeSignIn(deps, ctx, session);
    },

    frozen: async (ctx, params) =>
      completeSignIn(
        deps,
        ctx,
        await unfreezeAccount(ctx, {
          username: params.username,
          password: params.password,
          clientId: params.client_id,
        }),
      ),
  };
}

/** The document names it `account` in its table and `username` in its example. */
function nameIn(params: { username?: string | undefined; account?: string | undefined }): string {
  const name = params.username || params.account;
  if (!name) throw invalid('username');
  return name;
}

async function completeSignIn(deps: Deps, ctx: Ctx, session: Session): Promise<imShapes.SignedIn> {
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
