import { im, type Endpoint } from '@kith/contract';
import type { ErrorCode } from '@kith/core/kernel';
import type { Role, Scene } from './scene.js';

/** A name of the API for a code with a message of its own there. */
type Outcome = 'ok' | ErrorCode | '原密码错误';
type Row = Readonly<Record<Role, Outcome>>;
type Params = (scene: Scene, role: Role) => Record<string, unknown>;

/** One way to call a path, and the response for each role. */
export interface Case {
  readonly name: string;
  readonly endpoint: Endpoint;
  readonly row: Row;
  readonly params?: Params;
  /** Whether a success consumes its object, so that the next call needs a new scene. */
  readonly consumes?: boolean;
}

/** Outside of a conversation the response is not found; inside, the role decides. */
function inside(member: Outcome, admin: Outcome, owner: Outcome): Row {
  const outside = { stranger: 'not_found', 'ex-member': 'not_found', 'other tenant': 'not_found' } as const;
  return { nobody: 'not_signed_in', ...outside, member, admin, owner };
}

/** The same for every signed-in account. */
function everybody(outcome: Outcome): Row {
  const outside = { stranger: outcome, 'ex-member': outcome, 'other tenant': outcome };
  return { ...inside(outcome, outcome, outcome), ...outside };
}

const members = inside('ok', 'ok', 'ok');
const managers = inside('forbidden', 'ok', 'ok');
const owner = inside('forbidden', 'forbidden', 'ok');
/** Affects only the caller, or is public. */
const signedIn = everybody('ok');
/** Names an object that no role owns here: a request of others, a photo that does not wait. */
const nothing = everybody('not_found');
/** Names a person whom every account of the tenant may find. */
const aboutPeople: Row = { ...signedIn, 'other tenant': 'not_found' };
/** Needs no token. */
const open: Row = { ...signedIn, nobody: 'ok' };

function rows(row: Row, of: readonly (Endpoint | [Endpoint, Params])[], consumes = false): Case[] {
  return of.map((one) => {
    const [endpoint, params] = Array.isArray(one) ? one : [one, undefined];
    const named: Params = (scene, role) => ({
      ...('list_id' in endpoint.params.properties && { list_id: scene.list_id }),
      ...params?.(scene, role),
    });
    return { name: endpoint.path, endpoint, row, params: named, consumes };
  });
}

/** Another way to call a path that already has a row. */
function also(what: string, one: Case | undefined): Case[] {
  return one ? [{ ...one, name: `${one.name}, ${what}` }] : [];
}

const {
  account,
  action,
  chat,
  circle,
  email,
  friend,
  get,
  group,
  image,
  message,
  push,
  remove,
  set,
  upload,
  user,
  vendor,
} = im;
const { 'video.Share': videos } = im;
const dee: Params = (scene) => ({ user_id: scene.dee.id });
const some = { content_type: 0, content: { text: 'hello' } };
const one: Params = () => ({ value: 1 });
/** A friend of the caller who is already in the group. */
const friendOf: Params = ({ ada, bo }, role) => ({ users: [role === 'owner' ? bo.id : ada.id] });
const moment: Params = ({ momentId }) => ({ id: momentId });

export const cases: readonly Case[] = [
  // Accounts and configuration.
  ...rows(open, [
    im.app.config,
    im.app.videoConfig,
    im.app.update,
    im.app.sysConfig,
    im.app.getClientip,
    [im.app.getSms, (_, role) => ({ mobile: `1380000000${role.length}`, type: 'REGISTER' })],
    [email.sendCode, (_, role) => ({ email: `${role.length}@example.org` })],
    im.in.reg_tourist,
    [im.in.login, ({ dee: person }) => ({ username: person.username, password: person.password })],
    [
      im.in.reg,
      (_, role) => ({ username: `new_${role.replace(' ', '_').replace('-', '_')}`, password: 'Passw0rd1' }),
    ],
    [im.in.photo, ({ photo }) => ({ username: 'somebody', file: photo })],
    [im.in.appeal, ({ dee: person }) => ({ username: person.username, password: person.password })],
    [im.in.frozen, ({ dee: person }) => ({ username: person.username, password: person.password })],
  ]),
  ...rows({ ...everybody('wrong_code'), nobody: 'wrong_code' }, [
    [im.app.checkSmsCode, () => ({ mobile: '13800138000', type: 'REGISTER', code: '000000' })],
    [email.resetPassword, () => ({ email: 'somebody@example.org', password: 'Passw0rd2', code: '000000' })],
    [im.in.forgetPassword, () => ({ username: '13800138000', password: 'Passw0rd2', sms_code: '000000' })],
  ]),
  ...rows(signedIn, [
    [im.app.setUserContact, () => ({ params: '[]' })],
    [set.setInfo, () => ({ type: 1, content: 'hello' })],
    // In this order: the second shows what the first used up.
    [upload.photo, ({ photo }) => ({ file: photo })],
    action.upPhoto,
    get.base,
    get.getUserInfo,
  ]),
  ...rows(signedIn, [
    push.config,
    [
      push.subscribe,
      () => ({ endpoint: 'https://push.example.org/1', p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) }),
    ],
    [push.unsubscribe, () => ({ endpoint: 'https://push.example.org/1' })],
    [push.showText, () => ({ value: 1 })],
  ]),
  ...rows(signedIn, [
    account.sessions,
    account.blocked,
    account.letters,
    account.endOtherSessions,
    account.dataState,
    account.appeal,
  ]),
  ...rows(everybody('feature_off'), [[im.link.preview, () => ({ url: 'https://example.org/' })]]),
  ...rows(nothing, [[account.endSession, () => ({ id: '00000000-0000-4000-8000-000000000000' })]]),
  ...rows(signedIn, [account.signOut], true),
  // The message of `wrong_credentials` in a session.
  ...rows(everybody('原密码错误'), [
    [account.deleteAccount, () => ({ password: 'Not1mine' })],
    [account.requestData, () => ({ password: 'Not1mine' })],
    [set.password, () => ({ pass1: 'Not1mine', pass2: 'Passw0rd2', pass3: 'Passw0rd2' })],
    [email.set, () => ({ email: 'somebody@example.org', password: 'Not1mine' })],
    [email.remove, () => ({ password: 'Not1mine' })],
  ]),
  ...rows(everybody('wrong_code'), [
    [email.confirm, () => ({ email: 'somebody@example.org', code: '000000' })],
  ]),

  // People.
  ...rows(signedIn, [
    [get.searchUser, () => ({ val: 'dee' })],
    get.applyFriend,
    [get.friendList, () => ({ list_id: 0 })],
    [get.searchFriends, () => ({ keyword: 'dee' })],
  ]),
  ...rows(aboutPeople, [
    [get.details, dee],
    [friend.getRemarks, dee],
    [friend.details, dee],
    [get.getCommonGroupList, dee],
  ]),
  ...rows({ ...aboutPeople, owner: 'already_friends' }, [[action.friendAdd, dee]]),
  ...rows({ ...everybody('not_friends'), owner: 'ok', 'other tenant': 'not_found' }, [
    [message.getListId, dee],
  ]),
  ...rows({ ...nothing, owner: 'ok' }, [
    [friend.setRemarks, (scene) => ({ ...dee(scene, 'owner'), content: 'D' })],
  ]),
  ...rows({ ...nothing, owner: 'ok' }, [[remove.friend, dee]], true),
  ...rows(nothing, [
    [action.friendAddAction, () => ({ apply_id: 999_999_999 })],
    [action.friendAddNoValidateAction, () => ({ apply_id: 999_999_999 })],
    [friend.removeApply, () => ({ id: 999_999_999 })],
  ]),

  // Favourites and stickers.
  ...rows(signedIn, [vendor.getUserStore, vendor.getStoreStatics, user.myfavor, user.offeredStickers]),
  ...rows(members, [
    [vendor.saveStore, ({ messageId }) => ({ msg_id: messageId })],
    [user.addFavor, ({ pictureUrl }) => ({ url: pictureUrl })],
  ]),
  ...rows({ ...nothing, owner: 'ok' }, [[vendor.transMsg, ({ favouriteId }) => ({ trans_id: favouriteId })]]),
  ...rows(
    { ...nothing, owner: 'ok' },
    [
      [vendor.deleteStore, ({ favouriteId }) => ({ id: favouriteId })],
      [user.delFavor, ({ stickerId }) => ({ id: stickerId })],
    ],
    true,
  ),

  // Conversations.
  ...rows(signedIn, [get.chatList, [get.searchCahtMsg, () => ({ chat_msg: 'hello' })]]),
  ...rows(signedIn, [remove.del_all], true),
  ...rows(members, [
    get.chatData,
    get.filelist,
    image.list,
    message.updataNoReader,
    [message.chatTop, one],
    [message.msgDisturb, one],
    message.getListTime,
    message.setListTime,
    message.OpenSessionTime,
    chat.deleteChat,
    chat.sign,
    [chat.archive, one],
    [message.textMsg, () => some],
    [message.textMsgs, ({ list_id }) => ({ list_ids: [list_id], ...some })],
    [message.sendCard, ({ dee: person }) => ({ users: [person.id] })],
    [message.zhuanMsg, ({ messageId }) => ({ msgid: messageId })],
    [upload.chat, ({ photo }) => ({ file: photo })],
    [upload.chatoss, ({ photo }) => ({ file: photo })],
    [upload.uploadImg, ({ photo }) => ({ file: photo })],
    vendor.sendChuoYiChuoMsg,
    vendor.zhendong,
  ]),
  ...rows(
    members,
    [
      [message.burnRead, ({ burnId }) => ({ msg_id: burnId })],
      [remove.del_log, () => ({ type: 3 })],
    ],
    true,
  ),
  ...rows(
    managers,
    [
      [message.withdraw, ({ messageId }) => ({ msg_id: messageId })],
      [set.filedel, ({ fileId }) => ({ id: fileId })],
    ],
    true,
  ),
  ...also(
    'all of somebody',
    rows(managers, [[message.withdraw, (scene) => ({ type: 2, msg_id: scene.dee.id })]])[0],
  ),
  ...also('for all', rows(owner, [[remove.del_log, () => ({ type: 2 })]], true)[0]),
  ...rows(owner, [group.xiaoHuiMessage], true),

  // Moments.
  ...rows(signedIn, [
    [circle.sendMsg, () => ({ content: { text: 'hello' } })],
    get.circleData,
    get.circleDatas,
    [upload.circle, ({ photo }) => ({ file: photo })],
    upload.deleteCircleFile,
    // In this order: the second shows what the first used up.
    [upload.circleImg, ({ photo }) => ({ file: photo })],
    action.upCircleImg,
  ]),
  ...rows({ ...nothing, owner: 'ok' }, [
    [circle.likeAction, (scene, role) => ({ ...moment(scene, role), is_like: 1 })],
    [circle.comment, (scene, role) => ({ ...moment(scene, role), message: 'hello' })],
  ]),
  ...also('one of them', rows({ ...nothing, owner: 'ok' }, [[get.circleDatas, moment]])[0]),
  ...rows({ ...nothing, owner: 'forbidden' }, [
    [circle.del, moment],
    [circle.delAction, moment],
    [circle.delMsg, moment],
    [action.delCircle, moment],
    [upload.circleFileAction, ({ momentId }) => ({ circle_id: momentId })],
  ]),
  // Content of the operator, and other responses that are the same for everybody.
  ...rows(signedIn, [
    im.agent.getOnlineList,
    im.announcement.getAnnounceMentInfo,
    im['middle.Middle'].get_list,
    im.tabbarFind.getTabbarFindUrl,
    vendor.getArticleList,
    vendor.getAboutList,
    im.sign.updateSignData,
    get.inviteList,
    get.getUserNickname,
    [upload.photooss, ({ photo }) => ({ file: photo })],
  ]),
  ...rows(nothing, [[vendor.getArticleDetail, () => ({ article_id: 999_999_999 })]]),
  ...also('of somebody', rows(aboutPeople, [[get.getUserNickname, dee]])[0]),

  // Calls, in this order: two of them use the call of the first. A group has none.
  ...rows({ ...nothing, owner: 'ok' }, [
    [message.sendVideo, ({ single }) => ({ list_id: single, content_type: 6 })],
  ]),
  ...rows({ ...nothing, owner: 'forbidden' }, [[message.agreeVedio, ({ single }) => ({ list_id: single })]]),
  ...rows({ ...nothing, owner: 'ok' }, [[message.closeVideo, ({ single }) => ({ list_id: single })]]),
  ...also(
    'in a group',
    rows(inside('no_group_calls', 'no_group_calls', 'no_group_calls'), [
      [message.sendVideo, () => ({ content_type: 6 })],
    ])[0],
  ),
  ...rows(signedIn, [get.getUserVideoSign, get.getVideoAppId]),

  // Customer service; nobody here is an agent.
  ...rows(everybody('no_agent'), [get.kefu]),
  ...rows(everybody('forbidden'), [get.serviceList, get.chatdanList]),

  // Short videos.
  ...rows(signedIn, [
    [videos.upload, ({ photo }) => ({ file: photo })],
    videos.category,
    videos.video_lists,
    videos.video_list,
    videos.me_follow,
  ]),
  ...rows(aboutPeople, [
    [videos.user_info, dee],
    [videos.user_video, dee],
    [videos.fabulous_log, dee],
    [videos.common_log, dee],
    [videos.follow, dee],
    [videos.fabulous, ({ videoId }) => ({ id: videoId })],
    [videos.getComment, ({ videoId }) => ({ id: videoId })],
    [videos.comment, ({ videoId }) => ({ share_id: videoId, content: 'hello' })],
  ]),
  ...also('with one opened', rows(aboutPeople, [[videos.video_list, ({ videoId }) => ({ id: videoId })]])[0]),
  ...rows(nothing, [[videos.release, () => ({ title: 'mine', video: '/static/video/1/20260101/0.mp4' })]]),

  // Groups.
  ...rows({ ...aboutPeople, stranger: 'not_friends', 'ex-member': 'not_friends', member: 'ok' }, [
    [message.addGroup, friendOf],
  ]),
  ...rows(signedIn, [get.applyGroup]),
  ...rows(nothing, [[group.invitation, () => ({ code: '0'.repeat(32) })]]),
  ...rows(members, [
    [message.addChat, friendOf],
    message.groupMember,
    message.getChatDetails,
    [message.getGroupAdmin, () => ({ type: 1 })],
    [message.getGroupData, () => ({ type: 'notice' })],
    message.getGroupPhoto,
    message.getGroupNotice,
    [vendor.saveGroupNickName, () => ({ nickname: 'me' })],
    vendor.getMemberData,
    vendor.getMemberList,
    vendor.getMemberPhotos,
    [vendor.getInviteName, dee],
    [group.searchFriends, () => ({ keyword: 'dee' })],
    [group.people, ({ ada }) => ({ users: [ada.id] })],
    action.groupState,
    [action.updateUserSayType, () => ({ status: 0 })],
  ]),
  ...rows(members, [message.liveGroup, remove.sign_out], true),
  ...rows(managers, [
    [message.groupIsMsg, () => ({ value: 0 })],
    [message.nimingChange, () => ({ value: 0 })],
    [message.speekChecked, () => ({ value: 0 })],
    [message.needCheckChange, () => ({ value: 0 })],
    [vendor.editChange, () => ({ value: 0 })],
    [vendor.getRedChange, one],
    [vendor.setShangmai, one],
    [message.setGroupData, () => ({ type: 'name', content: 'the club' })],
    [message.addGroupNotice, () => ({ content: 'hello' })],
    [message.editGroupNotice, ({ noticeId }) => ({ id: noticeId, content: 'hello' })],
    // In this order: the second shows what the first used up.
    [upload.groupPhoto, ({ photo }) => ({ file: photo })],
    message.upGroupPhoto,
  ]),
  ...also('sort', rows(managers, [[message.setGroupData, () => ({ type: 'sort', content: '1' })]])[0]),
  ...also(
    'notice',
    rows(managers, [[message.setGroupData, () => ({ type: 'notice', content: 'hello' })]])[0],
  ),
  ...also('mutes', rows(managers, [[message.setGroupAdmin, () => ({ type: 2, users: [] })]])[0]),
  ...rows(
    managers,
    [
      [message.removeChat, (scene) => ({ users: [scene.dee.id] })],
      [message.deleteGroupNotice, ({ noticeId }) => ({ id: noticeId })],
    ],
    true,
  ),
  // An account that manages no group gets not found for requests.
  ...rows(
    inside('not_found', 'ok', 'ok'),
    [
      [message.addGroupAllow, ({ requestId }) => ({ id: requestId })],
      [message.addGroupRefuse, ({ requestId }) => ({ id: requestId })],
    ],
    true,
  ),
  ...rows(owner, [
    [message.setGroupAdmin, ({ bo }) => ({ type: 1, users: [bo.id] })],
    vendor.getGroupDetail,
    vendor.copyNewQun,
  ]),
  ...rows(
    owner,
    [message.removeGroup, [vendor.transferQun, (scene) => ({ trans_user_id: scene.dee.id })]],
    true,
  ),
];
