import { endpoint, im, imClosedPaths } from '@kith/contract';
import { DomainError } from '@kith/core/kernel';
import type { Deps } from '../../app/deps.js';
import { implement, type Route } from '../implement.js';
import { accountHandlers } from './account.js';
import { actionHandlers } from './action.js';
import { agentHandlers } from './agent.js';
import { announcementHandlers } from './announcement.js';
import { appHandlers } from './app.js';
import { chatHandlers } from './chat.js';
import { circleHandlers } from './circle.js';
import { emailHandlers } from './email.js';
import { friendHandlers } from './friend.js';
import { getHandlers } from './get.js';
import { groupHandlers } from './group.js';
import { imageHandlers } from './image.js';
import { inHandlers } from './in.js';
import { linkHandlers } from './link.js';
import { messageHandlers } from './message.js';
import { middleMiddleHandlers } from './middle-middle.js';
import { pushHandlers } from './push.js';
import { removeHandlers } from './remove.js';
import { setHandlers } from './set.js';
import { signHandlers } from './sign.js';
import { tabbarFindHandlers } from './tabbar-find.js';
import { uploadHandlers } from './upload.js';
import { userHandlers } from './user.js';
import { vendorHandlers } from './vendor.js';
import { videoShareHandlers } from './video-share.js';

/** All endpoints of the Chat API with their handlers. */
export function routes(deps: Deps): Route[] {
  return [
    ...implement(im.account, accountHandlers),
    ...implement(im.action, actionHandlers),
    ...implement(im.agent, agentHandlers),
    ...implement(im.announcement, announcementHandlers),
    ...implement(im.app, appHandlers(deps)),
    ...implement(im.chat, chatHandlers),
    ...implement(im.circle, circleHandlers),
    ...implement(im.email, emailHandlers(deps)),
    ...implement(im.friend, friendHandlers),
    ...implement(im.get, getHandlers),
    ...implement(im.group, groupHandlers),
    ...implement(im.image, imageHandlers),
    ...implement(im.in, inHandlers(deps)),
    ...implement(im.link, linkHandlers),
    ...implement(im.message, messageHandlers),
    ...implement(im['middle.Middle'], middleMiddleHandlers),
    ...implement(im.push, pushHandlers),
    ...implement(im.remove, removeHandlers),
    ...implement(im.set, setHandlers),
    ...implement(im.sign, signHandlers),
    ...implement(im.tabbarFind, tabbarFindHandlers),
    ...implement(im.upload, uploadHandlers),
    ...implement(im.user, userHandlers),
    ...implement(im.vendor, vendorHandlers),
    ...imClosedPaths.map(closed),
    ...implement(im['video.Share'], videoShareHandlers),
  ];
}

/** A path of a feature that does not exist: only the token is checked. */
function closed(path: string): Route {
  return {
    endpoint: endpoint({ path, summary: 'Switched off.' }),
    handle: () => Promise.reject(new DomainError('feature_off')),
  };
}
