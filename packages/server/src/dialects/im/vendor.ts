import type { im } from '@kith/contract';
import { getArticle, listArticles } from '@kith/core/content';
import { poke, shake } from '@kith/core/conversations';
import {
  copyGroup,
  findInviter,
  getConversationWithMembers,
  getGroupWithMembers,
  previewCopy,
  setGroupNickname,
  setGroupSwitch,
  transferGroup,
} from '@kith/core/groups';
import { rowId } from '@kith/core/kernel';
import type { Handlers } from '../implement.js';
import { photoPath } from './present/account.js';
import { presentArticle } from './present/content.js';
import { groupPhotoPath } from './present/conversation.js';
import { presentMemberLetters, presentRoleLetters, switched } from './present/group.js';

/** `/im/vendor/*`. */
export const vendorHandlers: Handlers<typeof im.vendor> = {
  sendChuoYiChuoMsg: async (ctx, params) => {
    await poke(ctx, params.list_id);
  },

  zhendong: (ctx, params) => shake(ctx, params.list_id),

  editChange: (ctx, params) => setGroupSwitch(ctx, switched('is_editable', params)),
  getRedChange: (ctx, params) => setGroupSwitch(ctx, switched('allows_red_packets', params)),
  setShangmai: (ctx, params) => setGroupSwitch(ctx, switched('allows_microphone', params)),

  saveGroupNickName: (ctx, params) =>
    setGroupNickname(ctx, { listId: params.list_id, nickname: params.nickname }),

  transferQun: (ctx, params) => transferGroup(ctx, { listId: params.list_id, toId: params.trans_user_id }),

  getMemberData: async (ctx, params) => ({
    list: presentRoleLetters((await getGroupWithMembers(ctx, params.list_id)).members),
  }),

  getGroupDetail: async (ctx, params) => {
    const { name, conversation, memberCount } = await previewCopy(ctx, params.list_id);
    return { num: memberCount, group: { name, photo_path: groupPhotoPath(conversation) } };
  },

  copyNewQun: async (ctx, params) => {
    const copy = await copyGroup(ctx, {
      listId: params.list_id,
      // 0 is what clients send before an owner was chosen.
      ownerId: params.main_id || undefined,
      isDisbanding: params.jiesan === 1,
    });
    return { list_id: copy.listId };
  },

  getInviteName: async (ctx, params) => {
    const inviter = await findInviter(ctx, { listId: params.list_id, accountId: params.user_id });
    return { invite_name: inviter?.nickname ?? '', invite_id: inviter?.id ?? 0 };
  },

  getMemberList: async (ctx, params) => ({
    data: presentMemberLetters(ctx, (await getConversationWithMembers(ctx, params.list_id)).members),
    member: [],
  }),

  getMemberPhotos: async (ctx, params) =>
    (await getConversationWithMembers(ctx, params.list_id)).members.map((member) => ({
      user_id: member.accountId,
      id: rowId(member.rowId),
      photo: photoPath(member.profile),
    })),

  getArticleList: async (ctx) =>
    (await listArticles(ctx, 'help')).map((article) => presentArticle(ctx.tenant, article)),

  getArticleDetail: async (ctx, params) =>
    presentArticle(ctx.tenant, await getArticle(ctx, params.article_id)),

  getAboutList: async (ctx) =>
    (await listArticles(ctx, 'about')).map((article) => presentArticle(ctx.tenant, article)),
};
