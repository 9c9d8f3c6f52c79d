import { api, im, type Endpoint } from '@kith/contract';
import type { LimitName } from '@kith/core/ports';

const { account, action, app, chat, circle, email, friend, get, group, image, message } = im;
const { push, remove, set, sign, upload, user, vendor, 'video.Share': videos } = im;
const { channel, chat: bans, intro, login, register, user_friendship: people } = api;

/** The counted paths, by limit. */
export const limited: Readonly<Partial<Record<LimitName, readonly Endpoint[]>>> = {
  search: [get.searchCahtMsg],
  sign_in_address: [im.in.login, im.in.frozen, im.in.appeal, app.checkSmsCode, login.login],
  register_address: [im.in.reg, im.in.reg_tourist, register.register],
  pending_avatar_address: [im.in.photo],
  code_address: [app.getSms, im.in.forgetPassword, email.sendCode, email.resetPassword],
  code_account: [email.set],
  message: [message.textMsg, message.textMsgs, message.sendCard, message.zhuanMsg, vendor.sendChuoYiChuoMsg, vendor.transMsg, channel.send],
  message_change: [message.withdraw, message.burnRead, set.filedel, remove.del_log, group.xiaoHuiMessage],
  nudge: [vendor.zhendong],
  look_up: [
    get.searchUser, get.details, get.getUserInfo, get.getUserNickname, get.circleData, get.circleDatas,
    get.getCommonGroupList, friend.getRemarks, friend.details, message.getListId,
    videos.user_info, videos.user_video, videos.fabulous_log, videos.common_log, intro.card,
  ],
  friend_request: [action.friendAdd],
  friend_change: [action.friendAddAction, action.friendAddNoValidateAction, remove.friend],
  profile: [account.deleteAccount, account.requestData, set.setInfo, set.password, email.confirm, email.remove, push.subscribe, push.showText, action.upPhoto, action.upCircleImg, intro.set, people.age_status],
  group: [message.addGroup, vendor.copyNewQun],
  invitation: [message.addChat],
  group_join: [group.invitation],
  group_change: [
    message.removeChat, message.setGroupAdmin, message.groupIsMsg, message.nimingChange, message.speekChecked,
    message.needCheckChange, message.setGroupData, message.addGroupNotice, message.editGroupNotice,
    message.deleteGroupNotice, message.upGroupPhoto, message.addGroupAllow, message.addGroupRefuse,
    vendor.editChange, vendor.getRedChange, vendor.setShangmai, vendor.saveGroupNickName, vendor.transferQun,
    action.updateUserSayType,
  ],
  save: [vendor.saveStore, user.addFavor],
  moment: [circle.sendMsg],
  moment_comment: [circle.comment],
  like: [circle.likeAction, videos.fabulous],
  follow: [videos.follow],
  link_preview: [im.link.preview],
  video_comment: [videos.comment],
  video_release: [videos.release],
  upload: [
    upload.photo, upload.photooss, upload.chat, upload.chatoss, upload.uploadImg, upload.groupPhoto, upload.circle,
    upload.circleImg, videos.upload, people.set_user_photo,
  ],
  call: [message.sendVideo],
  channel: [channel.open],
  report: [bans.friendship_block],
  support: [get.kefu],
  purchase: [people.buy_vip_plan],
}; // prettier-ignore

/** The reasons why the others need none. */
export const explained: Readonly<Record<string, readonly Endpoint[]>> = {
  'It reads what is the own, or what is for everybody.': [
    ...Object.values(im.agent), ...Object.values(im.announcement), ...Object.values(im.tabbarFind),
    ...Object.values(im['middle.Middle']), app.config, app.sysConfig, app.getClientip, app.videoConfig, app.update,
    account.sessions, account.blocked, account.letters, account.dataState, push.config, get.base, get.applyFriend, get.friendList, get.searchFriends, get.chatList, get.applyGroup, get.inviteList,
    get.serviceList, get.chatdanList, get.getUserVideoSign, get.getVideoAppId, user.myfavor, user.offeredStickers,
    vendor.getArticleList, vendor.getArticleDetail, vendor.getAboutList, vendor.getUserStore, vendor.getStoreStatics,
    videos.category, videos.video_lists, videos.video_list, videos.me_follow, videos.getComment,
    intro.options, people.profile_click, people.ticket_number, people.stranger_key_number, people.standing, people.vip_plan,
    people.user_photos, bans.getBlockReasonsList, bans.friendship_blockReasons,
  ],
  'It reads lists of people that are made for the caller and have a limit of their own kind: pages.': [people.data],
  'It reads in a conversation whose member the caller is.': [
    get.chatData, get.filelist, image.list, message.getListTime, message.groupMember,
    message.getChatDetails, message.getGroupAdmin, message.getGroupData, message.getGroupPhoto, message.getGroupNotice,
    vendor.getMemberData, vendor.getGroupDetail, vendor.getInviteName, vendor.getMemberList, vendor.getMemberPhotos,
    group.searchFriends, group.people, action.groupState, channel.list, channel.messages,
  ],
  'It moves a mark of the own forward; a repeated one tells nobody.': [
    message.updataNoReader, message.setListTime, message.OpenSessionTime, chat.sign,
  ],
  'It replaces one value in one row of the own.': [
    chat.archive, message.chatTop, message.msgDisturb, friend.setRemarks, people.filter_sex_code, people.reset_profile_click,
    sign.updateSignData, upload.circleFileAction,
  ],
  'It stores nothing.': [app.setUserContact],
  'It hides or takes away what was made under a limit.': [
    chat.deleteChat, friend.removeApply, remove.del_all, circle.del, circle.delAction, circle.delMsg, action.delCircle,
    upload.deleteCircleFile, vendor.deleteStore, user.delFavor, people.delete_user_photo,
  ],
  'It leaves or ends what was joined, made or called under a limit, which must always be possible.': [
    push.unsubscribe, account.endSession, account.endOtherSessions, account.signOut,
    message.liveGroup, remove.sign_out, message.removeGroup, message.agreeVedio, message.closeVideo,
  ],
  'It stores one text for each sanction.': [account.appeal],
  'It has a quota for each day.': [people.unlock],
}; // prettier-ignore

/** The limit of each path with one. */
export const limitOf = new Map(
  Object.entries(limited).flatMap(([limit, of]) =>
    of.map((endpoint): [Endpoint, LimitName] => [endpoint, limit as LimitName]),
  ),
);
