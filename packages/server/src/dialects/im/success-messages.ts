import { im, type Endpoint } from '@kith/contract';
import type { Locale, LocalizedText } from '../locale.js';

const localized = (hans: string, hant: string, en: string): LocalizedText => ({
  'zh-Hans': hans,
  'zh-Hant': hant,
  en,
});

const deleted = localized('删除成功', '刪除成功', 'Deleted');
const saved = localized('保存成功', '儲存成功', 'Saved');
const sent = localized('发送成功', '傳送成功', 'Sent');
const set = localized('设置成功', '設定成功', 'Done');

/** Success messages for endpoints whose `msg` clients show to people. The document specifies none of them. */
const sentences: ReadonlyMap<Endpoint, LocalizedText> = new Map<Endpoint, LocalizedText>([
  [im.action.friendAdd, localized('已发送申请', '已傳送申請', 'Request sent')],
  [im.action.friendAddAction, localized('已添加好友', '已加為好友', 'You are now friends')],
  [im.action.friendAddNoValidateAction, localized('已添加好友', '已加為好友', 'You are now friends')],
  [im.friend.setRemarks, saved],
  [im.friend.removeApply, deleted],
  [im.set.setInfo, saved],
  [im.set.password, localized('密码修改成功', '密碼修改成功', 'Password changed')],
  [im.email.set, localized('验证码已发送', '驗證碼已傳送', 'Code sent')],
  [im.email.sendCode, localized('验证码已发送', '驗證碼已傳送', 'Code sent')],
  [im.email.confirm, saved],
  [im.email.remove, deleted],
  [im.app.getSms, localized('验证码已发送', '驗證碼已傳送', 'Code sent')],
  [im.message.addGroup, localized('群聊创建成功', '群聊建立成功', 'Group created')],
  [im.message.addChat, localized('已加入群聊', '已加入群聊', 'Added to the group')],
  [im.message.removeChat, localized('已移出群聊', '已移出群聊', 'Removed from the group')],
  [im.message.setGroupAdmin, set],
  [im.message.setGroupData, saved],
  [im.message.addGroupNotice, saved],
  [im.message.editGroupNotice, saved],
  [im.message.deleteGroupNotice, deleted],
  [im.message.liveGroup, localized('已退出群聊', '已退出群聊', 'You have left the group')],
  [im.message.removeGroup, localized('群聊已解散', '群聊已解散', 'Group disbanded')],
  [im.message.addGroupAllow, localized('已同意', '已同意', 'Accepted')],
  [im.message.addGroupRefuse, localized('已拒绝', '已拒絕', 'Declined')],
  [im.message.withdraw, localized('已撤回', '已收回', 'Recalled')],
  [im.message.zhuanMsg, sent],
  [im.message.textMsgs, sent],
  [im.vendor.transMsg, sent],
  [im.vendor.saveStore, localized('收藏成功', '收藏成功', 'Saved to favourites')],
  [im.vendor.deleteStore, deleted],
  [im.vendor.saveGroupNickName, saved],
  [im.vendor.transferQun, localized('群主已转让', '群主已轉讓', 'Ownership transferred')],
  [im.vendor.copyNewQun, localized('群聊创建成功', '群聊建立成功', 'Group created')],
]);

/** The `msg` of a success. */
export function successOf(endpoint: Endpoint, locale: Locale): string {
  return sentences.get(endpoint)?.[locale] ?? endpoint.says;
}
