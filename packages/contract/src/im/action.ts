import { endpoint } from '../endpoint.js';
import { Int, MaybeInt, MaybeText, UserId } from './wire.js';

export const upPhoto = endpoint({
  path: '/im/action/upPhoto',
  summary: 'Shows the photo that `upload/photo` took.',
});

export const friendAdd = endpoint({
  path: '/im/action/friendAdd',
  summary: 'Asks a person to become friends; err 1 when the two are friends already or by that.',
  params: { user_id: UserId, content: MaybeText(), is_type: MaybeInt({ minimum: 0, maximum: 99 }) },
});

export const friendAddAction = endpoint({
  path: '/im/action/friendAddAction',
  summary: 'Accepts a friend request.',
  params: { apply_id: Int({ minimum: 1 }) },
});

export const friendAddNoValidateAction = endpoint({
  path: '/im/action/friendAddNoValidateAction',
  summary: 'Accepts a friend request; the desktop clients call it by this name.',
  params: { apply_id: Int({ minimum: 1 }) },
});
