import type { api } from '@kith/contract';
import { registerAndWelcome } from '@kith/core/friendships';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { completeSignIn } from './complete-sign-in.js';

export function registerHandlers(deps: Deps): Handlers<typeof api.register> {
  return {
    register: async (ctx, params) => {
      const session = await registerAndWelcome(ctx, {
        username: params.username,
        password: params.password,
        nickname: params.nickname,
        sex: params.sex_code && (params.sex_code === 'F' ? 1 : 0),
        smsCode: params.sms_code,
        inviteCode: params.invite_code,
      });
      return completeSignIn(deps, ctx, session);
    },
  };
}
