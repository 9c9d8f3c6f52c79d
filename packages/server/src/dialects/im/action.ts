import type { im } from '@kith/contract';
import { commitPhoto } from '@kith/core/accounts';
import { acceptFriendRequest, askToBeFriends } from '@kith/core/conversations';
import type { Handlers } from '../implement.js';

/** `/im/action/*`. */
export const actionHandlers: Handlers<typeof im.action> = {
  upPhoto: (ctx) => commitPhoto(ctx),

  friendAdd: (ctx, params) =>
    askToBeFriends(ctx, {
      toId: params.user_id,
      greeting: params.content ?? '',
      source: params.is_type ?? 0,
    }),

  friendAddAction: async (ctx, params) => {
    await acceptFriendRequest(ctx, params.apply_id);
  },

  friendAddNoValidateAction: async (ctx, params) => {
    await acceptFriendRequest(ctx, params.apply_id);
  },
};
