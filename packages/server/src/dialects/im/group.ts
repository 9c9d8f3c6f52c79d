import type { im } from '@kith/contract';
import { destroyHistory } from '@kith/core/conversations';
import { getInvitation, listOtherMembers, listPeopleOf, memberName } from '@kith/core/groups';
import type { Handlers } from '../implement.js';
import { photoPath } from './present/account.js';
import { groupPhotoPath } from './present/conversation.js';
import { presentMentionLetters } from './present/group.js';

export const groupHandlers: Handlers<typeof im.group> = {
  xiaoHuiMessage: (ctx, params) => destroyHistory(ctx, params.list_id),

  invitation: async (ctx, params) => {
    const group = await getInvitation(ctx, { listId: params.list_id, code: params.code });
    return {
      name: group.name,
      photo: groupPhotoPath(group.conversation),
      num: group.memberCount,
      need_check: group.needsApproval ? 1 : 0,
      is_member: group.isMember ? 1 : 0,
    };
  },

  people: async (ctx, params) =>
    (await listPeopleOf(ctx, { listId: params.list_id, accountIds: params.users })).map((member) => ({
      user_id: member.accountId,
      show_name: memberName(member),
      photo: photoPath(member.profile),
    })),

  searchFriends: async (ctx, params) => ({
    data: presentMentionLetters(
      await listOtherMembers(ctx, { listId: params.list_id, text: params.keyword }),
    ),
    member: [],
  }),
};
