import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Favourite, FavouriteCounts, LetterGroups, RoleLetterGroup, UserRow } from './shapes.js';
import { Flag, Int, ListId, MaybeInt, MessageId, Paginated, RowNumber, Text, UserId } from './wire.js';

const Article = Type.Object({
  id: Type.Integer(),
  article_name: Type.String(),
  article_desc: Type.String(),
  /** HTML without anything that could run. */
  content: Type.String(),
  status: Type.Integer(),
  /** Where it stands, as a label. */
  position: Type.String(),
  create_time: Type.String(),
  /** The beginning of 1970 when it was never changed. */
  update_time: Type.String(),
  /** Path of a picture, below `/uploads/`. */
  small_pic: Type.String(),
  sort: Type.Integer(),
});

export const sendChuoYiChuoMsg = endpoint({
  path: '/im/vendor/sendChuoYiChuoMsg',
  summary: 'Pokes: a message of type 9.',
  params: { list_id: ListId },
});

export const zhendong = endpoint({
  path: '/im/vendor/zhendong',
  summary: "Shakes the others' windows; nothing is stored.",
  params: { list_id: ListId },
});

export const editChange = endpoint({
  path: '/im/vendor/editChange',
  summary: 'Lets members change name and photo of the group.',
  params: { list_id: ListId, value: Flag },
});

export const getRedChange = endpoint({
  path: '/im/vendor/getRedChange',
  summary: 'Keeps the switch for red packets, which do not exist here.',
  params: { list_id: ListId, value: Flag },
});

export const setShangmai = endpoint({
  path: '/im/vendor/setShangmai',
  summary: 'Keeps the switch for the microphone of voice rooms, which do not exist here.',
  params: { list_id: ListId, value: Flag },
});

export const saveGroupNickName = endpoint({
  path: '/im/vendor/saveGroupNickName',
  summary: 'Sets the own name in a group; an empty one removes it.',
  params: { nickname: Text({ maxLength: 200 }), list_id: ListId },
});

export const transferQun = endpoint({
  path: '/im/vendor/transferQun',
  summary: 'Hands a group over to another member.',
  params: { trans_user_id: UserId, list_id: ListId },
});

export const getMemberData = endpoint({
  path: '/im/vendor/getMemberData',
  summary: 'The members of a group under their letters: who may own its copy.',
  params: { list_id: ListId },
  result: Type.Object({ list: Type.Array(RoleLetterGroup) }),
});

export const getGroupDetail = endpoint({
  path: '/im/vendor/getGroupDetail',
  summary: 'What a copy of a group would be like.',
  params: { list_id: ListId },
  result: Type.Object({
    num: Type.Integer(),
    group: Type.Object({ name: Type.String(), photo_path: Type.String() }),
  }),
});

export const copyNewQun = endpoint({
  path: '/im/vendor/copyNewQun',
  summary: 'Makes a new group of the people of an old one; with jiesan 1 the old one ends.',
  params: { list_id: ListId, jiesan: Type.Optional(Flag), main_id: MaybeInt({ minimum: 0 }) },
  result: Type.Object({ list_id: Type.String() }),
});

export const getInviteName = endpoint({
  path: '/im/vendor/getInviteName',
  summary: 'Who brought a member into a group; empty and 0 for those who made it.',
  params: { list_id: ListId, user_id: UserId },
  result: Type.Object({ invite_name: Type.String(), invite_id: Type.Integer() }),
});

export const getMemberList = endpoint({
  path: '/im/vendor/getMemberList',
  summary: 'The other members under their letters, for mentioning them.',
  params: { list_id: ListId },
  result: Type.Object({ data: LetterGroups, member: Type.Array(Type.Integer()) }),
  source: 'listed',
});

export const getMemberPhotos = endpoint({
  path: '/im/vendor/getMemberPhotos',
  summary: 'The photos of everybody in a conversation as they are now.',
  params: { list_id: ListId },
  result: Type.Array(Type.Object({ user_id: Type.Integer(), id: Type.String(), photo: Type.String() })),
  says: '',
  source: 'documented',
});

export const getArticleList = endpoint({
  path: '/im/vendor/getArticleList',
  summary: 'The articles of the help centre.',
  result: Type.Array(Article),
  says: '',
  source: 'documented',
});

export const getArticleDetail = endpoint({
  path: '/im/vendor/getArticleDetail',
  summary: 'One article.',
  params: { article_id: Int() },
  result: Article,
  says: '',
  source: 'documented',
});

export const getAboutList = endpoint({
  path: '/im/vendor/getAboutList',
  summary: 'The articles about whoever runs the place.',
  result: Type.Array(Article),
  says: '',
});

export const saveStore = endpoint({
  path: '/im/vendor/saveStore',
  summary: 'Keeps a message among the own favourites, with its files.',
  params: { list_id: ListId, type: MaybeInt(), msg_id: MessageId },
});

export const getUserStore = endpoint({
  path: '/im/vendor/getUserStore',
  summary: 'A page of the own favourites, the newest first; `type` is numbered by the profile of the tenant.',
  params: { type: MaybeInt(), page: MaybeInt({ minimum: 1 }) },
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
  summary: 'What the own favourites take, by kind, and what is left.',
  result: Type.Object({
    list: FavouriteCounts,
    info: Type.Object({
      user_storge_count: Type.Integer(),
      user_storge: Type.String(),
      /** Bytes. */
      max_storge: Type.Integer(),
      max_count: Type.Integer(),
      /** Percent of the bytes, and of the number. */
      rate_1: Type.Integer(),
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
  summary: 'Forgets an own favourite. Clients show the sentence in `data` and take the row away.',
  params: { id: RowNumber },
  result: Type.Object({ msg: Type.String() }),
});

export const transMsg = endpoint({
  path: '/im/vendor/transMsg',
  summary: 'Sends an own favourite into a conversation.',
  params: { list_id: ListId, trans_id: RowNumber },
});
