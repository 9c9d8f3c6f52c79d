import type { api } from '@kith/contract';
import { signIn } from '@kith/core/accounts';
import type { Deps } from '../../app/deps.js';
import type { Handlers } from '../implement.js';
import { presentEntered } from './present/entered.js';

export function loginHandlers(deps: Deps): Handlers<typeof api.login> {
  return {
    login: async (ctx, { username, password }) =>
      presentEntered(deps, ctx, await signIn(ctx, { username, password })),
  };
}
