import type { CallData, GroupRequest, Message, Moment } from './shapes.js';

/**
 * The socket actions of existing clients, with their data. Clients open a modal dialog for every unknown
 * action, so this list is closed.
 */
export interface ImFrames {
  clientLink: { client_id: string };
  ping: undefined;
  checkToken: { err: number; msg: string };
  offline: { msg: string };
  /** Has data only when a customer's conversation is assigned to this agent. */
  getChatList: { list_id: string } | undefined;
  getFriendList: undefined;
  newFriend: { num: number };
  chatData: { list_id: string; data: Message };
  timeData: { list_id: string; data: { msg: { time: number } } };
  deleteChat: { list_id: string; data: Message };
  adminDeleteChat: { list_id: string; data: { msg: { id: string } } };
  chat_del: { list_id: string };
  groupDeleteChat: { list_id: string };
  zhenDong: { user_id: number };
  removeMember: { list_id: string };
  removeGroup: { list_id: string; group_name: string };
  setMessagePageTitle: { list_id: string; show_name: string };
  chatGroupApply: GroupRequest;
  groupChatApplyAllow: number;
  circleTips: undefined;
  cricleChatTips: undefined;
  circleLike: { id: string; likes: Moment['like']; action: 0 | 1 };
  cricleComment: { circle_id: string; comment: Moment['comments'][number] };
  vedioData: CallData;
  cancleVedio: CallData;
}

export type ImAction = keyof ImFrames;

/** One frame in either direction. */
export type ImFrame = { [A in ImAction]: { readonly action: A; readonly data?: ImFrames[A] } }[ImAction];

/** The frames that clients send; `data` is the token in both. */
export interface ImClientFrame {
  readonly action: 'checkToken' | 'ping';
  readonly data?: string;
}
