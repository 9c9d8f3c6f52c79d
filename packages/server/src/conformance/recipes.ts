import { im, type Endpoint } from '@kith/contract';
import type { Fields, UploadFile } from './call.js';
import * as samples from './samples.js';
import type { Role, World } from './world.js';

/** How an endpoint is called so that it succeeds. Required parameters that are left out have good values by their names. */
export interface Recipe {
  /** Who calls; `me` when left out. */
  readonly as?: Role;
  /** Makes what the endpoint needs, and gives the parameters that have no good value by name. */
  readonly params?: (world: World) => Fields | Promise<Fields>;
  /** Parameters of the documented example that name something else than in `params`. */
  readonly example?: (world: World) => Fields | Promise<Fields>;
  /** The file that goes along; a picture when the endpoint takes one and this is left out. */
  readonly file?: (world: World) => UploadFile | Promise<UploadFile>;
  /** It takes what only the people of the server have, so what is checked is the refusal. */
  readonly isRefused?: true;
  /** An operator may have closed it: the reason why a refusal says nothing. */
  readonly mayRefuse?: string;
  /** Only an operator can fill it: the reason why an empty list says nothing. */
  readonly mayBeEmpty?: string;
  /** Changes an account for good: not with people who were there before. */
  readonly onlyOurs?: true;
}

/** Every endpoint of the contract; a test demands that. `{}` where the good values by name will do. */
export const recipes: Readonly<Record<string, Recipe>> = {
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
  // Without a number nobody gets a text message.
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
    // The document shows somebody whose name is taken.
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

/** Good values of parameters, by name. */
const goodValues: Readonly<Record<string, (world: World) => unknown>> = {
  list_id: (world) => world.conversation(),
  list_ids: async (world) => [await world.conversation()],
  user_id: async (world) => (await world.person('friend')).id,
  users: async (world) => [(await world.person('friend')).id],
  msg_id: (world) => world.message(),
  msgid: (world) => world.message(),
  content_type: () => 0,
  content: () => ({ text: 'hello' }),
  type: () => 1,
  value: () => 1,
};

/** The parameters with which an endpoint is called. */
export async function paramsFor(world: World, { path, params }: Endpoint): Promise<Fields> {
  const own = await recipeOf(path).params?.(world);
  const required = (params as { required?: readonly string[] }).required ?? [];
  const values: Record<string, unknown> = {};
  for (const name of required)
    if (!Object.hasOwn(own ?? {}, name)) values[name] = await goodValueOf(world, name);
  return { ...values, ...own };
}

/** The fields of a documented example. What they name is another server's, so it becomes what this world has. */
export async function exampleFields(
  world: World,
  path: string,
  shown: Readonly<Record<string, string>>,
): Promise<Fields> {
  const { params, example } = recipeOf(path);
  const own = await (example ?? params)?.(world);
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(shown)) {
    // The caller adds these two, and the file.
    if (name === '_token' || name === '_agent_id' || value === '(binary)') continue;
    if (!NAMING.test(name) || value === '0') fields[name] = value;
    else fields[name] = own?.[name] ?? (await goodValueOf(world, name)) ?? value;
  }
  return fields;
}

/** The fields of an example that name somebody or something. */
const NAMING = /^(username|password|\w+_id)$/;

/** How a path is called; in the plainest way, when nobody has said. */
export function recipeOf(path: string): Recipe {
  return recipes[path] ?? {};
}

function goodValueOf(world: World, name: string): unknown {
  return Object.hasOwn(goodValues, name) ? goodValues[name]?.(world) : undefined;
}

/** So that there is something to show. */
async function newMessage(world: World): Promise<Fields> {
  await world.message('friend');
  return { list_id: await world.conversation() };
}

function credentialsOf({ username, password }: { username: string; password: string }): Fields {
  return { username, password };
}
