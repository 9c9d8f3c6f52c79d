import type { im, Params, Result } from '@kith/contract';
import { getOwnProfile, loadProfiles, type Profile } from '@kith/core/accounts';
import {
  countFriendRequests,
  findFriend,
  findRequestFrom,
  listFriendRequests,
  listVisibleInvited,
  loadPresence,
  lookUpPerson,
  SOURCE_ANSWERED,
  SOURCE_DEFAULT,
  searchPeople,
} from '@kith/core/contacts';
import {
  countUnreadMessages,
  getHistory,
  isMuted,
  listConversations,
  listFileMessages,
  searchConversations,
} from '@kith/core/conversations';
import { getUsage } from '@kith/core/favourites';
import { listFriends } from '@kith/core/friendships';
import {
  countRequests,
  findTopNotice,
  getConversationWithMembers,
  listCommonGroupsWith,
  listRequests,
} from '@kith/core/groups';
import { type MemberCtx, messageId, parseForDisplay, rowId, spelled } from '@kith/core/kernel';
import {
  countMomentNews,
  getMoment,
  listMoments,
  listNewestPictures,
  listUnseenReactions,
  thumbName,
  type Moment,
} from '@kith/core/moments';
import type { Handlers } from '../implement.js';
import { loadChatPeople, loadHistoryPeople, loadMomentView } from './load.js';
import {
  callUserId,
  coverPath,
  photoPath,
  presentPerson,
  presentUserRow,
  seconds,
} from './present/account.js';
import { presentCircle } from './present/circle.js';
import { groupPhotoPath, presentChatRow, presentFace, presentServiceRow } from './present/conversation.js';
import {
  findSupportListId,
  getServedConversation,
  listServedConversations,
  openSupport,
} from '@kith/core/support';
import { presentDateTime } from '../date.js';
import { actionNumber, presentGroupRequest } from './present/group.js';
import { presentHistory } from './present/history.js';
import { presentLetters } from './present/letters.js';
import { filePath } from './present/message.js';

/**
 * The sources of friendships, by the number that clients of `searchUser` and similar endpoints send to `friendAdd`, or
 * by the server's own number.
 */
const sourceTexts: Readonly<Record<number, string>> = {
  0: '通过搜索添加',
  1: '通过群聊添加',
  2: '通过名片添加',
  3: '通过扫一扫添加',
  [SOURCE_DEFAULT]: '系统默认添加',
  [SOURCE_ANSWERED]: '通过打招呼添加',
};

/** `/im/get/*`: reading. */
export const getHandlers: Handlers<typeof im.get> = {
  base: async (ctx) => {
    const [profile, requests, groupRequests, unread, moments, kefuListId] = await Promise.all([
      getOwnProfile(ctx),
      countFriendRequests(ctx),
      countRequests(ctx),
      countUnreadMessages(ctx),
      countMomentNews(ctx),
      findSupportListId(ctx),
    ]);
    const { settings } = ctx.tenant;
    return {
      user_info: {
        id: profile.id,
        nickname: profile.nickname,
        username: profile.username,
        photo: photoPath(profile),
        doodling: profile.signature,
        sex: profile.sex,
        circle_img: coverPath(profile),
        money: '0.00',
        trade_password: '',
        // Clients show the button for adding friends only if this is 1.
        friend_status: 1,
      },
      new_group_tips_num: groupRequests,
      new_friend_tips_num: requests,
      no_reader_chat_num: unread.ofFriends,
      no_reader_circle: moments.hasNew ? 1 : 0,
      no_reader_circle_chat_num: moments.reactions,
      kefu_list_id: kefuListId ?? '',
      bottom_url: settings.bottomUrl,
      pc_page_title: settings.pageTitle,
      disappear_after_read: settings.burnAfterRead ? '1' : '0',
      disappear_delay_time: String(settings.burnDelaySeconds),
      recall_seconds: String(settings.recallWindowMs / 1000),
      members_may_pin: settings.membersMayPin ? '1' : '0',
      red_envelope: 0,
      small_change: 0,
    };
  },

  getUserInfo: async (ctx, params) => {
    if (params.user_id && params.user_id !== ctx.actor) {
      return presentUserRow(await lookUpPerson(ctx, params.user_id), ctx.tenant.id);
    }
    const [own, { bytes }] = await Promise.all([getOwnProfile(ctx), getUsage(ctx)]);
    return presentUserRow(own, ctx.tenant.id, { ...own, keptBytes: bytes });
  },

  searchUser: async (ctx, params) => ({
    data: (await searchPeople(ctx, params.val)).map(presentPerson),
    is_type: 0,
  }),

  details: async (ctx, params) => {
    const person = await lookUpPerson(ctx, params.user_id);
    const [friend, request, pictures] = await Promise.all([
      findFriend(ctx, person.id),
      findRequestFrom(ctx, person.id),
      listNewestPictures(ctx, person.id),
    ]);
    return {
      user_id: person.id,
      nickname: friend?.remark || person.nickname,
      username: person.username,
      is_friend: friend ? 1 : 0,
      doodling: person.signature,
      photo: photoPath(person),
      sex: person.sex,
      show_friend: {
        circle: pictures.map((picture) => `${rowId(picture.momentId)}/${thumbName(picture)}`),
        phone: '',
      },
      from: sourceTexts[friend?.source ?? request?.source ?? 0] ?? sourceTexts[0] ?? '',
      content: request?.greeting ?? '',
      apply_id: request?.id ?? 0,
    };
  },

  applyFriend: async (ctx) => {
    const requests = await listFriendRequests(ctx);
    const people = await loadProfiles(
      ctx,
      requests.map((request) => request.fromId),
    );
    return requests.map((request) => {
      const person = people.get(request.fromId);
      const isAccepted = request.status === 'accepted';
      return {
        id: request.id,
        user_id: request.fromId,
        photo: person ? photoPath(person) : '',
        nickname: person?.nickname ?? '',
        content: request.greeting,
        text: isAccepted ? '已添加' : '等待验证',
        status: isAccepted ? 1 : 0,
      };
    });
  },

  friendList: async (ctx, params) => {
    const friends = listFriends(ctx);
    // Without a group, or with 0, no person counts as a member.
    const { list_id = '0' } = params;
    const members =
      list_id === '' || list_id === '0' ? [] : (await getConversationWithMembers(ctx, list_id)).members;
    return {
      data: presentLetters(await friends),
      member: members.map(({ accountId }) => accountId),
    };
  },

  searchFriends: async (ctx, params) => ({
    data: presentLetters(await listFriends(ctx, { text: params.keyword.trim() })),
  }),

  chatList: async (ctx, params, call) => {
    const rows = await listConversations(ctx, { kind: params.type === 1 ? 'group' : undefined });
    const people = await loadChatPeople(ctx, rows);
    const data = rows.map((row) => presentChatRow(row, ctx.actor, people));
    const hasRows = data.length > 0;
    return {
      total: data.length,
      per_page: Math.max(15, data.length),
      current_page: call.sent('page') && hasRows ? '1' : 1,
      last_page: hasRows ? 1 : 0,
      data,
    };
  },

  searchCahtMsg: async (ctx, params) => {
    const rows = await searchConversations(ctx, params.chat_msg);
    const people = await loadChatPeople(ctx, rows);
    return rows.map((row) => presentChatRow(row, ctx.actor, people));
  },

  chatData: async (ctx, params) => {
    const { membership, entries } = await getHistory(ctx, {
      listId: params.list_id,
      before: params.time ?? 0,
      isOpening: params.is_up === 1,
    });
    const [chatPeople, historyPeople, notice] = await Promise.all([
      loadChatPeople(ctx, [membership]),
      loadHistoryPeople(ctx, membership.conversation, entries),
      findTopNotice(ctx, membership.conversation),
    ]);
    const face = presentFace(membership, ctx.actor, chatPeople);
    const presence = face.peer && (await loadPresence(ctx, [face.peer.id])).get(face.peer.id);
    const isGroup = membership.conversation.kind === 'group';
    const now = presentDateTime(ctx.tenant, ctx.now());
    return {
      stime: now,
      etime: now,
      ip: '',
      region: '',
      list_id: membership.conversation.listId,
      type: isGroup ? 1 : 0,
      show_name: isGroup ? `${face.name}(${membership.memberCount})` : face.name,
      list: presentHistory(membership.conversation, entries, historyPeople),
      is_msg: isMuted(membership, ctx.now()) ? 1 : 0,
      is_action: actionNumber(membership),
      obj_id: face.peer?.id ?? 0,
      online: presence?.isConnected ? 1 : 0,
      last_login: presence ? String(seconds(presence.lastSeenAt)) : 0,
      receive_list: [],
      top_notice: notice?.content ?? '',
    };
  },

  filelist: async (ctx, params) => {
    const { membership, entries } = await listFileMessages(ctx, {
      listId: params.list_id,
      text: params.searchkey,
      family: 'file',
    });
    return {
      data: entries.map((entry) => {
        const url = filePath(membership.conversation, entry);
        const { name } = parseForDisplay(entry.content) as { name?: string | number | null };
        return {
          id: messageId(membership.conversation.id, entry.seq),
          url,
          filename: spelled(String(name || url.slice(url.lastIndexOf('/') + 1))),
        };
      }),
    };
  },

  applyGroup: async (ctx) => {
    const requests = await listRequests(ctx);
    const people = await loadProfiles(
      ctx,
      requests.map((request) => request.accountId),
    );
    return requests.map((request) => presentGroupRequest(request, people.get(request.accountId)));
  },

  getCommonGroupList: async (ctx, params) =>
    (await listCommonGroupsWith(ctx, params.user_id)).map((group) => ({
      list_id: group.listId,
      name: group.name,
      photo: groupPhotoPath(group),
      num: group.memberCount,
    })),

  circleData: (ctx, params) => listCircle(ctx, params),

  circleDatas: async (ctx, params) =>
    params.id === undefined
      ? listCircle(ctx, params)
      : showCircle(ctx, await getOwnProfile(ctx), [await getMoment(ctx, params.id)]),

  kefu: (ctx) => openSupport(ctx),

  serviceList: async (ctx, _params, call) => {
    const rows = await listServedConversations(ctx);
    const people = await loadChatPeople(ctx, rows);
    return rows.map((row) => presentServiceRow(row, ctx.actor, people, call.origin));
  },

  chatdanList: async (ctx, params, call) => {
    const row = await getServedConversation(ctx, params.list_id);
    return presentServiceRow(row, ctx.actor, await loadChatPeople(ctx, [row]), call.origin);
  },

  getUserVideoSign: async (ctx) => {
    const userid = callUserId(ctx.actor);
    return { userid, usersig: ctx.ports.calls.sign(userid) };
  },

  getVideoAppId: async (ctx) => ({ appid: ctx.ports.calls.appId }),

  getUserNickname: async (ctx, params) => {
    const person = await lookUpPerson(ctx, params.user_id ?? ctx.actor);
    return { user_id: person.id, nickname: person.nickname };
  },

  inviteList: async (ctx) =>
    (await listVisibleInvited(ctx)).map((person) => ({
      user_id: person.id,
      username: person.username,
      nickname: person.nickname,
      photo: photoPath(person),
      create_time: seconds(person.createdAt),
    })),
};

/** The result of `circleData`: the news for the caller (`chat`), or a page of moments. */
async function listCircle(
  ctx: MemberCtx,
  { chat, time = 0, type, user_id: userId = 0, update }: Params<typeof im.get.circleData>,
): Promise<Result<typeof im.get.circleData>> {
  const owner = await lookUpPerson(ctx, userId || ctx.actor);
  const moments =
    chat === 1
      ? await listUnseenReactions(ctx)
      : await listMoments(ctx, {
          start: time === 0 ? { from: 'newest' } : { from: type === 1 ? 'before' : 'after', second: time },
          authorId: userId === 0 ? undefined : owner.id,
          isSeen: update === 1,
        });
  return showCircle(ctx, owner, moments);
}

async function showCircle(
  ctx: MemberCtx,
  owner: Profile,
  moments: readonly Moment[],
): Promise<Result<typeof im.get.circleData>> {
  return presentCircle(owner, moments, await loadMomentView(ctx, moments, owner));
}
