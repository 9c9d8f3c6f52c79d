import { im } from '@kith/contract';
import type { Recipes } from '../recipe.js';
import * as samples from '../samples.js';
import { membersOf, textIn, type World } from '../world.js';

const someMoments = {
  params: async (world: World) => {
    await seenMoment(world);
    return { time: 0, type: 0, user_id: 0 };
  },
};

/** Moments, with their comments and likes. */
export const moments: Recipes = {
  [im.action.delCircle.path]: { params: ownMoment },
  [im.action.upCircleImg.path]: {
    params: async (world) => {
      await world.need('me', im.upload.circleImg.path, {}, { file: await samples.picture() });
      return {};
    },
  },
  [im.circle.comment.path]: {
    as: 'friend',
    params: async (world) => ({ ...(await ownMoment(world)), message: 'hello', chat_user_id: 0 }),
  },
  [im.circle.del.path]: { params: ownMoment },
  [im.circle.delAction.path]: { params: ownMoment },
  [im.circle.delMsg.path]: { params: ownMoment },
  [im.circle.likeAction.path]: {
    as: 'friend',
    params: async (world) => ({ ...(await ownMoment(world)), is_like: 1 }),
  },
  [im.circle.sendMsg.path]: { params: () => ({ content: { text: 'hello', value: [], video_path: '' } }) },
  [im.get.circleData.path]: someMoments,
  [im.get.circleDatas.path]: someMoments,
  [im.upload.circle.path]: { params: () => ({ len: 1 }) },
  [im.upload.circleFileAction.path]: {
    params: async (world) => ({ circle_id: (await ownMoment(world)).id }),
  },
  [im.upload.circleImg.path]: {},
  [im.upload.deleteCircleFile.path]: {},
};

async function ownMoment(world: World): Promise<{ id: string }> {
  await world.conversation(); // so that `friend` sees it
  const { data } = await world.need('me', im.circle.sendMsg.path, {
    content: { text: 'hello', value: [], video_path: '' },
  });
  return { id: textIn(membersOf(data)['circle_id'], `${im.circle.sendMsg.path} returns no circle_id`) };
}

/** A moment with a like and a comment, so that there are rows of all kinds. */
async function seenMoment(world: World): Promise<void> {
  const { id } = await ownMoment(world);
  await world.need('friend', im.circle.likeAction.path, { id, is_like: 1 });
  await world.need('friend', im.circle.comment.path, { id, message: 'hello', chat_user_id: 0 });
}
