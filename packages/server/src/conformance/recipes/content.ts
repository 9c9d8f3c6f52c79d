import { api, im } from '@kith/contract';
import { callApi } from '../api-call.js';
import type { Recipes } from '../recipe.js';
import { BlockedError, membersOf, type World } from '../world.js';

const nothingPublished = { mayBeEmpty: 'The operator has published nothing here' };

/** Published content, invitations, and small endpoints of single clients. */
export const content: Recipes = {
  [im.agent.getOnlineList.path]: nothingPublished,
  [im.announcement.getAnnounceMentInfo.path]: {},
  [im.app.getClientip.path]: {},
  [im.app.sysConfig.path]: {},
  [im.get.getUserNickname.path]: {},
  [im.get.inviteList.path]: {
    params: async (world) => {
      // The guest registers with the invite code of `me`, who may have banned the guest since.
      const { id } = await world.person('guest');
      await callApi(world, api.chat.friendship_block, { target_id: id, action: 'cancel' }, { as: 'me' });
      return {};
    },
  },
  [im['middle.Middle'].get_list.path]: nothingPublished,
  [im.sign.updateSignData.path]: {},
  [im.tabbarFind.getTabbarFindUrl.path]: {},
  [im.upload.chatoss.path]: {},
  [im.upload.photooss.path]: {},
  [im.upload.uploadImg.path]: {},
  [im.vendor.getAboutList.path]: nothingPublished,
  [im.vendor.getArticleDetail.path]: { params: async (world) => ({ article_id: await articleId(world) }) },
  [im.vendor.getArticleList.path]: nothingPublished,
};

async function articleId(world: World): Promise<unknown> {
  const { data } = await world.need('me', im.vendor.getArticleList.path);
  const [first] = Array.isArray(data) ? data : [];
  if (first === undefined) throw new BlockedError('The operator has published no article');
  return membersOf(first)['id'];
}
