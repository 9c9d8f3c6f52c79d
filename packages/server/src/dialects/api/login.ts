import type { api } from '@kith/contract';
import { signIn } from '@kith/core/accounts';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { completeSignIn } from './complete-sign-in.js';

export function loginHandlers(deps: Deps): Handlers<typeof api.login> {
  return {
    login: async (ctx, { username, password }) =>
      completeSignIn(deps, ctx, await signIn(ctx, { username, password })),
  };
}
