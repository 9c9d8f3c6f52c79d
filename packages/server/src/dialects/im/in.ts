import type { im } from '@kith/contract';
import { storePendingAvatar, resetPassword, signIn, unfreezeAccount } from '@kith/core/accounts';
import { registerAndWelcome, registerVisitorAndWelcome } from '@kith/core/friendships';
import { invalid } from '@kith/core/kernel';
import { appeal } from '@kith/core/moderation';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { completeSignIn } from './complete-sign-in.js';

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

    appeal: (ctx, { username, password, text }, { locale }) =>
      appeal(ctx, { username, password, text, locale }),

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
