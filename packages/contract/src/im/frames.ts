import { Type, type Static, type TOptional, type TSchema } from 'typebox';
import { Bit, CallData, GroupRequest, Message, Moment } from './shapes.js';

const InList = { list_id: Type.String() };

/**
 * The socket actions of existing clients, with their data; undefined for an action without data. Clients open a modal
 * dialog for every unknown action, so this list is closed.
 */
export const imFrames = {
  clientLink: Type.Object({ client_id: Type.String() }),
  ping: undefined,
  checkToken: Type.Object({ err: Type.Integer(), msg: Type.String() }),
  offline: Type.Object({ msg: Type.String() }),
  /** Has data only when a customer's conversation is assigned to this agent. */
  getChatList: Type.Optional(Type.Object(InList)),
  getFriendList: undefined,
  newFriend: Type.Object({ num: Type.Integer() }),
  chatData: Type.Object({ ...InList, data: Message }),
  timeData: Type.Object({
    ...InList,
    data: Type.Object({ msg: Type.Object({ time: Type.Integer() }) }),
  }),
  deleteChat: Type.Object({ ...InList, data: Message }),
  adminDeleteChat: Type.Object({
    ...InList,
    data: Type.Object({ msg: Type.Object({ id: Type.String() }) }),
  }),
  chat_del: Type.Object(InList),
  groupDeleteChat: Type.Object(InList),
  zhenDong: Type.Object({ user_id: Type.Integer() }),
  removeMember: Type.Object(InList),
  removeGroup: Type.Object({ ...InList, group_name: Type.String() }),
  setMessagePageTitle: Type.Object({ ...InList, show_name: Type.String() }),
  chatGroupApply: GroupRequest,
  groupChatApplyAllow: Type.Integer(),
  circleTips: undefined,
  cricleChatTips: undefined,
  circleLike: Type.Object({ id: Type.String(), likes: Moment.properties.like, action: Bit }),
  cricleComment: Type.Object({ circle_id: Type.String(), comment: Moment.properties.comments.items }),
  vedioData: CallData,
  cancleVedio: CallData,
};

type DataOf<S> =
  S extends TOptional<TSchema> ? Static<S> | undefined : S extends TSchema ? Static<S> : undefined;

/** The data of each action. */
export type ImFrames = { [A in keyof typeof imFrames]: DataOf<(typeof imFrames)[A]> };

export type ImAction = keyof ImFrames;

/** One frame in either direction. */
export type ImFrame = { [A in ImAction]: { readonly action: A; readonly data?: ImFrames[A] } }[ImAction];

/** The frames that clients send; `data` is the token in both. */
export const ImClientFrame = Type.Object({
  action: Type.Union([Type.Literal('checkToken'), Type.Literal('ping')]),
  data: Type.Optional(Type.String()),
});
export type ImClientFrame = Static<typeof ImClientFrame>;
