import { im } from '@kith/contract';
import type { Recipes } from '../recipe.js';
import { membersOf, numberIn, type World } from '../world.js';

/** Customer service and calls. */
export const support: Recipes = {
  // Only agents of customer service may; the people of a run are not agents.
  [im.get.chatdanList.path]: { isRefused: true },
  [im.get.serviceList.path]: { isRefused: true },
  [im.get.kefu.path]: { mayRefuse: 'The operator may have no customer service agents' },

  [im.get.getUserVideoSign.path]: {},
  [im.get.getVideoAppId.path]: {},
  [im.message.agreeVedio.path]: { as: 'friend', params: waitingCall },
  [im.message.closeVideo.path]: { params: waitingCall },
  [im.message.sendVideo.path]: { params: () => ({ content_type: 6 }) },
};

/** A call from `me` to `friend` that is still ringing; an earlier one is ended first. */
async function waitingCall(world: World): Promise<{ list_id: string; call_id: number }> {
  const list_id = await world.conversation();
  await world.call('me', im.message.closeVideo.path, { list_id });
  const { data } = await world.need('me', im.message.sendVideo.path, { list_id, content_type: 6 });
  const call_id = membersOf(data)['call_id'];
  return { list_id, call_id: numberIn(call_id, `${im.message.sendVideo.path} returns no call_id`) };
}
