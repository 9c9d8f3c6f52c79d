import { im } from '@kith/contract';
import type { Fields } from '../call.js';
import type { Recipes } from '../recipe.js';
import * as samples from '../samples.js';
import type { World } from '../world.js';

/** Accounts, contacts, one-to-one conversations, files. `{}` if the default values suffice. */
export const basics: Recipes = {
  [im.action.upPhoto.path]: {
    params: async (world) => {
      await world.need('me', im.upload.photo.path, {}, { file: await samples.picture() });
      return {};
    },
  },
  [im.action.friendAdd.path]: {
    as: 'other',
    params: async (world) => ({
      user_id: (await world.person('stranger')).id,
      content: 'hello',
      is_type: 0,
    }),
  },
  [im.action.friendAddAction.path]: { params: async (world) => ({ apply_id: await world.request() }) },
  [im.action.friendAddNoValidateAction.path]: {
    params: async (world) => ({ apply_id: await world.request() }),
  },

  [im.app.config.path]: {},
  [im.app.videoConfig.path]: {},
  [im.app.update.path]: { params: () => ({ appid: 'conformance', version: '1.0.0' }) },
  [im.app.setUserContact.path]: { params: () => ({ params: '[]', client_id: '', phone: '' }) },
  // Without a number, no text message is sent.
  [im.app.getSms.path]: { params: () => ({ mobile: '', type: 'REGISTER' }), isRefused: true },
  [im.app.checkSmsCode.path]: {
    params: () => ({ mobile: '10000000000', type: 'REGISTER', code: '000000' }),
    isRefused: true,
  },

  [im.chat.deleteChat.path]: {},
  [im.chat.sign.path]: { params: () => ({ no_reader_num: 0 }) },

  [im.friend.removeApply.path]: { params: async (world) => ({ id: await world.request() }) },
  [im.friend.getRemarks.path]: {},
  [im.friend.setRemarks.path]: { params: () => ({ content: 'remark' }) },
  [im.friend.details.path]: {},

  [im.get.base.path]: {},
  [im.get.getUserInfo.path]: {},
  [im.get.searchUser.path]: { params: async (world) => ({ val: (await world.person('friend')).username }) },
  [im.get.details.path]: { params: () => ({ in: 0 }) },
  [im.get.applyFriend.path]: {
    params: async (world) => {
      await world.request();
      return {};
    },
  },
  [im.get.friendList.path]: {
    params: async (world) => {
      await world.conversation();
      return { list_id: 0, friend: 1 };
    },
  },
  [im.get.searchFriends.path]: {
    params: async (world) => {
      await world.conversation();
      return { keyword: (await world.person('friend')).username };
    },
  },
  [im.get.chatList.path]: { params: newMessage },
  [im.get.searchCahtMsg.path]: {
    params: async (world) => {
      await newMessage(world);
      return { chat_msg: 'hello' };
    },
  },
  [im.get.chatData.path]: {
    params: async (world) => ({ ...(await newMessage(world)), time: 0, is_up: 0 }),
  },
  [im.get.filelist.path]: {
    params: async (world) => {
      await world.fileMessage('file');
      return { searchkey: '' };
    },
  },

  [im.group.xiaoHuiMessage.path]: { params: () => ({ type: 0 }) },

  [im.image.list.path]: {
    params: async (world) => {
      await world.fileMessage('picture');
      return {};
    },
  },

  [im.in.login.path]: { params: async (world) => credentialsOf(await world.person('me')) },
  [im.in.reg_tourist.path]: {
    params: () => ({ client_id: '', invite_code: '' }),
    mayRefuse: 'The operator may have closed it to visitors',
  },
  [im.in.reg.path]: {
    params: (world) => ({ ...world.newCredentials(), nickname: 'Conformance', sex: 0, type: 'REGISTER' }),
    // The document shows an account whose name is taken.
    example: async (world) => credentialsOf(await world.person('me')),
    mayRefuse: 'The operator may have closed registration',
  },
  [im.in.photo.path]: { params: (world) => ({ username: world.newCredentials().username }) },
  [im.in.forgetPassword.path]: {
    params: async (world) => ({
      ...credentialsOf(await world.person('me')),
      sms_code: '000000',
      type: 'FORGET_PASSWORD',
    }),
    isRefused: true,
  },
  [im.in.frozen.path]: { params: async (world) => credentialsOf(await world.person('me')) },

  [im.message.getListId.path]: {
    params: async (world) => {
      await world.conversation();
      return {};
    },
  },
  [im.message.updataNoReader.path]: {},
  [im.message.chatTop.path]: {},
  [im.message.msgDisturb.path]: {},
  [im.message.textMsg.path]: {},
  [im.message.textMsgs.path]: {},
  [im.message.zhuanMsg.path]: {},
  [im.message.withdraw.path]: { params: () => ({ type: 0 }) },
  [im.message.burnRead.path]: {
    params: async (world) => ({ msg_id: await world.message('friend', { yhjf: true }), type: 0 }),
  },
  [im.message.sendCard.path]: {},
  [im.message.getListTime.path]: {},
  [im.message.setListTime.path]: {},
  [im.message.OpenSessionTime.path]: { params: () => ({ is_readReceipt: 1 }) },

  [im.remove.friend.path]: {
    params: async (world) => {
      await world.befriend('me', 'other');
      return { user_id: (await world.person('other')).id };
    },
  },
  [im.remove.del_log.path]: {},
  [im.remove.del_all.path]: { onlyOurs: true },

  [im.set.setInfo.path]: { params: () => ({ type: 1, content: 'Checked by kith conformance' }) },
  [im.set.password.path]: {
    as: 'guest',
    params: async (world) => {
      const { password } = world.newCredentials();
      return { pass1: (await world.person('guest')).password, pass2: password, pass3: password };
    },
    onlyOurs: true,
  },
  [im.set.filedel.path]: { params: async (world) => ({ id: await world.fileMessage('file') }) },

  [im.upload.photo.path]: {},
  [im.upload.chat.path]: {},

  [im.vendor.sendChuoYiChuoMsg.path]: {},
  [im.vendor.zhendong.path]: {},
};

/** So that the list is not empty. */
async function newMessage(world: World): Promise<Fields> {
  await world.message('friend');
  return { list_id: await world.conversation() };
}

function credentialsOf({ username, password }: { username: string; password: string }): Fields {
  return { username, password };
}
