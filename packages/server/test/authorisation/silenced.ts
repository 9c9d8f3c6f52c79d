import { api, im, type Endpoint } from '@kith/contract';

const { account, action, agent, announcement, app, chat, circle, email, friend, get, group, image, message } =
  im;
const { push, remove, set, sign, tabbarFind, upload, user, vendor, 'video.Share': videos } = im;
const { channel, chat: bans, intro, login, register, user_friendship: people } = api;

/** Endpoints that send or show content to others. */
export const silenced: readonly Endpoint[] = [
  message.textMsg, message.textMsgs, message.sendCard, message.zhuanMsg, message.sendVideo,
  vendor.sendChuoYiChuoMsg, vendor.zhendong, vendor.transMsg,
  circle.sendMsg, circle.comment, videos.comment, videos.release,
  set.setInfo, action.upPhoto, action.upCircleImg, vendor.saveGroupNickName,
  message.addGroup, message.addChat, vendor.copyNewQun, message.addGroupNotice, message.editGroupNotice, message.setGroupData, message.upGroupPhoto,
  // Called in sanctions.test.ts, because here the two are friends.
  action.friendAdd,
  // Called below.
  intro.set, channel.open, channel.send, people.set_user_photo,
]; // prettier-ignore

/** The reasons why the others are not refused. */
export const explained: Readonly<Record<string, readonly Endpoint[]>> = {
  'It reads.': [
    ...Object.values(agent), ...Object.values(announcement), ...Object.values(tabbarFind), ...Object.values(image),
    ...Object.values(im['middle.Middle']), app.config, app.sysConfig, app.getClientip, app.videoConfig, app.update,
    ...Object.values(get), account.sessions, account.blocked, account.letters, account.dataState, im.link.preview, friend.getRemarks, friend.details, group.searchFriends, group.people, group.invitation, action.groupState,
    message.getListId, message.getListTime, message.groupMember, message.getChatDetails, message.getGroupAdmin,
    message.getGroupData, message.getGroupPhoto, message.getGroupNotice, user.myfavor, user.offeredStickers,
    vendor.getMemberData, vendor.getGroupDetail, vendor.getInviteName, vendor.getMemberList, vendor.getMemberPhotos,
    vendor.getArticleList, vendor.getArticleDetail, vendor.getAboutList, vendor.getUserStore, vendor.getStoreStatics,
    videos.category, videos.video_lists, videos.video_list, videos.user_info, videos.user_video, videos.fabulous_log,
    videos.common_log, videos.me_follow, videos.getComment,
    intro.options, intro.card, people.data, people.profile_click, bans.getBlockReasonsList, bans.friendship_blockReasons,
    channel.list, channel.messages, people.ticket_number, people.stranger_key_number, people.standing, people.vip_plan, people.user_photos,
  ],
  'It comes in.': [...Object.values(im.in), ...Object.values(login), ...Object.values(register), app.getSms, app.checkSmsCode, email.sendCode, email.resetPassword],
  'It is about oneself alone.': [
    ...Object.values(push), email.set, email.confirm, email.remove, account.endSession, account.endOtherSessions, account.signOut, account.deleteAccount, account.requestData, account.appeal,
    app.setUserContact, chat.archive, chat.sign, sign.updateSignData, set.password, friend.setRemarks, message.updataNoReader,
    message.chatTop, message.msgDisturb, message.setListTime, message.OpenSessionTime, vendor.saveStore, user.addFavor,
    people.filter_sex_code, people.age_status, people.reset_profile_click,
    people.unlock, people.buy_vip_plan,
  ],
  'It takes back, puts away or leaves.': [
    action.delCircle, chat.deleteChat, circle.del, circle.delAction, circle.delMsg, friend.removeApply,
    group.xiaoHuiMessage, message.withdraw, message.burnRead, message.closeVideo, message.deleteGroupNotice,
    message.liveGroup, message.removeGroup, ...Object.values(remove), set.filedel, upload.deleteCircleFile,
    user.delFavor, vendor.deleteStore, people.delete_user_photo,
  ],
  'Nobody sees it before something shows it.': [
    upload.photo, upload.chat, upload.photooss, upload.chatoss, upload.uploadImg, upload.groupPhoto, upload.circle,
    upload.circleFileAction, upload.circleImg, videos.upload,
  ],
  'It holds no words and no picture of the own.': [
    circle.likeAction, videos.fabulous, videos.follow, message.agreeVedio, action.friendAddAction,
    action.friendAddNoValidateAction, action.updateUserSayType, message.removeChat,
    message.setGroupAdmin, message.groupIsMsg, message.nimingChange, message.speekChecked, message.needCheckChange,
    message.addGroupAllow, message.addGroupRefuse, vendor.editChange, vendor.getRedChange, vendor.setShangmai,
    vendor.transferQun,
  ],
  'It is how one gets away from others.': [bans.friendship_block],
}; // prettier-ignore
