import { Type } from 'typebox';
import { CONTENT_TYPES } from '../content-types.js';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Bit, CallData, RoleLetterGroup } from './shapes.js';
import {
  Flag,
  Int,
  Ints,
  Json,
  ListId,
  MaybeInt,
  MaybeText,
  MessageId,
  Text,
  Texts,
  UserId,
} from './wire.js';

const { text, voice, image, video, location, attachment, callSignal } = CONTENT_TYPES;
/** The types that users send; cards and pokes have separate endpoints. */
const ContentType = Type.Integer({ enum: [text, voice, image, video, location, attachment, callSignal] });

export const getListId = endpoint({
  path: '/im/message/getListId',
  summary: 'Returns the single conversation with a friend, and creates it if needed.',
  params: { user_id: UserId },
  result: Type.Object({ list_id: Type.String() }),
});

export const updataNoReader = endpoint({
  path: '/im/message/updataNoReader',
  summary: 'Marks a conversation as read.',
  params: { list_id: ListId },
});

export const chatTop = endpoint({
  path: '/im/message/chatTop',
  summary: 'Pins or unpins a conversation.',
  params: { list_id: ListId, value: Flag },
});

export const msgDisturb = endpoint({
  path: '/im/message/msgDisturb',
  summary: 'Turns do-not-disturb for a conversation on or off.',
  params: { list_id: ListId, value: Flag },
});

export const textMsg = endpoint({
  path: '/im/message/textMsg',
  summary: 'Sends a message. err 1: not friends; err 2: muted.',
  params: { list_id: ListId, content_type: ContentType, content: Json },
});

export const textMsgs = endpoint({
  path: '/im/message/textMsgs',
  summary: 'Sends one message to several conversations.',
  params: { list_ids: Texts, content_type: ContentType, content: Json },
});

export const zhuanMsg = endpoint({
  path: '/im/message/zhuanMsg',
  summary: 'Forwards a message.',
  params: { msgid: MessageId, list_id: ListId },
});

export const withdraw = endpoint({
  path: '/im/message/withdraw',
  summary: 'Recalls a message; with `type` 2, recalls all messages of the user whose id is `msg_id`.',
  params: {
    list_id: ListId,
    type: MaybeInt(),
    msg_id: Text({ maxLength: 64 }),
    clear_more: Type.Optional(Flag),
  },
});

export const burnRead = endpoint({
  path: '/im/message/burnRead',
  summary: 'Removes a burn-after-read message for both sides after the recipient has read it.',
  params: { list_id: ListId, type: MaybeInt(), msg_id: MessageId },
});

export const sendCard = endpoint({
  path: '/im/message/sendCard',
  summary: 'Sends the name cards of users, one message per card.',
  params: { users: Ints, list_id: ListId },
});

export const getListTime = endpoint({
  path: '/im/message/getListTime',
  summary: 'Returns up to what time (seconds) the other person has read, and whether that person is online.',
  params: { list_id: ListId },
  result: Type.Object({
    read_time: Type.Integer(),
    online: Type.Integer(),
    read_seq: described(Type.Integer(), 'The number of the newest message that was read; 0 for none.'),
  }),
  reply: 'flat',
  source: 'listed',
});

export const setListTime = endpoint({
  path: '/im/message/setListTime',
  summary: 'Marks the whole conversation as read and notifies the other person.',
  params: { list_id: ListId },
  source: 'documented',
});

export const OpenSessionTime = endpoint({
  path: '/im/message/OpenSessionTime',
  summary:
    'Marks the conversation as read and returns up to what time the other person has read; used by desktop clients.',
  params: { list_id: ListId, is_readReceipt: MaybeInt() },
  result: Type.Object({ open_session_time: Type.Integer() }),
});

export const addGroup = endpoint({
  path: '/im/message/addGroup',
  summary: 'Creates a group of the caller and friends.',
  params: { users: Ints, name: MaybeText() },
  result: Type.Object({ list_id: Type.String() }),
});

export const addChat = endpoint({
  path: '/im/message/addChat',
  summary:
    'Adds friends to a group. With `type` 1 the caller joins by the invitation of the member `user_id` or by the `code` of the group. Stores a request if joining needs approval.',
  params: {
    users: Type.Optional(Ints),
    list_id: ListId,
    type: MaybeInt(),
    user_id: MaybeInt(),
    code: MaybeText({ maxLength: 64 }),
  },
});

export const removeChat = endpoint({
  path: '/im/message/removeChat',
  summary: 'Removes members from a group.',
  params: { users: Ints, list_id: ListId },
});

export const groupMember = endpoint({
  path: '/im/message/groupMember',
  summary: 'Lists the members of a group except the caller.',
  params: { list_id: ListId },
  result: Type.Array(Type.Object({ user_id: Type.Integer(), photo: Type.String(), nickname: Type.String() })),
});

export const getChatDetails = endpoint({
  path: '/im/message/getChatDetails',
  summary: 'Returns a conversation with its members and settings from the view of the caller.',
  params: { list_id: ListId },
  result: Type.Object({
    type: Bit,
    user_id: described(Type.Integer(), 'The other person of a single conversation; 0 in a group.'),
    member: Type.Array(
      Type.Object({
        user_id: Type.Integer(),
        photo: Type.String(),
        show_name: Type.String(),
        is_admin: Type.Integer(),
        is_online: Bit,
      }),
    ),
    group: described(
      Type.Object({
        id: described(
          Type.String(),
          '24 hexadecimal digits; clients display them from the eleventh on. Empty for a single ' +
            'conversation.',
        ),
        name: Type.String(),
        main_id: Type.Integer(),
        is_photo: described(
          Type.String(),
          'The path of the photo below `/static/photo/`; clients load it. Empty for a single conversation.',
        ),
        is_msg: Bit,
        edit_photo: Bit,
        can_get_bigred: Bit,
        can_shangmai: Bit,
        can_add_friend: Bit,
        can_niming: Bit,
        need_check: Bit,
        sort: Type.Integer(),
        code: described(Type.String(), 'The join code, sent together with the list id.'),
      }),
      'Present for a single conversation too, with empty values.',
    ),
    is_action: Type.Integer(),
    top: Bit,
    is_disturb: Bit,
    my_nickname: Type.String(),
    ip: Type.Literal(''),
  }),
});

export const getGroupAdmin = endpoint({
  path: '/im/message/getGroupAdmin',
  summary:
    'Lists the candidates and the current choice: admins (1), muted members (2), successors of the owner (3).',
  params: { list_id: ListId, type: Int({ minimum: 1, maximum: 3 }) },
  result: Type.Object({ list: Type.Array(RoleLetterGroup), user_ids: Type.Array(Type.String()) }),
});

export const setGroupAdmin = endpoint({
  path: '/im/message/setGroupAdmin',
  summary:
    'Replaces the set of admins (`type` 1) or muted members (2); with `is_msg`, mutes or unmutes only the given members.',
  params: {
    users: Type.Optional(Ints),
    list_id: ListId,
    type: Int({ minimum: 1, maximum: 2 }),
    is_msg: Type.Optional(Flag),
  },
});

const groupSwitch = (path: `/im/${string}`, summary: string) =>
  endpoint({ path, summary, params: { list_id: ListId, value: Flag } });

export const groupIsMsg = groupSwitch(
  '/im/message/groupIsMsg',
  'Mutes or unmutes all members except the owner and admins.',
);

export const nimingChange = groupSwitch(
  '/im/message/nimingChange',
  'Allows or forbids anonymous writing in a group.',
);

export const speekChecked = groupSwitch(
  '/im/message/speekChecked',
  'Forbids (1) or allows (0) friend requests between ordinary members.',
);

export const needCheckChange = groupSwitch(
  '/im/message/needCheckChange',
  'Turns the approval of new members by a manager on or off.',
);

/** The values of a group that can be read as text. */
const GroupData = Type.String({ enum: ['name', 'notice', 'code'] });

export const getGroupData = endpoint({
  path: '/im/message/getGroupData',
  summary: 'Returns the name, the notice or the code of a group.',
  params: { list_id: ListId, type: GroupData },
  result: Type.String(),
});

export const setGroupData = endpoint({
  path: '/im/message/setGroupData',
  summary:
    'Sets the name, notice, sort number or avatar (the URL of a picture uploaded to the group), or renews the code.',
  params: {
    list_id: ListId,
    type: Type.String({ enum: ['name', 'notice', 'sort', 'avatar', 'code'] }),
    content: Text({ maxLength: 4000 }),
  },
  result: Type.Object({ show_name: Type.String() }),
});

export const getGroupPhoto = endpoint({
  path: '/im/message/getGroupPhoto',
  summary: 'Returns the path of the photo of a group below `/static/photo/`.',
  params: { list_id: ListId },
  result: Type.String(),
});

export const upGroupPhoto = endpoint({
  path: '/im/message/upGroupPhoto',
  summary: 'Publishes the photo uploaded by `upload/groupPhoto`.',
  params: { list_id: ListId },
});

export const getGroupNotice = endpoint({
  path: '/im/message/getGroupNotice',
  summary: 'Lists the notices of a group, newest first.',
  params: { list_id: ListId },
  result: Type.Array(Type.Object({ id: Type.Integer(), content: Type.String(), is_top: Bit })),
});

const noticeParams = { list_id: ListId, content: Text({ maxLength: 4000 }), is_top: Type.Optional(Flag) };

export const addGroupNotice = endpoint({
  path: '/im/message/addGroupNotice',
  summary: 'Adds a notice to the notice board.',
  params: noticeParams,
});

export const editGroupNotice = endpoint({
  path: '/im/message/editGroupNotice',
  summary: 'Changes a notice.',
  params: { ...noticeParams, id: Int({ minimum: 1 }) },
});

export const deleteGroupNotice = endpoint({
  path: '/im/message/deleteGroupNotice',
  summary: 'Deletes a notice.',
  params: { list_id: ListId, id: Int({ minimum: 1 }) },
});

export const liveGroup = endpoint({
  path: '/im/message/liveGroup',
  summary: 'Leaves a group.',
  params: { list_id: ListId },
});

export const removeGroup = endpoint({
  path: '/im/message/removeGroup',
  summary: 'Disbands a group.',
  params: { list_id: ListId },
});

export const addGroupAllow = endpoint({
  path: '/im/message/addGroupAllow',
  summary: 'Accepts a request to join a group.',
  params: { id: Int({ minimum: 1 }) },
});

export const addGroupRefuse = endpoint({
  path: '/im/message/addGroupRefuse',
  summary: 'Declines a request to join a group.',
  params: { id: Int({ minimum: 1 }) },
});

export const sendVideo = endpoint({
  path: '/im/message/sendVideo',
  summary: 'Calls the other person of a conversation: 6 video, 7 voice.',
  params: { list_id: ListId, content_type: Type.Integer({ enum: [6, 7] }) },
  result: CallData,
});

/** Clients send the whole call data back; either of these members identifies the call. */
const whichCall = {
  call_id: MaybeInt({ minimum: 1 }),
  list_id: Type.Optional(Type.String({ maxLength: 64 })),
};

export const agreeVedio = endpoint({
  path: '/im/message/agreeVedio',
  summary: 'Answers a call.',
  params: whichCall,
});

export const closeVideo = endpoint({
  path: '/im/message/closeVideo',
  summary: 'Cancels, refuses or ends a call; the conversation records the outcome once.',
  params: whichCall,
});
