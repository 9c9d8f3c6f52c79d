import { api } from '@kith/contract';
import type { Deps } from '../../app/deps.js';
import { implement, type Route } from '../implement.js';
import { channelHandlers } from './channel.js';
import { chatHandlers } from './chat.js';
import { introHandlers } from './intro.js';
import { loginHandlers } from './login.js';
import { registerHandlers } from './register.js';
import { userFriendshipHandlers } from './user-friendship.js';
import { userPhotosHandlers } from './user-photos.js';

/** All endpoints of the Friendship API with their handlers. */
export function routes(deps: Deps): Route[] {
  return [
    ...implement(api.channel, channelHandlers),
    ...implement(api.chat, chatHandlers),
    ...implement(api.intro, introHandlers(deps)),
    ...implement(api.login, loginHandlers(deps)),
    ...implement(api.register, registerHandlers(deps)),
    ...implement(api.user_friendship, { ...userFriendshipHandlers, ...userPhotosHandlers(deps) }),
  ];
}
