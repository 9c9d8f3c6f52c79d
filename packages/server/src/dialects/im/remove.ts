import type { im } from '@kith/contract';
import { clearAllOwnHistories, clearOwnHistory, destroyHistory } from '@kith/core/conversations';
import { removeFriend } from '@kith/core/friendships';
import { leaveGroup } from '@kith/core/groups';
import type { Handlers } from '../implement.js';

const FOR_EVERYBODY = 2;

export const removeHandlers: Handlers<typeof im.remove> = {
  friend: async (ctx, params) => (await removeFriend(ctx, params.user_id))?.listId ?? '',

  del_log: (ctx, params) =>
    params.type === FOR_EVERYBODY
      ? destroyHistory(ctx, params.list_id)
      : clearOwnHistory(ctx, params.list_id),

  del_all: (ctx) => clearAllOwnHistories(ctx),

  sign_out: (ctx, params) => leaveGroup(ctx, params.list_id),
};
