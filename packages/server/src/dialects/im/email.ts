import type { im } from '@kith/contract';
import {
  confirmEmail,
  removeEmail,
  requestEmail,
  resetPasswordByEmail,
  sendResetCode,
} from '@kith/core/accounts';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { completeSignIn } from './complete-sign-in.js';

/** `/im/email/*`: the e-mail address of an account, and a new password by mail. */
export function emailHandlers(deps: Deps): Handlers<typeof im.email> {
  return {
    set: (ctx, { email, password }, { locale }) => requestEmail(ctx, { email, password, locale }),

    confirm: (ctx, { email, code }, { locale }) => confirmEmail(ctx, { email, code: code.trim(), locale }),

    remove: (ctx, { password }, { locale }) => removeEmail(ctx, { password, locale }),

    sendCode: (ctx, { email }, { locale }) => sendResetCode(ctx, { email, locale }),

    resetPassword: async (ctx, { email, code, password }) =>
      completeSignIn(deps, ctx, await resetPasswordByEmail(ctx, { email, code: code.trim(), password })),
  };
}
