import type { im } from '@kith/contract';
import { loadProfiles, recordNewerClient } from '@kith/core/accounts';
import { answerCall, hangUp, startCall } from '@kith/core/calls';
import {
  burnMessage,
  CONTENT,
  forwardMessage,
  getReadState,
  markRead,
  recallAllFrom,
  recallMessage,
  sendCards,
  sendMessage,
  sendToMany,
  setPinned,
  setSilent,
} from '@kith/core/conversations';
import { openSingle } from '@kith/core/friendships';
import {
  addNotice,
  answerRequest,
  changeNotice,
  commitGroupPhoto,
  createGroup,
  disbandGroup,
  findTopNotice,
  getConversationWithMembers,
  getGroup,
  inviteToGroup,
  joinByScan,
  leaveGroup,
  listCandidates,
  listNotices,
  listOtherMembers,
  removeFromGroup,
  removeNotice,
  renameGroup,
  renewGroupCode,
  setGroupAdmins,
  setGroupPhotoFrom,
  setGroupSort,
  setGroupSwitch,
  setMutedMembers,
  setNotice,
} from '@kith/core/groups';
import { invalid } from '@kith/core/kernel';
import { loadPresence } from '@kith/core/contacts';
import type { Handlers } from '../implement.js';
import { seconds } from './present/account.js';
import { presentCall } from './present/call.js';
import { groupPhotoPath } from './present/conversation.js';
import {
  ADMINS,
  targetRoleOf,
  presentCandidates,
  presentDetails,
  presentMembers,
  switched,
} from './present/group.js';
import type { LocalizedText } from '../locale.js';

const RECALL_ALL_OF_A_USER = 2;
const BY_SCAN = 1;

const waiting: LocalizedText = {
  'zh-Hans': '已申请，请等待管理员验证',
  'zh-Hant': '已申請，請等待管理員驗證',
  en: 'Request sent; please wait for an admin',
};

/** `/im/message/*`: conversations and their messages. */
export const messageHandlers: Handlers<typeof im.message> = {
  getListId: async (ctx, params) => ({ list_id: (await openSingle(ctx, params.user_id)).listId }),

  updataNoReader: (ctx, params) => markRead(ctx, { listId: params.list_id }),

  chatTop: (ctx, params) => setPinned(ctx, { listId: params.list_id, isPinned: params.value === 1 }),

  msgDisturb: (ctx, params) => setSilent(ctx, { listId: params.list_id, isSilent: params.value === 1 }),

  textMsg: async (ctx, params) => {
    await sendMessage(ctx, { listId: params.list_id, type: params.content_type, content: params.content });
  },

  textMsgs: (ctx, params) =>
    sendToMany(ctx, { listIds: params.list_ids, type: params.content_type, content: params.content }),

  zhuanMsg: async (ctx, params) => {
    await forwardMessage(ctx, { messageId: params.msgid, listId: params.list_id });
  },

  withdraw: async (ctx, params) => {
    if (params.type !== RECALL_ALL_OF_A_USER) {
      await recallMessage(ctx, { listId: params.list_id, messageId: params.msg_id });
      return;
    }
    if (!/^\d{1,9}$/.test(params.msg_id)) throw invalid('msg_id');
    await recallAllFrom(ctx, { listId: params.list_id, accountId: Number(params.msg_id) });
  },

  burnRead: (ctx, params) => burnMessage(ctx, { listId: params.list_id, messageId: params.msg_id }),

  sendCard: (ctx, params) => sendCards(ctx, { listId: params.list_id, accountIds: params.users }),

  getListTime: async (ctx, params) => {
    // Only newer clients request read ticks.
    await recordNewerClient(ctx);
    const { readUpTo, isOnline } = await getReadState(ctx, params.list_id);
    return { read_time: seconds(readUpTo.sentAt), online: isOnline ? 1 : 0, read_seq: readUpTo.seq };
  },

  setListTime: (ctx, params) => markRead(ctx, { listId: params.list_id }),

  OpenSessionTime: async (ctx, params) => {
    await markRead(ctx, { listId: params.list_id });
    return { open_session_time: seconds((await getReadState(ctx, params.list_id)).readUpTo.sentAt) };
  },

  addGroup: async (ctx, params) => ({
    list_id: (await createGroup(ctx, { memberIds: params.users, name: params.name })).listId,
  }),

  addChat: async (ctx, params, call) => {
    const { list_id: listId, users = [] } = params;
    const entrance =
      params.type === BY_SCAN
        ? await joinByScan(ctx, { listId, inviterId: params.user_id, code: params.code })
        : await inviteToGroup(ctx, { listId, accountIds: users });
    if (entrance === 'waiting') call.say(waiting);
  },

  removeChat: (ctx, params) => removeFromGroup(ctx, { listId: params.list_id, accountIds: params.users }),

  groupMember: async (ctx, params) => presentMembers(await listOtherMembers(ctx, { listId: params.list_id })),

  getChatDetails: async (ctx, params) => {
    const details = await getConversationWithMembers(ctx, params.list_id);
    const ids = details.members.map((member) => member.accountId);
    return presentDetails(ctx.actor, details, await loadPresence(ctx, ids));
  },

  getGroupAdmin: async (ctx, params) =>
    presentCandidates(await listCandidates(ctx, { listId: params.list_id, role: targetRoleOf(params.type) })),

  setGroupAdmin: (ctx, params) => {
    const named = { listId: params.list_id, accountIds: params.users ?? [] };
    return params.type === ADMINS
      ? setGroupAdmins(ctx, named)
      : setMutedMembers(ctx, {
          ...named,
          isMuted: params.is_msg === undefined ? undefined : params.is_msg === 1,
        });
  },

  groupIsMsg: (ctx, params) => setGroupSwitch(ctx, switched('is_muted_all', params)),
  nimingChange: (ctx, params) => setGroupSwitch(ctx, switched('allows_anonymous', params)),
  speekChecked: (ctx, params) => setGroupSwitch(ctx, switched('forbids_befriending', params)),
  needCheckChange: (ctx, params) => setGroupSwitch(ctx, switched('needs_approval', params)),

  getGroupData: async (ctx, params) => {
    const { membership, group } = await getGroup(ctx, params.list_id);
    if (params.type === 'name') return membership.name;
    if (params.type === 'code') return group.code;
    return (await findTopNotice(ctx, membership.conversation))?.content ?? '';
  },

  setGroupData: async (ctx, params) => {
    const { list_id: listId, content } = params;
    if (params.type === 'name') await renameGroup(ctx, { listId, name: content });
    else if (params.type === 'notice') await setNotice(ctx, { listId, content });
    else if (params.type === 'avatar')
      await setGroupPhotoFrom(ctx, { listId, fileName: content.slice(content.lastIndexOf('/') + 1) });
    else if (params.type === 'code') await renewGroupCode(ctx, listId);
    else await setGroupSort(ctx, { listId, sort: sortIn(content) });
    return { show_name: (await getGroup(ctx, listId)).membership.name };
  },

  getGroupPhoto: async (ctx, params) =>
    groupPhotoPath((await getGroup(ctx, params.list_id)).membership.conversation),

  upGroupPhoto: (ctx, params) => commitGroupPhoto(ctx, params.list_id),

  getGroupNotice: async (ctx, params) =>
    (await listNotices(ctx, params.list_id)).map(({ id, content, isTop }) => ({
      id,
      content,
      is_top: isTop ? 1 : 0,
    })),

  addGroupNotice: (ctx, params) => addNotice(ctx, noticeIn(params)),
  editGroupNotice: (ctx, params) => changeNotice(ctx, { ...noticeIn(params), id: params.id }),
  deleteGroupNotice: (ctx, params) => removeNotice(ctx, { listId: params.list_id, id: params.id }),

  liveGroup: (ctx, params) => leaveGroup(ctx, params.list_id),
  removeGroup: (ctx, params) => disbandGroup(ctx, params.list_id),

  addGroupAllow: (ctx, params) => answerRequest(ctx, { requestId: params.id, isAccepted: true }),
  addGroupRefuse: (ctx, params) => answerRequest(ctx, { requestId: params.id, isAccepted: false }),

  sendVideo: async (ctx, params) => {
    const medium = params.content_type === CONTENT.videoCall ? 'video' : 'voice';
    const call = await startCall(ctx, { listId: params.list_id, medium });
    const people = await loadProfiles(ctx, [call.callerId, call.calleeId]);
    return presentCall(call, ctx.actor, people, ctx.ports.calls);
  },

  agreeVedio: (ctx, params) => answerCall(ctx, { callId: params.call_id, listId: params.list_id }),

  closeVideo: (ctx, params) => hangUp(ctx, { callId: params.call_id, listId: params.list_id }),
};

function noticeIn(params: { list_id: string; content: string; is_top?: 0 | 1 | undefined }) {
  return { listId: params.list_id, content: params.content, isTop: params.is_top === 1 };
}

function sortIn(content: string): number {
  if (!/^-?\d{1,9}$/.test(content.trim())) throw invalid('content');
  return Number(content);
}
