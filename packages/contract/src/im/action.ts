import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Bit } from './shapes.js';
import { Flag, Int, ListId, MaybeInt, MaybeText, MomentId, UserId } from './wire.js';

export const upPhoto = endpoint({
  path: '/im/action/upPhoto',
  summary: 'Publishes the photo uploaded by `upload/photo`.',
});

export const friendAdd = endpoint({
  path: '/im/action/friendAdd',
  summary:
    'Sends a friend request; err 1 if the two users are friends already or become friends by this request.',
  params: { user_id: UserId, content: MaybeText(), is_type: MaybeInt({ minimum: 0, maximum: 99 }) },
});

export const friendAddAction = endpoint({
  path: '/im/action/friendAddAction',
  summary: 'Accepts a friend request.',
  params: { apply_id: Int({ minimum: 1 }) },
});

export const friendAddNoValidateAction = endpoint({
  path: '/im/action/friendAddNoValidateAction',
  summary: 'Accepts a friend request; alias used by desktop clients.',
  params: { apply_id: Int({ minimum: 1 }) },
});

export const groupState = endpoint({
  path: '/im/action/groupState',
  summary: "Returns the caller's current permissions in a group; clients call it when they open the chat.",
  params: { list_id: ListId },
  result: Type.Object({
    is_msg: Bit,
    is_action: Type.Integer(),
    is_niming: described(Bit, 'Whether the caller currently writes anonymously.'),
    miaoqiang: Type.Integer(),
    vendor_status: Type.Integer(),
    notice: Type.String(),
    is_main: Bit,
    qiang_time: Type.Integer(),
    voice_room_state: Type.Integer(),
    can_shangmai: Bit,
  }),
});

export const updateUserSayType = endpoint({
  path: '/im/action/updateUserSayType',
  summary: "Turns the caller's anonymous writing in a group on or off.",
  params: { list_id: ListId, status: Flag },
});

export const upCircleImg = endpoint({
  path: '/im/action/upCircleImg',
  summary: 'Publishes the moments background uploaded by `upload/circleImg`.',
});

export const delCircle = endpoint({
  path: '/im/action/delCircle',
  summary: "Deletes one of the caller's moments, like `circle/del`.",
  params: { id: MomentId },
});
