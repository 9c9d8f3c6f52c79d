import { DomainError, type ErrorCode, type ValueRule } from '@kith/core/kernel';
import { fieldNameOf } from '../field-names.js';
import type { Locale, LocalizedText } from '../locale.js';
import { presentSize } from './present/size.js';

/** An error in the wire format: a number other than 0, and a message that clients show as it is. */
export interface ImError {
  readonly err: number;
  readonly says: LocalizedText;
}

const localized = (hans: string, hant: string, en: string): LocalizedText => ({
  'zh-Hans': hans,
  'zh-Hant': hant,
  en,
});

/** The wire format of every error code. */
export const imErrors: Readonly<Record<ErrorCode, ImError>> = {
  invalid: {
    err: 1,
    says: localized('参数错误：{field}', '參數錯誤：{field}', 'Invalid value: {field}'),
  },
  not_signed_in: { err: 1, says: localized('请先登录', '請先登入', 'Please sign in') },
  wrong_credentials: {
    err: 1,
    says: localized('用户名或密码错误', '用戶名或密碼錯誤', 'Wrong user name or password'),
  },
  account_frozen: { err: 1, says: localized('账号已冻结', '帳號已凍結', 'This account is frozen') },
  account_deleting: {
    err: 3,
    says: localized(
      '账号正在注销，解冻后可以保留',
      '帳號正在註銷，解凍後可以保留',
      'This account is being deleted; reactivate it to keep it',
    ),
  },
  account_disabled: { err: 1, says: localized('账号已被禁用', '帳號已被停用', 'This account is disabled') },
  username_taken: {
    err: 1,
    says: localized('这个用户名已经存在了', '這個用戶名已經存在了', 'This user name is taken'),
  },
  registration_closed: { err: 1, says: localized('暂不开放注册', '暫不開放註冊', 'Registration is closed') },
  wrong_code: {
    err: 1,
    says: localized('验证码错误或已过期', '驗證碼錯誤或已過期', 'The code is wrong or has expired'),
  },
  wrong_invite_code: {
    err: 1,
    says: localized('请填写有效的邀请码', '請填寫有效的邀請碼', 'Please enter a valid invitation code'),
  },
  address_full: {
    err: 1,
    says: localized(
      '当前网络注册的账号已达上限',
      '目前網路註冊的帳號已達上限',
      'Too many accounts were registered from this network',
    ),
  },
  visitors_full: {
    err: 1,
    says: localized(
      '今日游客名额已满，请注册账号',
      '今日訪客名額已滿，請註冊帳號',
      'No more guests are admitted today; please register an account',
    ),
  },
  feature_off: { err: 1, says: localized('功能未开启', '功能未開啟', 'This feature is not available') },
  not_owner: {
    err: 1,
    says: localized('没有权限操作他人的内容', '沒有權限操作他人的內容', 'This belongs to someone else'),
  },
  not_found: { err: 1, says: localized('内容不存在', '內容不存在', 'This does not exist') },
  locked: {
    err: 1,
    says: localized(
      '这是陌生人的消息，解锁后才能查看',
      '這是陌生人的訊息，解鎖後才能查看',
      'Unlock this message from a stranger to read it',
    ),
  },
  awaiting_answer: {
    err: 1,
    says: localized('对方回复后才能继续发送', '對方回覆後才能繼續傳送', 'You can send more after a reply'),
  },
  no_tickets: {
    err: 1,
    says: localized('今日配对次数已用完', '今日配對次數已用完', 'You have no matches left today'),
  },
  no_super_waves: {
    err: 1,
    says: localized(
      '今日超级打招呼次数已用完',
      '今日超級打招呼次數已用完',
      'You have no super waves left today',
    ),
  },
  not_friends: { err: 1, says: localized('你们还不是好友', '你們還不是好友', 'You are not friends') },
  blocked: {
    err: 1,
    says: localized(
      '消息已发出，但被对方拒收了',
      '訊息已發出，但被對方拒收了',
      'This person does not accept your messages',
    ),
  },
  bucketed: {
    err: 1,
    says: localized('您已被暂时禁言', '您已被暫時禁言', 'You are temporarily muted'),
  },
  muted: { err: 2, says: localized('您已被禁言', '您已被禁言', 'You are muted') },
  forbidden: { err: 1, says: localized('没有权限', '沒有權限', 'You do not have permission') },
  busy: {
    err: 1,
    says: localized('对方正在通话中', '對方正在通話中', 'This person is in another call'),
  },
  in_call: {
    err: 1,
    says: localized('您正在通话中', '您正在通話中', 'You are already in a call'),
  },
  call_over: { err: 1, says: localized('通话已结束', '通話已結束', 'This call has ended') },
  no_group_calls: {
    err: 1,
    says: localized('群聊暂不支持通话', '群聊暫不支援通話', 'Groups do not support calls'),
  },
  no_agent: {
    err: 1,
    says: localized('暂无客服', '暫無客服', 'Customer service is not available'),
  },
  already_friends: {
    err: 1,
    says: localized('你们已经是好友了', '你們已經是好友了', 'You are already friends'),
  },
  full: {
    err: 1,
    says: localized('人数已达上限：{limit}', '人數已達上限：{limit}', 'This group is full (limit: {limit})'),
  },
  conflict: { err: 1, says: localized('重复的请求', '重複的請求', 'Duplicate request') },
  no_such_icon: { err: 1, says: localized('头像设置错误', '頭像設定錯誤', 'This avatar is not available') },
  too_large: { err: 1, says: localized('内容过大', '內容過大', 'This is too large') },
  unsupported_media: {
    err: 1,
    says: localized('不支持的文件类型', '不支援的檔案類型', 'This file type is not supported'),
  },
  not_savable: {
    err: 1,
    says: localized(
      '只能收藏文字、图片、语音、视频和文件，阅后即焚消息除外',
      '只能收藏文字、圖片、語音、影片和檔案，閱後即焚訊息除外',
      'Only text, pictures, voice, video and files can be saved, except messages that burn after reading',
    ),
  },
  quota_exceeded: {
    err: 1,
    says: localized(
      '空间已满：已用 {used}，上限 {limit}',
      '空間已滿：已用 {used}，上限 {limit}',
      'Storage is full: {used} of {limit} used',
    ),
  },
  upload_quota: {
    err: 1,
    says: localized(
      '今日上传已达上限 {limit}，请明天再试',
      '今日上傳已達上限 {limit}，請明天再試',
      'The daily upload limit of {limit} is reached; please try again tomorrow',
    ),
  },
  receipt_unverified: {
    err: 1,
    says: localized('无法核实这笔购买', '無法核實這筆購買', 'This purchase could not be verified'),
  },
  too_many_requests: {
    err: 1,
    says: localized(
      '操作太频繁，请稍后再试',
      '操作太頻繁，請稍後再試',
      'Too many requests; please try again later',
    ),
  },
  too_slow: {
    err: 1,
    says: localized(
      '网络太慢，上传已中断，请重试',
      '網路太慢，上傳已中斷，請重試',
      'The connection is too slow; please try again',
    ),
  },
  not_stored: {
    err: 1,
    says: localized(
      '文件保存失败，请稍后再试',
      '檔案儲存失敗，請稍後再試',
      'The file could not be saved; please try again later',
    ),
  },
  unavailable: {
    err: 1,
    says: localized(
      '服务繁忙，请稍后再试',
      '服務繁忙，請稍後再試',
      'The server is busy; please try again later',
    ),
  },
};

const rules: Readonly<Record<ValueRule, LocalizedText>> = {
  password_document: localized(
    '密码至少8位，须包含大写字母、小写字母和数字',
    '密碼至少8碼，須包含大寫英文、小寫英文和數字',
    'A password needs at least 8 characters, with an upper-case letter, a lower-case letter and a digit',
  ),
  password_uniapp: localized('密码至少6位', '密碼至少6碼', 'A password needs at least 6 characters'),
  password_old: localized('原密码错误', '原密碼錯誤', 'The old password is wrong'),
  password_repeat: localized(
    '两次输入的密码不一致',
    '兩次輸入的密碼不一致',
    'The two passwords do not match',
  ),
  username: localized(
    '用户名须为1到20位的文字、数字或下划线，或电子邮箱',
    '用戶名須為1到20位的文字、數字或底線，或電子郵件',
    'A user name has 1 to 20 letters, digits or underscores, or is an e-mail address',
  ),
  username_number: localized(
    '纯数字的用户名须是以短信验证码验证过的手机号码',
    '純數字的用戶名須是以簡訊驗證碼驗證過的手機號碼',
    'A user name of digits only must be a phone number verified by a text message',
  ),
  name_reserved: localized(
    '该名称为官方保留，请换一个',
    '該名稱為官方保留，請換一個',
    'This name is reserved; please choose another one',
  ),
  password_common: localized(
    '密码过于常见或与用户名相近，容易被猜到，请换一个',
    '密碼過於常見或與用戶名相近，容易被猜到，請換一個',
    'This password is too common or too close to the user name; please choose another one',
  ),
  email: localized('邮箱地址错误', '電子郵件地址錯誤', 'Invalid e-mail address'),
  phone: localized('手机号码错误', '手機號碼錯誤', 'Invalid phone number'),
  self: localized('不能选择自己', '不能選擇自己', 'You cannot choose yourself'),
  length: localized('长度不符合要求：{field}', '長度不符合要求：{field}', 'Too long or too short: {field}'),
  stranger_links: localized(
    '对方回复前不能发送链接和电话号码',
    '對方回覆前不能傳送連結和電話號碼',
    'Links and phone numbers can only be sent after a reply',
  ),
  moment_empty: localized(
    '说点什么，或选择图片、视频',
    '說點什麼，或選擇圖片、影片',
    'Write something, or choose pictures or a video',
  ),
  moment_files: localized(
    '最多9张图片，或1个视频',
    '最多9張圖片，或1個影片',
    'At most 9 pictures or one video',
  ),
  file_bytes: localized('文件不能超过{limit}', '檔案不能超過{limit}', 'Files can have at most {limit}'),
  media_damaged: localized('文件已损坏', '檔案已損壞', 'This file is damaged'),
  media_incomplete: localized('文件不完整', '檔案不完整', 'This file is incomplete'),
  media_pixels: localized(
    '图片不能超过{limit}像素',
    '圖片不能超過{limit}像素',
    'Pictures can have at most {limit} pixels',
  ),
  media_frames: localized(
    '动图不能超过{limit}帧',
    '動圖不能超過{limit}格',
    'Animations can have at most {limit} frames',
  ),
  media_parts: localized(
    '文件结构过于复杂，不能超过{limit}个部分',
    '檔案結構過於複雜，不能超過{limit}個部分',
    'The structure of this file is too complex: at most {limit} parts',
  ),
  media_seconds: localized(
    '图片过于复杂，处理时间不能超过{limit}秒',
    '圖片過於複雜，處理時間不能超過{limit}秒',
    'This picture is too complex: processing takes more than {limit} seconds',
  ),
  video_kind: localized(
    '请上传MP4、MOV或WebM格式的视频',
    '請上傳MP4、MOV或WebM格式的影片',
    'Please upload a video in MP4, MOV or WebM format',
  ),
  video_damaged: localized('视频已损坏', '影片已損壞', 'This video is damaged'),
  video_incomplete: localized('视频不完整', '影片不完整', 'This video is incomplete'),
  video_no_duration: localized('视频没有时长', '影片沒有時長', 'This video has no duration'),
  video_sound_only: localized('视频没有画面', '影片沒有畫面', 'This video has no picture'),
  video_bytes: localized(
    '视频不能超过{limit}MB',
    '影片不能超過{limit}MB',
    'Videos can have at most {limit} MB',
  ),
  video_seconds: localized(
    '视频不能超过{limit}秒',
    '影片不能超過{limit}秒',
    'Videos can last at most {limit} seconds',
  ),
  video_pixels: localized(
    '视频画面过大或过小，边长不能超过{limit}像素',
    '影片畫面過大或過小，邊長不能超過{limit}像素',
    'The picture of this video is too large or too small: a side can have at most {limit} pixels',
  ),
};

const unexpected: LocalizedText = localized(
  '系统错误，请稍后再试',
  '系統錯誤，請稍後再試',
  'Something went wrong; please try again',
);
const noEndpoint: LocalizedText = localized('接口不存在', '介面不存在', 'Unknown endpoint');

/** The number and message of a refusal. */
export function presentRefusal(error: DomainError, locale: Locale): { err: number; msg: string } {
  const { err, says } = imErrors[error.code];
  const sentence = error.detail.rule ? rules[error.detail.rule] : says;
  const msg = sentence[locale].replaceAll(/\{(field|used|limit)\}/g, (_, name: 'field' | 'used' | 'limit') =>
    presentDetail(error, name),
  );
  return { err, msg };
}

function presentDetail(error: DomainError, name: 'field' | 'used' | 'limit'): string {
  const { detail } = error;
  const value = (name === 'field' ? fieldNameOf(error) : detail[name]) ?? '';
  if (typeof value !== 'number') return value;
  return detail.unit === 'bytes' ? presentSize(value) : grouped(value);
}

/** Formats 50000000 as 50,000,000: seven zeros are hard to count. */
function grouped(value: number): string {
  return value < 1_000_000 ? String(value) : String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The error for an unexpected failure. */
export function presentFault(locale: Locale): { err: number; msg: string } {
  return { err: 1, msg: unexpected[locale] };
}

/** The error for an unknown path. */
export function presentNoEndpoint(locale: Locale): { err: number; msg: string } {
  return { err: 1, msg: noEndpoint[locale] };
}
