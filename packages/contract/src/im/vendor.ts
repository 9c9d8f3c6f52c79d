import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Favourite, FavouriteCounts, LetterGroups, RoleLetterGroup, UserRow } from './shapes.js';
import { Flag, Int, ListId, MaybeInt, MessageId, Paginated, RowNumber, Text, UserId } from './wire.js';

const Article = Type.Object({
  id: Type.Integer(),
  article_name: Type.String(),
  article_desc: Type.String(),
  content: described(Type.String(), 'HTML without scripts or other executable content.'),
  status: Type.Integer(),
  position: described(Type.String(), 'A label for the place where clients show it.'),
  create_time: Type.String(),
  update_time: described(Type.String(), 'The beginning of 1970 if the article was never changed.'),
  small_pic: described(Type.String(), 'Path of a picture below `/uploads/`.'),
  sort: Type.Integer(),
});

export const sendChuoYiChuoMsg = endpoint({
  path: '/im/vendor/sendChuoYiChuoMsg',
  summary: 'Sends a poke, a message of type 9.',
  params: { list_id: ListId },
});

export const zhendong = endpoint({
  path: '/im/vendor/zhendong',
  summary: 'Shakes the chat windows of the other members; nothing is stored.',
  params: { list_id: ListId },
});

export const editChange = endpoint({
  path: '/im/vendor/editChange',
  summary: 'Allows or forbids members to change the name and photo of the group.',
  params: { list_id: ListId, value: Flag },
});

export const getRedChange = endpoint({
  path: '/im/vendor/getRedChange',
  summary: 'Stores the switch for red packets, which Kith does not have.',
  params: { list_id: ListId, value: Flag },
});

export const setShangmai = endpoint({
  path: '/im/vendor/setShangmai',
  summary: 'Stores the switch for the microphone of voice rooms, which Kith does not have.',
  params: { list_id: ListId, value: Flag },
});

export const saveGroupNickName = endpoint({
  path: '/im/vendor/saveGroupNickName',
  summary: "Sets the caller's name in a group; an empty name removes it.",
  params: { nickname: Text({ maxLength: 200 }), list_id: ListId },
});

export const transferQun = endpoint({
  path: '/im/vendor/transferQun',
  summary: 'Transfers the ownership of a group to another member.',
  params: { trans_user_id: UserId, list_id: ListId },
});

export const getMemberData = endpoint({
  path: '/im/vendor/getMemberData',
  summary: 'Lists the members of a group by initial letter, as possible owners of a copy.',
  params: { list_id: ListId },
  result: Type.Object({ list: Type.Array(RoleLetterGroup) }),
});

export const getGroupDetail = endpoint({
  path: '/im/vendor/getGroupDetail',
  summary: 'Returns a preview of a copy of a group.',
  params: { list_id: ListId },
  result: Type.Object({
    num: Type.Integer(),
    group: Type.Object({ name: Type.String(), photo_path: Type.String() }),
  }),
});

export const copyNewQun = endpoint({
  path: '/im/vendor/copyNewQun',
  summary: 'Creates a new group with the members of an existing one; with `jiesan` 1 disbands the old group.',
  params: { list_id: ListId, jiesan: Type.Optional(Flag), main_id: MaybeInt({ minimum: 0 }) },
  result: Type.Object({ list_id: Type.String() }),
});

export const getInviteName = endpoint({
  path: '/im/vendor/getInviteName',
  summary: 'Returns the inviter of a member; empty and 0 for founding members.',
  params: { list_id: ListId, user_id: UserId },
  result: Type.Object({ invite_name: Type.String(), invite_id: Type.Integer() }),
});

export const getMemberList = endpoint({
  path: '/im/vendor/getMemberList',
  summary: 'Lists the other members by initial letter, for mentions.',
  params: { list_id: ListId },
  result: Type.Object({ data: LetterGroups, member: Type.Array(Type.Integer()) }),
  source: 'listed',
});

export const getMemberPhotos = endpoint({
  path: '/im/vendor/getMemberPhotos',
  summary: 'Lists the current photos of all members of a conversation.',
  params: { list_id: ListId },
  result: Type.Array(Type.Object({ user_id: Type.Integer(), id: Type.String(), photo: Type.String() })),
  says: '',
  source: 'documented',
});

export const getArticleList = endpoint({
  path: '/im/vendor/getArticleList',
  summary: 'Lists the articles of the help centre.',
  result: Type.Array(Article),
  says: '',
  source: 'documented',
});

export const getArticleDetail = endpoint({
  path: '/im/vendor/getArticleDetail',
  summary: 'Returns an article.',
  params: { article_id: Int() },
  result: Article,
  says: '',
  source: 'documented',
});

export const getAboutList = endpoint({
  path: '/im/vendor/getAboutList',
  summary: 'Lists the articles about the operator.',
  result: Type.Array(Article),
  says: '',
});

export const saveStore = endpoint({
  path: '/im/vendor/saveStore',
  summary: "Saves a message and its files to the caller's favourites.",
  params: { list_id: ListId, type: MaybeInt(), msg_id: MessageId },
});

export const getUserStore = endpoint({
  path: '/im/vendor/getUserStore',
  summary:
    "Lists the caller's favourites by page, newest first; the tenant's profile defines the numbers of `type`.",
  params: {
    type: MaybeInt(),
    content_type: described(MaybeInt(), 'Filters by the type of the message, in place of `type`.'),
    page: MaybeInt({ minimum: 1 }),
  },
  result: Type.Object({
    ...Paginated(Favourite),
    info: Type.Object({
      user_storge_count: Type.Integer(),
      user_storge: Type.String(),
      max_count: Type.Integer(),
      max_storge: Type.String(),
      user_info: UserRow,
    }),
  }),
  says: '',
  source: 'documented',
});

export const getStoreStatics = endpoint({
  path: '/im/vendor/getStoreStatics',
  summary: "Returns the space used by the caller's favourites, by kind, and the space left.",
  result: Type.Object({
    list: FavouriteCounts,
    info: Type.Object({
      user_storge_count: Type.Integer(),
      user_storge: Type.String(),
      max_storge: described(Type.Integer(), 'Bytes.'),
      max_count: Type.Integer(),
      rate_1: described(
        Type.Integer(),
        'Percentage of the bytes used; `rate_2` is the percentage of the number.',
      ),
      rate_2: Type.Integer(),
      splus_storge: Type.String(),
      splus_count: Type.String(),
    }),
  }),
  says: '',
  source: 'documented',
});

export const deleteStore = endpoint({
  path: '/im/vendor/deleteStore',
  summary:
    "Deletes one of the caller's favourites. Clients display the message in `data` and remove the row.",
  params: { id: RowNumber },
  result: Type.Object({ msg: Type.String() }),
});

export const transMsg = endpoint({
  path: '/im/vendor/transMsg',
  summary: "Sends one of the caller's favourites to a conversation.",
  params: { list_id: ListId, trans_id: RowNumber },
});
