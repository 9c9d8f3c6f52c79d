import { im } from '@kith/contract';
import type { Fields } from '../call.js';
import type { Recipe, Recipes } from '../recipe.js';
import * as samples from '../samples.js';
import { membersOf, numberIn, textIn, type World } from '../world.js';

/** Group conversations. */
export const groups: Recipes = {
  [im.action.groupState.path]: inOurGroup(),
  [im.action.updateUserSayType.path]: {
    params: async (world) => {
      const list_id = await ourGroup(world);
      await world.need('me', im.message.nimingChange.path, { list_id, value: 1 });
      return { list_id, status: 0 };
    },
  },

  [im.get.applyGroup.path]: {
    params: async (world) => {
      await requestToJoin(world);
      return {};
    },
  },
  [im.get.getCommonGroupList.path]: {
    params: async (world) => {
      await ourGroup(world);
      return {};
    },
  },
  [im.group.searchFriends.path]: {
    params: async (world) => {
      const list_id = await ourGroup(world);
      return { list_id, keyword: await shownName(world, list_id) };
    },
  },

  [im.message.addChat.path]: {
    params: async (world) => {
      await world.befriend('me', 'other');
      return { list_id: await newGroup(world), users: [await idOf(world, 'other')] };
    },
  },
  [im.message.addGroup.path]: {
    params: async (world) => {
      await world.conversation();
      return {};
    },
  },
  [im.message.addGroupAllow.path]: { params: async (world) => ({ id: await requestToJoin(world) }) },
  [im.message.addGroupNotice.path]: inOurGroup({ content: 'hello', is_top: 0 }),
  [im.message.addGroupRefuse.path]: { params: async (world) => ({ id: await requestToJoin(world) }) },
  [im.message.deleteGroupNotice.path]: { params: notice },
  [im.message.editGroupNotice.path]: {
    params: async (world) => ({ ...(await notice(world)), content: 'hello again', is_top: 1 }),
  },
  [im.message.getChatDetails.path]: inOurGroup(),
  [im.message.getGroupAdmin.path]: inOurGroup({ type: 1 }),
  [im.message.getGroupData.path]: inOurGroup({ type: 'name' }),
  [im.message.getGroupNotice.path]: {
    params: async (world) => ({ list_id: (await notice(world)).list_id }),
  },
  [im.message.getGroupPhoto.path]: inOurGroup(),
  [im.message.groupIsMsg.path]: inOurGroup({ value: 0 }),
  [im.message.groupMember.path]: inOurGroup(),
  [im.message.liveGroup.path]: { as: 'friend', ...inNewGroup() },
  [im.message.needCheckChange.path]: inOurGroup({ value: 0 }),
  [im.message.nimingChange.path]: inOurGroup(),
  [im.message.removeChat.path]: inNewGroup(),
  [im.message.removeGroup.path]: inNewGroup(),
  [im.message.setGroupAdmin.path]: {
    params: async (world) => ({
      list_id: await newGroup(world),
      users: [await idOf(world, 'friend')],
      type: 1,
    }),
  },
  [im.message.setGroupData.path]: inOurGroup({ type: 'name', content: 'Conformance' }),
  [im.message.speekChecked.path]: inOurGroup(),
  [im.message.upGroupPhoto.path]: {
    params: async (world) => {
      const list_id = await ourGroup(world);
      await world.need('me', im.upload.groupPhoto.path, { list_id }, { file: await samples.picture() });
      return { list_id };
    },
  },

  [im.remove.sign_out.path]: { as: 'friend', ...inNewGroup() },
  [im.upload.groupPhoto.path]: inOurGroup(),

  [im.vendor.copyNewQun.path]: inNewGroup({ jiesan: 0, main_id: 0 }),
  [im.vendor.editChange.path]: inOurGroup(),
  [im.vendor.getGroupDetail.path]: inOurGroup(),
  [im.vendor.getInviteName.path]: inOurGroup(),
  [im.vendor.getMemberData.path]: inOurGroup(),
  [im.vendor.getMemberList.path]: inOurGroup(),
  [im.vendor.getMemberPhotos.path]: inOurGroup(),
  [im.vendor.getRedChange.path]: inOurGroup(),
  [im.vendor.saveGroupNickName.path]: inOurGroup({ nickname: 'Owner' }),
  [im.vendor.setShangmai.path]: inOurGroup(),
  [im.vendor.transferQun.path]: {
    params: async (world) => ({
      list_id: await newGroup(world),
      trans_user_id: await idOf(world, 'friend'),
    }),
  },
};

/** In a group shared by many checks, which do not disturb each other. */
function inOurGroup(fields: Fields = {}): Recipe {
  return { params: async (world) => ({ list_id: await ourGroup(world), ...fields }) };
}

function inNewGroup(fields: Fields = {}): Recipe {
  return { params: async (world) => ({ list_id: await newGroup(world), ...fields }) };
}

function ourGroup(world: World): Promise<string> {
  return world.once('group', () => newGroup(world));
}

/** A group owned by `me`, with `friend` in it. */
async function newGroup(world: World): Promise<string> {
  await world.conversation();
  const users = [await idOf(world, 'friend')];
  const { data } = await world.need('me', im.message.addGroup.path, { users, list_id: 0 });
  return textIn(membersOf(data)['list_id'], `${im.message.addGroup.path} returns no list_id`);
}

/** `other` requests to join a new group that requires approval. */
async function requestToJoin(world: World): Promise<number> {
  const list_id = await newGroup(world);
  await world.need('me', im.message.needCheckChange.path, { list_id, value: 1 });
  const [me, other] = [await idOf(world, 'me'), await idOf(world, 'other')];
  const scanned = { list_id, users: other, type: 1, add_type: 'scan', user_id: me };
  await world.need('other', im.message.addChat.path, scanned);
  const { data } = await world.need('me', im.get.applyGroup.path);
  const row = (Array.isArray(data) ? data : []).map(membersOf).find((one) => one['user_id'] === other);
  return numberIn(row?.['id'], `a request is not in ${im.get.applyGroup.path}`);
}

async function notice(world: World): Promise<{ list_id: string; id: number }> {
  const list_id = await ourGroup(world);
  await world.need('me', im.message.addGroupNotice.path, { list_id, content: 'hello', is_top: 0 });
  const { data } = await world.need('me', im.message.getGroupNotice.path, { list_id });
  const { id } = membersOf(Array.isArray(data) ? data[0] : undefined);
  return { list_id, id: numberIn(id, `a notice is not in ${im.message.getGroupNotice.path}`) };
}

/** The name under which `me` sees the other member: a remark, if there is one. */
async function shownName(world: World, list_id: string): Promise<string> {
  const { data } = await world.need('me', im.vendor.getMemberList.path, { list_id });
  const [letter] = Object.values(membersOf(membersOf(data)['data']));
  const rows = membersOf(letter)['data'];
  const name = membersOf(Array.isArray(rows) ? rows[0] : undefined)['name'];
  return textIn(name, `${im.vendor.getMemberList.path} has no other member`);
}

async function idOf(world: World, role: 'me' | 'friend' | 'other'): Promise<number> {
  return (await world.person(role)).id;
}
