import { im } from '@kith/contract';
import type { Deps } from '../../app/compose.js';
import { implement, type Route } from '../implement.js';
import { actionHandlers } from './action.js';
import { appHandlers } from './app.js';
import { chatHandlers } from './chat.js';
import { circleHandlers } from './circle.js';
import { friendHandlers } from './friend.js';
import { getHandlers } from './get.js';
import { groupHandlers } from './group.js';
import { imageHandlers } from './image.js';
import { inHandlers } from './in.js';
import { messageHandlers } from './message.js';
import { removeHandlers } from './remove.js';
import { setHandlers } from './set.js';
import { uploadHandlers } from './upload.js';
import { vendorHandlers } from './vendor.js';

/** Every endpoint of the Chat API with its handler. */
export function routes(deps: Deps): Route[] {
  return [
    ...implement(im.action, actionHandlers),
    ...implement(im.app, appHandlers(deps)),
    ...implement(im.chat, chatHandlers),
    ...implement(im.circle, circleHandlers),
    ...implement(im.friend, friendHandlers),
    ...implement(im.get, getHandlers),
    ...implement(im.group, groupHandlers),
    ...implement(im.image, imageHandlers),
    ...implement(im.in, inHandlers(deps)),
    ...implement(im.message, messageHandlers),
    ...implement(im.remove, removeHandlers),
    ...implement(im.set, setHandlers),
    ...implement(im.upload, uploadHandlers),
    ...implement(im.vendor, vendorHandlers),
  ];
}
