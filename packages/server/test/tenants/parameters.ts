import { im, type Endpoint } from '@kith/contract';
import { sessionOf } from '../accounts/session-of.js';
import type { Person } from '../harness/kith.js';

/** Two friends, a requester, and everything of theirs that has an id. */
export interface Town {
  readonly one: Person;
  readonly two: Person;
  readonly requester: Person;
  readonly list_id: string;
  readonly messageId: string;
  readonly burnId: string;
  readonly fileId: string;
  readonly requestId: number;
  /** A group of the two, with a notice, and a request for it. */
  readonly club: string;
  readonly noticeId: number;
  readonly groupRequestId: number;
  readonly momentId: string;
  /** A ringing call between the first two. */
  readonly callId: number;
  /** The requester's conversation with customer service; the second one is the agent. */
  readonly supportListId: string;
  readonly articleId: number;
  /** Of `one`, liked and commented by `two`, who follows `one` too. */
  readonly videoId: number;
  readonly commentId: number;
  readonly categoryId: number;
  /** Paths of unreleased uploads of `one`. */
  readonly uploaded: { readonly video: string; readonly gif: string };
  readonly pictureUrl: string;
  readonly favouriteId: number;
  readonly stickerId: number;
}

export const NOBODY = 999_999_999;
export const NO_LIST = '0123456789abcdef0123456789abcdef';
const NO_SESSION = '00000000-0000-4000-8000-000000000000';

/** Ids for a parameter: of an object in that town, and an unknown one. */
export type Ids = (town: Town, here: Town) => [there: unknown, nowhere: unknown][];
const user: Ids = ({ one, two }) => [one, two].map((person) => [person.id, NOBODY]);
const users: Ids = ({ one, two }, here) => [
  [JSON.stringify([one.id]), JSON.stringify([NOBODY])],
  [JSON.stringify([here.two.id, two.id]), JSON.stringify([here.two.id, NOBODY])],
];
const list: Ids = ({ list_id, club, supportListId }) => [
  [list_id, NO_LIST],
  [list_id.toUpperCase(), NO_LIST],
  [club, NO_LIST],
  [supportListId, NO_LIST],
];
const lists: Ids = ({ list_id }, here) => [
  [list_id, NO_LIST],
  [`${here.list_id},${list_id}`, `${here.list_id},${NO_LIST}`],
];
const request: Ids = ({ requestId }) => [[requestId, NOBODY]];
const notice: Ids = ({ noticeId }) => [[noticeId, NOBODY]];
const groupRequest: Ids = ({ groupRequestId }) => [[groupRequestId, NOBODY]];
const member: Ids = ({ one, two }) => [one, two].map((person) => [person.id, NOBODY]);
const call: Ids = ({ callId }) => [[callId, NOBODY]];
// The closest unknown message id belongs to an unknown conversation.
const message: Ids = ({ messageId, burnId, fileId }) =>
  [messageId, burnId, fileId].map((id) => [id, 'f'.repeat(24)]);

const moment: Ids = ({ momentId }) => [[momentId, 'f'.repeat(24)]];
const video: Ids = ({ videoId }) => [[videoId, NOBODY]];
const comment: Ids = ({ commentId }) => [[commentId, NOBODY]];
const category: Ids = ({ categoryId }) => [[categoryId, NOBODY]];
const upload: Ids = ({ uploaded }) =>
  [uploaded.video, uploaded.gif].map((path) => [path, path.replace(/[0-9a-f]{32}/, '0'.repeat(32))]);
const session: Ids = ({ one }) => [[sessionOf(one), NO_SESSION]];
const favourite: Ids = ({ favouriteId }) => [[favouriteId, NOBODY]];
const pictureOf: Ids = ({ pictureUrl }) => [[pictureUrl, `${NO_LIST}/${'0'.repeat(32)}.png`]];

/** Every parameter that identifies something; `personal`: within a tenant, every account may name every other. */
export const ids: Readonly<Record<string, { ids: Ids; isPersonal?: boolean }>> = {
  user_id: { ids: user, isPersonal: true },
  users: { ids: users, isPersonal: true },
  list_id: { ids: list },
  list_ids: { ids: lists },
  apply_id: { ids: request },
  call_id: { ids: call },
  // Of strangers in the same tenant: one that is not visible.
  article_id: { ids: ({ articleId }) => [[articleId, NOBODY]] },
  msg_id: { ids: message },
  msgid: { ids: message },
  circle_id: { ids: moment },
  chat_user_id: { ids: user },
  // Short videos are visible in the whole tenant.
  share_id: { ids: video, isPersonal: true },
  comment_id: { ids: comment, isPersonal: true },
  category_id: { ids: category, isPersonal: true },
  trans_id: { ids: favourite },
  url: { ids: pictureOf },
};
/** Parameters of these endpoints that identify something else under a plain name. */
export const special: Readonly<Record<string, Readonly<Record<string, { ids: Ids; isPersonal?: boolean }>>>> =
  {
    [im.account.endSession.path]: { id: { ids: session } },
    [im.friend.removeApply.path]: { id: { ids: request } },
    [im.set.filedel.path]: { id: { ids: message } },
    [im.message.editGroupNotice.path]: { id: { ids: notice } },
    [im.message.deleteGroupNotice.path]: { id: { ids: notice } },
    [im.message.addGroupAllow.path]: { id: { ids: groupRequest } },
    [im.message.addGroupRefuse.path]: { id: { ids: groupRequest } },
    [im.vendor.transferQun.path]: { trans_user_id: { ids: member } },
    [im.vendor.copyNewQun.path]: { main_id: { ids: member } },
    [im.circle.likeAction.path]: { id: { ids: moment } },
    [im.circle.comment.path]: { id: { ids: moment } },
    [im.circle.del.path]: { id: { ids: moment } },
    [im.circle.delAction.path]: { id: { ids: moment } },
    [im.circle.delMsg.path]: { id: { ids: moment } },
    [im.action.delCircle.path]: { id: { ids: moment } },
    [im.get.circleDatas.path]: { id: { ids: moment } },
    [im['video.Share'].fabulous.path]: { id: { ids: video, isPersonal: true } },
    [im['video.Share'].getComment.path]: { id: { ids: video, isPersonal: true } },
    [im['video.Share'].video_list.path]: { id: { ids: video, isPersonal: true } },
    [im['video.Share'].video_lists.path]: { type: { ids: category, isPersonal: true } },
    [im['video.Share'].release.path]: { video: { ids: upload }, gif: { ids: upload } },
    [im.vendor.deleteStore.path]: { id: { ids: favourite } },
    [im.user.delFavor.path]: { id: { ids: ({ stickerId }) => [[stickerId, NOBODY]] } },
    [im.get.searchUser.path]: {
      val: {
        ids: ({ one }) => [
          [one.username, 'nobody_has_this_name'],
          [one.id, NOBODY],
          ['asker_else', 'nobody_has_this_name'],
        ],
        isPersonal: true,
      },
    },
  };
/** Parameters that identify nothing; the code of a group works only with its list id. */
export const plain: ReadonlySet<string> = new Set([
  'content', 'content_type', 'type', 'value', 'time', 'is_up', 'in', 'friend', 'up', 'keyword', 'chat_msg', 'searchkey',
  'no_reader_num', 'clear_more', 'is_readReceipt', 'is_type', 'password', 'pass1', 'pass2', 'pass3', 'params', 'client_id', 'phone',
  'name', 'is_msg', 'is_top', 'nickname', 'jiesan', 'status',
  'is_like', 'message', 'len', 'update', 'chat', 'page',
  'is_like', 'message', 'len', 'update', 'chat',
  'page', 'title', 'text', 'code', 'email', 'password', 'endpoint', 'p256dh', 'auth',
]); // prettier-ignore

/** The endpoints that require a token. */
export const endpoints: readonly Endpoint[] = Object.values(im)
  .flatMap((group) => Object.values(group) as Endpoint[])
  .filter((endpoint) => endpoint.auth === 'session');
