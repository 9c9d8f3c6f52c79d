import type { im } from '@kith/contract';
import { commitAvatar } from '@kith/core/accounts';
import { acceptFriendRequest, sendFriendRequest } from '@kith/core/friendships';
import { findTopNotice, getGroup, setAnonymous } from '@kith/core/groups';
import { commitCover, deleteMoment } from '@kith/core/moments';
import type { Handlers } from '../implement.js';
import { presentState } from './present/group.js';

export const actionHandlers: Handlers<typeof im.action> = {
  upPhoto: (ctx) => commitAvatar(ctx),

  friendAdd: (ctx, params) =>
    sendFriendRequest(ctx, {
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

  groupState: async (ctx, params) => {
    const group = await getGroup(ctx, params.list_id);
    const notice = await findTopNotice(ctx, group.membership.conversation);
    return presentState(group, notice?.content ?? '', ctx.now());
  },

  updateUserSayType: (ctx, params) =>
    setAnonymous(ctx, { listId: params.list_id, isAnonymous: params.status === 1 }),

  upCircleImg: (ctx) => commitCover(ctx),

  delCircle: (ctx, params) => deleteMoment(ctx, params.id),
};
