import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Bit } from './shapes.js';
import { Flag, Int, ListId, MaybeInt, MaybeText, MomentId, UserId } from './wire.js';

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

export const groupState = endpoint({
  path: '/im/action/groupState',
  summary: 'What the caller may do in a group now; clients ask when they enter its chat.',
  params: { list_id: ListId },
  result: Type.Object({
    is_msg: Bit,
    is_action: Type.Integer(),
    /** Whether the caller writes anonymously now. */
    is_niming: Bit,
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
  summary: 'Writes anonymously in a group from now on, or under the own name again.',
  params: { list_id: ListId, status: Flag },
});

export const upCircleImg = endpoint({
  path: '/im/action/upCircleImg',
  summary: 'Shows the moments background that `upload/circleImg` took.',
});

export const delCircle = endpoint({
  path: '/im/action/delCircle',
  summary: 'Deletes an own moment; some clients call it by this name.',
  params: { id: MomentId },
});
