import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import {
  Bit,
  ChatRow,
  CircleOwner,
  GroupRequest,
  LetterGroups,
  Message,
  Moment,
  Person,
  ServiceRow,
  UserRow,
} from './shapes.js';
import { Flag, ListId, MaybeInt, MaybeText, MomentId, Paginated, Text, UserId } from './wire.js';

const Seconds = Type.Optional(Type.Integer({ minimum: 0, maximum: 99999999999 }));

export const base = endpoint({
  path: '/im/get/base',
  summary:
    "Returns a summary of the caller's profile and the numbers of pending requests and unread messages.",
  result: Type.Object({
    user_info: Type.Object({
      id: Type.Integer(),
      nickname: Type.String(),
      username: Type.String(),
      photo: Type.String(),
      doodling: Type.String(),
      sex: Bit,
      circle_img: Type.String(),
      money: Type.String(),
      trade_password: Type.Literal(''),
      friend_status: Type.Integer(),
    }),
    new_group_tips_num: Type.Integer(),
    new_friend_tips_num: Type.Integer(),
    no_reader_chat_num: Type.Integer(),
    no_reader_circle: Type.Integer(),
    no_reader_circle_chat_num: Type.Integer(),
    kefu_list_id: Type.String(),
    bottom_url: Type.String(),
    pc_page_title: Type.String(),
    disappear_after_read: Type.String(),
    disappear_delay_time: Type.String(),
    recall_seconds: described(
      Type.String(),
      'How long after sending a message can be recalled by its sender; 0 for ever. An addition.',
    ),
    members_may_pin: described(
      Type.String(),
      '1: ordinary members of a group may pin messages. An addition.',
    ),
    red_envelope: Type.Integer(),
    small_change: Type.Integer(),
  }),
  source: 'documented',
});

export const getUserInfo = endpoint({
  path: '/im/get/getUserInfo',
  summary: "Returns a full user row: the caller's, or another user's without private values.",
  params: { user_id: MaybeInt() },
  result: UserRow,
  source: 'documented',
});

export const searchUser = endpoint({
  path: '/im/get/searchUser',
  summary: 'Finds users by exact user name, phone number or id, or by part of the nickname.',
  params: { val: Text({ maxLength: 200 }) },
  result: Type.Object({ data: Type.Array(Person), is_type: Type.Integer() }),
  source: 'documented',
});

export const details = endpoint({
  path: '/im/get/details',
  summary: "Returns a user's profile card.",
  params: { user_id: UserId, in: Type.Optional(Flag) },
  result: Type.Object({
    user_id: Type.Integer(),
    nickname: Type.String(),
    username: Type.String(),
    is_friend: Bit,
    doodling: Type.String(),
    photo: Type.String(),
    sex: Bit,
    show_friend: Type.Object({ circle: Type.Array(Type.String()), phone: Type.String() }),
    from: Type.String(),
    content: Type.String(),
    apply_id: Type.Integer(),
  }),
});

export const applyFriend = endpoint({
  path: '/im/get/applyFriend',
  summary: 'Lists the friend requests to the caller, newest first.',
  result: Type.Array(
    Type.Object({
      id: Type.Integer(),
      user_id: Type.Integer(),
      photo: Type.String(),
      nickname: Type.String(),
      content: Type.String(),
      text: Type.String(),
      status: Type.Integer(),
    }),
  ),
  source: 'documented',
});

export const friendList = endpoint({
  path: '/im/get/friendList',
  summary: 'Lists friends by initial letter; `member` lists those already in the given group.',
  params: { list_id: MaybeText(), friend: MaybeInt(), up: MaybeInt() },
  result: Type.Object({ data: LetterGroups, member: Type.Array(Type.Integer()) }),
  source: 'documented',
});

export const searchFriends = endpoint({
  path: '/im/get/searchFriends',
  summary: 'Finds friends whose remark, nickname or user name contains a text.',
  params: { keyword: Text({ maxLength: 200 }) },
  result: Type.Object({ data: LetterGroups }),
});

export const chatList = endpoint({
  path: '/im/get/chatList',
  summary: "Lists the caller's conversations; with `type` 1 all groups, also those removed from the list.",
  params: { type: MaybeInt() },
  result: Type.Object(Paginated(ChatRow)),
  reply: 'flat',
  source: 'documented',
});

export const searchCahtMsg = endpoint({
  path: '/im/get/searchCahtMsg',
  summary: 'Finds conversations with a message that contains a text.',
  params: { chat_msg: Text({ maxLength: 200 }) },
  result: Type.Array(ChatRow),
});

export const chatData = endpoint({
  path: '/im/get/chatData',
  summary: 'Returns a page of messages, oldest first; fewer than 15 rows mean that no older messages exist.',
  params: {
    list_id: ListId,
    time: Seconds,
    is_up: Type.Optional(Flag),
  },
  result: Type.Object({
    stime: Type.String(),
    etime: Type.String(),
    ip: Type.String(),
    region: Type.String(),
    list_id: Type.String(),
    type: Bit,
    show_name: Type.String(),
    list: Type.Array(Message),
    is_msg: Bit,
    is_action: Type.Integer(),
    obj_id: Type.Integer(),
    online: Bit,
    last_login: Type.Union([Type.String(), Type.Integer()]),
    receive_list: Type.Array(Type.String()),
    top_notice: Type.String(),
  }),
  source: 'documented',
});

export const filelist = endpoint({
  path: '/im/get/filelist',
  summary: 'Lists the files of a conversation, newest first, filtered by part of the name.',
  params: { list_id: ListId, searchkey: MaybeText() },
  result: Type.Object({
    data: Type.Array(Type.Object({ id: Type.String(), url: Type.String(), filename: Type.String() })),
  }),
});

export const applyGroup = endpoint({
  path: '/im/get/applyGroup',
  summary: 'Lists the join requests of the groups that the caller manages, newest first.',
  result: Type.Array(GroupRequest),
  source: 'documented',
});

export const getCommonGroupList = endpoint({
  path: '/im/get/getCommonGroupList',
  summary: 'Lists the groups that the caller shares with a user.',
  params: { user_id: UserId },
  result: Type.Array(
    Type.Object({
      list_id: Type.String(),
      name: Type.String(),
      photo: Type.String(),
      num: Type.Integer(),
    }),
  ),
});

const circlePage = {
  params: {
    time: Seconds,
    type: Type.Optional(Flag),
    user_id: MaybeInt({ minimum: 0 }),
    update: Type.Optional(Flag),
    chat: Type.Optional(Flag),
  },
  result: Type.Object({
    data: Type.Array(Moment),
    user_info: CircleOwner,
  }),
};

export const circleData = endpoint({
  path: '/im/get/circleData',
  summary:
    'Lists ten moments, newest first: later (`type` 0) or earlier (1) than a second, of all users or of one.',
  ...circlePage,
});

export const circleDatas = endpoint({
  path: '/im/get/circleDatas',
  summary: 'Same as `circleData`; with an `id`, returns only that moment.',
  ...circlePage,
  params: { ...circlePage.params, id: Type.Optional(MomentId) },
});

export const kefu = endpoint({
  path: '/im/get/kefu',
  summary: 'Opens the conversation with customer service; `code` 1 means success.',
  result: Type.String(),
  reply: 'data',
  source: 'documented',
});

export const serviceList = endpoint({
  path: '/im/get/serviceList',
  summary:
    'Lists the conversations that the calling agent serves; the longest waiting customer is first. At most the 250 longest waiting and the 250 newest.',
  result: Type.Array(ServiceRow),
});

export const chatdanList = endpoint({
  path: '/im/get/chatdanList',
  summary: 'Returns one row of `get/serviceList`.',
  params: { list_id: ListId },
  result: ServiceRow,
});

export const getUserVideoSign = endpoint({
  path: '/im/get/getUserVideoSign',
  summary:
    "Returns the caller's user id at the call service and a UserSig, which is empty if calls are not configured.",
  result: Type.Object({ userid: Type.String(), usersig: Type.String() }),
});

export const getVideoAppId = endpoint({
  path: '/im/get/getVideoAppId',
  summary: 'Returns the app id at the call service; empty if calls are not configured.',
  result: Type.Object({ appid: Type.String() }),
});

export const getUserNickname = endpoint({
  path: '/im/get/getUserNickname',
  summary: 'Returns the nickname of a user, by default of the caller.',
  params: { user_id: MaybeInt() },
  result: Type.Object({ user_id: Type.Integer(), nickname: Type.String() }),
});

export const inviteList = endpoint({
  path: '/im/get/inviteList',
  summary: "Lists the users who registered with the caller's invite code, newest first.",
  result: Type.Array(
    Type.Object({
      user_id: Type.Integer(),
      username: Type.String(),
      nickname: Type.String(),
      photo: Type.String(),
      create_time: Type.Integer(),
    }),
  ),
});
