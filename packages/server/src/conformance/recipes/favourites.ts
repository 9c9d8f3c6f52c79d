import { im } from '@kith/contract';
import { readJson, type Fields } from '../call.js';
import type { Recipes } from '../recipe.js';
import * as samples from '../samples.js';
import { membersOf, numberIn, textIn, type World } from '../world.js';

/** Saved items: favourites and stickers. */
export const favourites: Recipes = {
  [im.user.addFavor.path]: { params: async (world) => ({ url: await pictureUrl(world) }) },
  [im.user.delFavor.path]: { params: async (world) => ({ id: await sticker(world) }) },
  [im.user.myfavor.path]: {
    params: async (world) => {
      await sticker(world);
      return {};
    },
  },
  [im.vendor.deleteStore.path]: { params: async (world) => ({ id: await favourite(world) }) },
  [im.vendor.getStoreStatics.path]: {},
  [im.vendor.getUserStore.path]: {
    params: async (world) => {
      await favourite(world);
      return { type: 0, page: 1 };
    },
  },
  [im.vendor.saveStore.path]: { params: () => ({ type: 0 }) },
  [im.vendor.transMsg.path]: { params: async (world) => ({ trans_id: await favourite(world) }) },
};

/** The id of a message that `me` has just saved. */
async function favourite(world: World): Promise<number> {
  const saved: Fields = { list_id: await world.conversation(), type: 0, msg_id: await world.message() };
  await world.need('me', im.vendor.saveStore.path, saved);
  const { data } = await world.need('me', im.vendor.getUserStore.path, { type: 0 });
  return firstId(membersOf(data)['data'], 'the saved item is not in /im/vendor/getUserStore');
}

/** The id of a sticker that `me` has just created. */
async function sticker(world: World): Promise<number> {
  await world.need('me', im.user.addFavor.path, { url: await pictureUrl(world) });
  const answer = await world.call('me', im.user.myfavor.path);
  return firstId(readJson(answer), 'the added item is not in /im/user/myfavor');
}

/** The URL of a picture that `me` has uploaded. */
async function pictureUrl(world: World): Promise<string> {
  const list_id = await world.conversation();
  const file = await samples.picture();
  const { data } = await world.need('me', im.upload.chat.path, { list_id }, { file });
  return textIn(membersOf(data)['full_url'], '/im/upload/chat returns no full_url');
}

function firstId(rows: unknown, otherwise: string): number {
  return numberIn(membersOf(Array.isArray(rows) ? rows[0] : undefined)['id'], otherwise);
}
