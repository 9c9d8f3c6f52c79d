import type { im } from '@kith/contract';
import { getOwnProfile, loadProfiles } from '@kith/core/accounts';
import { getArticle, listArticles } from '@kith/core/content';
import { poke, sendNudge } from '@kith/core/conversations';
import {
  deleteFavourite,
  getUsage,
  getUsageByType,
  listFavourites,
  saveMessage,
  sendFavourite,
} from '@kith/core/favourites';
import {
  copyGroup,
  findInviter,
  getConversationWithMembers,
  getGroupWithMembers,
  listOtherParticipants,
  previewCopy,
  setGroupNickname,
  setGroupSwitch,
  transferGroup,
} from '@kith/core/groups';
import { rowId } from '@kith/core/kernel';
import type { Handlers } from '../implement.js';
import { photoPath, presentUserRow } from './present/account.js';
import { presentArticle } from './present/content.js';
import { groupPhotoPath } from './present/conversation.js';
import { favouriteType, percent, presentUsageByType, presentFavourite } from './present/favourite.js';
import { presentMentionLetters, presentRoleLetters, switched } from './present/group.js';
import { presentSize } from '../size.js';

export const vendorHandlers: Handlers<typeof im.vendor> = {
  sendChuoYiChuoMsg: async (ctx, params) => {
    await poke(ctx, params.list_id);
  },

  zhendong: (ctx, params) => sendNudge(ctx, params.list_id),

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
      // Clients send 0 before an owner is chosen.
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
    data: presentMentionLetters(await listOtherParticipants(ctx, params.list_id)),
    member: [],
  }),

  getMemberPhotos: async (ctx, params) =>
    (await getConversationWithMembers(ctx, params.list_id)).members.map((member) => ({
      user_id: member.accountId,
      id: rowId(member.rowId),
      photo: photoPath(member.profile),
    })),

  getArticleList: async (ctx, _params, { locale }) =>
    (await listArticles(ctx, { position: 'help', language: locale })).map((article) =>
      presentArticle(ctx.tenant, article),
    ),

  getArticleDetail: async (ctx, params, { locale }) =>
    presentArticle(ctx.tenant, await getArticle(ctx, { id: params.article_id, language: locale })),

  getAboutList: async (ctx, _params, { locale }) =>
    (await listArticles(ctx, { position: 'about', language: locale })).map((article) =>
      presentArticle(ctx.tenant, article),
    ),

  saveStore: (ctx, params) => saveMessage(ctx, { listId: params.list_id, messageId: params.msg_id }),

  getUserStore: async (ctx, params, call) => {
    const type = params.content_type ?? favouriteType(ctx.tenant, params.type);
    const [list, usage, own] = await Promise.all([
      listFavourites(ctx, { type, page: params.page ?? 1 }),
      getUsage(ctx),
      getOwnProfile(ctx),
    ]);
    const people = await loadProfiles(
      ctx,
      list.rows.flatMap((favourite) => favourite.senderId || []),
    );
    const { favouriteMaxCount, favouriteMaxBytes } = ctx.tenant.settings;
    return {
      total: list.total,
      per_page: list.perPage,
      current_page: call.sent('page') && list.rows.length > 0 ? String(list.page) : list.page,
      last_page: list.lastPage,
      data: list.rows.map((favourite) => presentFavourite(ctx.tenant, favourite, people)),
      info: {
        user_storge_count: usage.favourites,
        user_storge: presentSize(usage.bytes),
        max_count: favouriteMaxCount,
        max_storge: presentSize(favouriteMaxBytes),
        user_info: presentUserRow(own, ctx.tenant.id, { ...own, keptBytes: usage.bytes }),
      },
    };
  },

  getStoreStatics: async (ctx) => {
    const [byType, usage] = await Promise.all([getUsageByType(ctx), getUsage(ctx)]);
    const { favouriteMaxCount, favouriteMaxBytes } = ctx.tenant.settings;
    return {
      list: presentUsageByType(byType),
      info: {
        user_storge_count: usage.favourites,
        user_storge: presentSize(usage.bytes),
        max_storge: favouriteMaxBytes,
        max_count: favouriteMaxCount,
        rate_1: percent(usage.bytes, favouriteMaxBytes),
        rate_2: percent(usage.favourites, favouriteMaxCount),
        splus_storge: presentSize(Math.max(0, favouriteMaxBytes - usage.bytes)),
        splus_count: String(Math.max(0, favouriteMaxCount - usage.favourites)),
      },
    };
  },

  deleteStore: async (ctx, params, call) => {
    await deleteFavourite(ctx, params.id);
    return { msg: call.says };
  },

  transMsg: async (ctx, params) => {
    await sendFavourite(ctx, { listId: params.list_id, favouriteId: params.trans_id });
  },
};
