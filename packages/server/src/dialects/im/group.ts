import type { im } from '@kith/contract';
import { destroyHistory } from '@kith/core/conversations';
import { listOtherMembers } from '@kith/core/groups';
import type { Handlers } from '../implement.js';
import { presentMentionLetters } from './present/group.js';

export const groupHandlers: Handlers<typeof im.group> = {
  xiaoHuiMessage: (ctx, params) => destroyHistory(ctx, params.list_id),

  searchFriends: async (ctx, params) => ({
    data: presentMentionLetters(
      await listOtherMembers(ctx, { listId: params.list_id, text: params.keyword }),
    ),
    member: [],
  }),
};
