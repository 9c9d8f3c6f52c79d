import { Type } from 'typebox';
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

/** Text, voice, image, video, location, file, call signal; cards and pokes have calls of their own. */
const ContentType = Type.Integer({ enum: [0, 1, 2, 3, 10, 11, 15] });

export const getListId = endpoint({
  path: '/im/message/getListId',
  summary: 'Opens the single conversation with a friend.',
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
  summary: 'Pins a conversation, or unpins it.',
  params: { list_id: ListId, value: Flag },
});

export const msgDisturb = endpoint({
  path: '/im/message/msgDisturb',
  summary: 'Silences a conversation, or ends that.',
  params: { list_id: ListId, value: Flag },
});

export const textMsg = endpoint({
  path: '/im/message/textMsg',
  summary: 'Sends a message. err 1: not friends; err 2: muted.',
  params: { list_id: ListId, content_type: ContentType, content: Json },
});

export const textMsgs = endpoint({
  path: '/im/message/textMsgs',
  summary: 'Sends one message into many conversations.',
  params: { list_ids: Texts, content_type: ContentType, content: Json },
});

export const zhuanMsg = endpoint({
  path: '/im/message/zhuanMsg',
  summary: 'Forwards one message.',
  params: { msgid: MessageId, list_id: ListId },
});

export const withdraw = endpoint({
  path: '/im/message/withdraw',
  summary: 'Takes a message back; with type 2, everything that the user named by msg_id wrote.',
  params: {
    list_id: ListId,
    type: MaybeInt(),
    msg_id: Text({ maxLength: 64 }),
    clear_more: Type.Optional(Flag),
  },
});

export const burnRead = endpoint({
  path: '/im/message/burnRead',
  summary: 'A burn-after-read message was read: removes it for both sides.',
  params: { list_id: ListId, type: MaybeInt(), msg_id: MessageId },
});

export const sendCard = endpoint({
  path: '/im/message/sendCard',
  summary: 'Sends the name cards of people, one message each.',
  params: { users: Ints, list_id: ListId },
});

export const getListTime = endpoint({
  path: '/im/message/getListTime',
  summary: 'Up to when the other person has read (seconds), and whether that person is online.',
  params: { list_id: ListId },
  result: Type.Object({ read_time: Type.Integer(), online: Type.Integer() }),
  reply: 'flat',
  source: 'listed',
});

export const setListTime = endpoint({
  path: '/im/message/setListTime',
  summary: 'Everything in the conversation is read as of now; the other person gets the tick.',
  params: { list_id: ListId },
  source: 'documented',
});

export const OpenSessionTime = endpoint({
  path: '/im/message/OpenSessionTime',
  summary: 'Marks as read and answers up to when the other person has read; the desktop clients call it so.',
  params: { list_id: ListId, is_readReceipt: MaybeInt() },
  result: Type.Object({ open_session_time: Type.Integer() }),
});

export const addGroup = endpoint({
  path: '/im/message/addGroup',
  summary: 'Makes a group of the caller and friends.',
  params: { users: Ints, name: MaybeText() },
  result: Type.Object({ list_id: Type.String() }),
});

export const addChat = endpoint({
  path: '/im/message/addChat',
  summary:
    'Brings friends into a group; with type 1, the caller joins by what the member named by user_id showed, with the code of the group or without. Where joining needs approval, a request is stored.',
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
  summary: 'The members of a group but the caller.',
  params: { list_id: ListId },
  result: Type.Array(Type.Object({ user_id: Type.Integer(), photo: Type.String(), nickname: Type.String() })),
});

export const getChatDetails = endpoint({
  path: '/im/message/getChatDetails',
  summary: 'A conversation with its members and settings, as the caller has it.',
  params: { list_id: ListId },
  result: Type.Object({
    type: Bit,
    /** The other person of a single conversation; 0 in a group. */
    user_id: Type.Integer(),
    member: Type.Array(
      Type.Object({
        user_id: Type.Integer(),
        photo: Type.String(),
        show_name: Type.String(),
        is_admin: Type.Integer(),
        is_online: Bit,
      }),
    ),
    /** Also there for a single conversation, with empty values. */
    group: Type.Object({
      /** 24 hexadecimal digits, of which clients show those from the eleventh on; empty for a single one. */
      id: Type.String(),
      name: Type.String(),
      main_id: Type.Integer(),
      /** The path of the photo below `/static/photo/`; clients load it. Empty for a single one. */
      is_photo: Type.String(),
      is_msg: Bit,
      edit_photo: Bit,
      can_get_bigred: Bit,
      can_shangmai: Bit,
      can_add_friend: Bit,
      can_niming: Bit,
      need_check: Bit,
      sort: Type.Integer(),
      /** What lets newcomers in, beside the list id. */
      code: Type.String(),
    }),
    is_action: Type.Integer(),
    top: Bit,
    is_disturb: Bit,
    my_nickname: Type.String(),
    ip: Type.Literal(''),
  }),
});

export const getGroupAdmin = endpoint({
  path: '/im/message/getGroupAdmin',
  summary: 'Candidates and who is set now: admins (1), muted members (2), heirs of the owner (3).',
  params: { list_id: ListId, type: Int({ minimum: 1, maximum: 3 }) },
  result: Type.Object({ list: Type.Array(RoleLetterGroup), user_ids: Type.Array(Type.String()) }),
});

export const setGroupAdmin = endpoint({
  path: '/im/message/setGroupAdmin',
  summary:
    'Sets who the admins (1) or the muted members (2) are, in place of those before; with is_msg only these are muted or not.',
  params: {
    users: Type.Optional(Ints),
    list_id: ListId,
    type: Int({ minimum: 1, maximum: 2 }),
    is_msg: Type.Optional(Flag),
  },
});

const groupSwitch = (name: string, summary: string) =>
  endpoint({ path: `/im/${name}`, summary, params: { list_id: ListId, value: Flag } });

export const groupIsMsg = groupSwitch('message/groupIsMsg', 'Mutes everybody who does not manage the group.');

export const nimingChange = groupSwitch('message/nimingChange', 'Lets members write anonymously.');

export const speekChecked = groupSwitch(
  'message/speekChecked',
  'Forbids ordinary members to befriend each other.',
);

export const needCheckChange = groupSwitch(
  'message/needCheckChange',
  'Lets nobody in without a word of a manager.',
);

/** What of a group can be read and set as a text. */
const GroupData = Type.String({ enum: ['name', 'notice', 'code'] });

export const getGroupData = endpoint({
  path: '/im/message/getGroupData',
  summary: 'The name, the notice or the code of a group.',
  params: { list_id: ListId, type: GroupData },
  result: Type.String(),
});

export const setGroupData = endpoint({
  path: '/im/message/setGroupData',
  summary:
    'Sets name, notice, sort or (by the URL of a picture uploaded into the group) avatar; renews the code.',
  params: {
    list_id: ListId,
    type: Type.String({ enum: ['name', 'notice', 'sort', 'avatar', 'code'] }),
    content: Text({ maxLength: 4000 }),
  },
  result: Type.Object({ show_name: Type.String() }),
});

export const getGroupPhoto = endpoint({
  path: '/im/message/getGroupPhoto',
  summary: 'The path of the photo of a group below `/static/photo/`.',
  params: { list_id: ListId },
  result: Type.String(),
});

export const upGroupPhoto = endpoint({
  path: '/im/message/upGroupPhoto',
  summary: 'Shows the photo that `upload/groupPhoto` took.',
  params: { list_id: ListId },
});

export const getGroupNotice = endpoint({
  path: '/im/message/getGroupNotice',
  summary: 'The notice board of a group, newest first.',
  params: { list_id: ListId },
  result: Type.Array(Type.Object({ id: Type.Integer(), content: Type.String(), is_top: Bit })),
});

const noticeParams = { list_id: ListId, content: Text({ maxLength: 4000 }), is_top: Type.Optional(Flag) };

export const addGroupNotice = endpoint({
  path: '/im/message/addGroupNotice',
  summary: 'Puts a notice on the board.',
  params: noticeParams,
});

export const editGroupNotice = endpoint({
  path: '/im/message/editGroupNotice',
  summary: 'Changes a notice.',
  params: { ...noticeParams, id: Int({ minimum: 1 }) },
});

export const deleteGroupNotice = endpoint({
  path: '/im/message/deleteGroupNotice',
  summary: 'Takes a notice off the board.',
  params: { list_id: ListId, id: Int({ minimum: 1 }) },
});

export const liveGroup = endpoint({
  path: '/im/message/liveGroup',
  summary: 'Leaves a group.',
  params: { list_id: ListId },
});

export const removeGroup = endpoint({
  path: '/im/message/removeGroup',
  summary: 'Ends a group for everybody.',
  params: { list_id: ListId },
});

export const addGroupAllow = endpoint({
  path: '/im/message/addGroupAllow',
  summary: 'Lets somebody into a group who asked.',
  params: { id: Int({ minimum: 1 }) },
});

export const addGroupRefuse = endpoint({
  path: '/im/message/addGroupRefuse',
  summary: 'Does not let somebody into a group who asked.',
  params: { id: Int({ minimum: 1 }) },
});

export const sendVideo = endpoint({
  path: '/im/message/sendVideo',
  summary: 'Calls the other person of a conversation: 6 video, 7 voice.',
  params: { list_id: ListId, content_type: Type.Integer({ enum: [6, 7] }) },
  result: CallData,
});

/** Clients send the whole call data back; of that these two tell which call it is, and one is enough. */
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
  summary: 'Cancels, refuses or ends a call; the conversation says how it ended, once.',
  params: whichCall,
});
