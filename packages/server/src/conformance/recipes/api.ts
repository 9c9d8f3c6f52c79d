import { randomBytes } from 'node:crypto';
import { api } from '@kith/contract';
import { callApi, nameOf, needApi } from '../api-call.js';
import type { Fields } from '../call.js';
import type { Recipes } from '../recipe.js';
import { picture } from '../samples.js';
import { membersOf, textIn, type World } from '../world.js';

const { channel, chat, intro, login, register, user_friendship } = api;

const ONLY_PROVED = 'The operator may accept only purchases signed by a store';

/** How to call every endpoint of the Friendship API; a test requires completeness. */
export const apiRecipes: Recipes = {
  [nameOf(login.login)]: {
    params: async (world) => {
      const { username, password } = await world.person('me');
      return { username, password };
    },
  },
  [nameOf(register.register)]: {
    params: (world) => ({ ...world.newCredentials() }),
    mayRefuse: 'The operator may have closed registration',
  },

  [nameOf(intro.options)]: {},
  // Permanent changes are made only to the guest.
  [nameOf(intro.set)]: { as: 'guest', params: () => ({ nickname: 'Conformance' }) },
  [nameOf(intro.card)]: {
    params: async (world) => {
      const { id } = await world.person('guest');
      await callApi(world, chat.friendship_block, { target_id: id, action: 'cancel' }, { as: 'me' });
      const tags = { topic: '20', relation: '2', love: '3', actor: '4' };
      await needApi(world, 'guest', intro.set, tags);
      await needApi(world, 'guest', user_friendship.set_user_photo, await photo());
      return { target_user_id: id };
    },
  },

  [nameOf(user_friendship.data)]: {
    params: async (world) => {
      const { id } = await world.person('me');
      await needApi(world, 'friend', intro.card, { target_user_id: id });
      return { list_type: 'seen', page_size: 3 };
    },
    shown: {
      '哎呀!目前線上沒有同學 :( 滑個論壇再回來看看吧 ': {
        as: 'guest',
        params: () => ({ list_type: 'near' }),
      },
    },
  },
  [nameOf(user_friendship.filter_sex_code)]: { params: () => ({ sex_code: 'BOTH' }) },
  [nameOf(user_friendship.age_status)]: { as: 'guest', params: () => ({ age_status: 1 }) },
  [nameOf(user_friendship.profile_click)]: {},
  [nameOf(user_friendship.reset_profile_click)]: { as: 'guest' },

  [nameOf(user_friendship.set_user_photo)]: {
    as: 'guest',
    params: photo,
    shown: {
      '參數驗證錯誤:photo_index => white_list:1/2/3/4/5/6, value=888': {
        as: 'guest',
        params: async () => ({ ...(await photo()), photo_index: 888 }),
      },
    },
  },
  [nameOf(user_friendship.user_photos)]: {
    as: 'guest',
    params: async (world) => {
      await needApi(world, 'guest', user_friendship.set_user_photo, await photo());
      return {};
    },
  },
  [nameOf(user_friendship.delete_user_photo)]: {
    as: 'guest',
    params: async (world) => {
      const { data } = await needApi(world, 'guest', user_friendship.set_user_photo, await photo());
      const { list } = membersOf(data);
      const [row] = Array.isArray(list) ? (list as unknown[]) : [];
      return { id: Number(membersOf(row)['id']) };
    },
  },

  [nameOf(user_friendship.vip_plan)]: {},
  [nameOf(user_friendship.buy_vip_plan)]: {
    as: 'guest',
    params: newPurchase,
    mayRefuse: ONLY_PROVED,
    shown: {
      交易重覆: {
        as: 'guest',
        params: async (world) => {
          const bought = newPurchase();
          await needApi(world, 'guest', user_friendship.buy_vip_plan, bought);
          return bought;
        },
      },
    },
  },

  [nameOf(user_friendship.ticket_number)]: {},
  [nameOf(user_friendship.stranger_key_number)]: {},
  [nameOf(user_friendship.unlock)]: {
    params: inChannel,
    // A channel has only one other participant.
    ofNobody: { target_id: [400403, 'permission error'] },
  },

  [nameOf(channel.open)]: { params: () => ({ text: 'hello' }) },
  [nameOf(channel.list)]: { params: inChannel },
  [nameOf(channel.messages)]: { params: inChannel },
  [nameOf(channel.send)]: { params: async (world) => ({ ...(await inChannel(world)), text: 'hello' }) },

  [nameOf(chat.getBlockReasonsList)]: {},
  [nameOf(chat.friendship_block)]: { params: banGuest },
  [nameOf(chat.friendship_blockReasons)]: {
    params: async (world) => {
      const ban = await banGuest(world);
      await needApi(world, 'me', chat.friendship_block, ban);
      return { target_id: ban.target_id };
    },
    ofNobody: { target_id: [400403, 'permission error'] },
    shown: {
      // A friend is not banned.
      'permission error': { params: async (world) => ({ target_id: (await world.person('friend')).id }) },
    },
  },
};

/** A photo for the first place of a card. */
async function photo(): Promise<Fields> {
  const { bytes } = await picture();
  return { photo_index: 1, image_type: 'jpg', image: Buffer.from(bytes).toString('base64') };
}

/** A new purchase without proof. */
function newPurchase(): Fields {
  const transaction_id = randomBytes(8).toString('hex');
  const date = new Date().toISOString();
  return { plan_code: 'VIP6', transaction_id, transaction_date: date, original_transaction_date: date };
}

/** The channel of `me` and `friend`, with a message in it. */
async function inChannel(world: World): Promise<Fields> {
  await world.message();
  const target_id = (await world.person('friend')).id;
  const { data } = await needApi(world, 'me', channel.open, { target_id });
  return { channel_id: textIn(membersOf(data)['channel_id'], 'POST /api/channel returns no channel_id') };
}

async function banGuest(world: World): Promise<Fields & { target_id: number }> {
  return { target_id: (await world.person('guest')).id, action: 'ban', block_reason_id: 10 };
}
