import type { im } from '@kith/contract';
import {
  burnMessage,
  forwardMessage,
  getReadState,
  markRead,
  openSingle,
  recallAllOf,
  recallMessage,
  sendCards,
  sendMessage,
  sendToMany,
  setPinned,
  setSilent,
} from '@kith/core/conversations';
import { invalid } from '@kith/core/kernel';
import type { Handlers } from '../implement.js';
import { seconds } from './present/account.js';

const RECALL_ALL_OF_A_USER = 2;

/** `/im/message/*`: conversations and what is written in them. */
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
    await recallAllOf(ctx, { listId: params.list_id, accountId: Number(params.msg_id) });
  },

  burnRead: (ctx, params) => burnMessage(ctx, { listId: params.list_id, messageId: params.msg_id }),

  sendCard: (ctx, params) => sendCards(ctx, { listId: params.list_id, accountIds: params.users }),

  getListTime: async (ctx, params) => {
    const { readUpTo, isOnline } = await getReadState(ctx, params.list_id);
    return { read_time: seconds(readUpTo), online: isOnline ? 1 : 0 };
  },

  setListTime: (ctx, params) => markRead(ctx, { listId: params.list_id }),

  OpenSessionTime: async (ctx, params) => {
    await markRead(ctx, { listId: params.list_id });
    return { open_session_time: seconds((await getReadState(ctx, params.list_id)).readUpTo) };
  },
};
