import type { DomainError, ErrorCode, ValueRule } from '@kith/core/kernel';
import type { Locale, LocalizedText } from './locale.js';
import { presentSize } from './size.js';

const localized = (hans: string, hant: string, en: string): LocalizedText => ({
  'zh-Hans': hans,
  'zh-Hant': hant,
  en,
});

/** The sentence of every refusal; `{field}`, `{used}` and `{limit}` are its details. */
export const refusalTexts: Readonly<Record<ErrorCode, LocalizedText>> = {
  invalid: localized('参数错误：{field}', '參數錯誤：{field}', 'Invalid value: {field}'),
  not_signed_in: localized('请先登录', '請先登入', 'Please sign in'),
  wrong_credentials: localized('用户名或密码错误', '帳號或密碼錯誤', 'Wrong user name or password'),
  account_frozen: localized('账号已冻结', '帳號已凍結', 'This account is frozen'),
  account_deleting: localized(
    '账号正在注销，解冻后可以保留',
    '帳號正在註銷，解凍後可以保留',
    'This account is being deleted; reactivate it to keep it',
  ),
  account_disabled: localized('账号已被禁用', '帳號已被停用', 'This account is disabled'),
  username_taken: localized('这个用户名已经存在了', '這個帳號已經有人使用', 'This user name is taken'),
  registration_closed: localized('暂不开放注册', '暫不開放註冊', 'Registration is closed'),
  wrong_code: localized('验证码错误或已过期', '驗證碼錯誤或已過期', 'The code is wrong or has expired'),
  wrong_passkey: localized(
    '此通行密钥无法使用，请重试或换一种方式',
    '此通行密鑰無法使用，請重試或換一種方式',
    'This passkey was not accepted; try again, or use another way',
  ),
  wrong_invite_code: localized(
    '请填写有效的邀请码',
    '請填寫有效的邀請碼',
    'Please enter a valid invitation code',
  ),
  address_full: localized(
    '当前网络注册的账号已达上限',
    '目前網路註冊的帳號已達上限',
    'Too many accounts were registered from this network',
  ),
  visitors_full: localized(
    '今日游客名额已满，请注册账号',
    '今日訪客名額已滿，請註冊帳號',
    'No more guests are admitted today; please register an account',
  ),
  enrolment_required: localized(
    '请先设置密码和身份验证器',
    '請先設定密碼和驗證器',
    'Set a password and an authenticator first',
  ),
  step_up_required: localized('请先再次验证身份', '請先再次驗證身分', 'Confirm your identity first'),
  last_owner: localized('至少需要一位所有者', '至少需要一位擁有者', 'At least one owner must remain'),
  stale: localized('其他管理员已处理', '其他管理員已處理', 'Somebody has decided this meanwhile'),
  feature_off: localized('功能未开启', '功能未開啟', 'This feature is not available'),
  not_owner: localized('没有权限操作他人的内容', '沒有權限操作他人的內容', 'This belongs to someone else'),
  not_found: localized('内容不存在', '內容不存在', 'This does not exist'),
  locked: localized(
    '这是陌生人的消息，解锁后才能查看',
    '這是陌生人的訊息，解鎖後才能查看',
    'Unlock this message from a stranger to read it',
  ),
  awaiting_answer: localized(
    '对方回复后才能继续发送',
    '對方回覆後才能繼續傳送',
    'You can send more after a reply',
  ),
  no_tickets: localized('今日配对次数已用完', '今日配對次數已用完', 'You have no matches left today'),
  no_super_waves: localized(
    '今日超级打招呼次数已用完',
    '今日超級打招呼次數已用完',
    'You have no super waves left today',
  ),
  not_friends: localized('你们还不是好友', '你們還不是好友', 'You are not friends'),
  blocked: localized(
    '消息已发出，但被对方拒收了',
    '訊息已發出，但被對方拒收了',
    'This person does not accept your messages',
  ),
  bucketed: localized('您已被暂时禁言', '您已被暫時禁言', 'You are temporarily muted'),
  muted: localized('您已被禁言', '您已被禁言', 'You are muted'),
  forbidden: localized('没有权限', '沒有權限', 'You do not have permission'),
  busy: localized('对方正在通话中', '對方正在通話中', 'This person is in another call'),
  in_call: localized('您正在通话中', '您正在通話中', 'You are already in a call'),
  call_over: localized('通话已结束', '通話已結束', 'This call has ended'),
  no_group_calls: localized('群聊暂不支持通话', '群聊暫不支援通話', 'Groups do not support calls'),
  no_agent: localized('暂无客服', '暫無客服', 'Customer service is not available'),
  already_friends: localized('你们已经是好友了', '你們已經是好友了', 'You are already friends'),
  full: localized('人数已达上限：{limit}', '人數已達上限：{limit}', 'This group is full (limit: {limit})'),
  conflict: localized('重复的请求', '重複的請求', 'Duplicate request'),
  no_such_icon: localized('头像设置错误', '頭像設定錯誤', 'This avatar is not available'),
  too_large: localized('内容过大', '內容過大', 'This is too large'),
  unsupported_media: localized('不支持的文件类型', '不支援的檔案類型', 'This file type is not supported'),
  not_savable: localized(
    '只能收藏文字、图片、语音、视频和文件，阅后即焚消息除外',
    '只能收藏文字、圖片、語音、影片和檔案，閱後即焚訊息除外',
    'Only text, pictures, voice, video and files can be saved, except messages that burn after reading',
  ),
  quota_exceeded: localized(
    '空间已满：已用 {used}，上限 {limit}',
    '空間已滿：已用 {used}，上限 {limit}',
    'Storage is full: {used} of {limit} used',
  ),
  upload_quota: localized(
    '今日上传已达上限 {limit}，请明天再试',
    '今日上傳已達上限 {limit}，請明天再試',
    'The daily upload limit of {limit} is reached; please try again tomorrow',
  ),
  receipt_unverified: localized(
    '无法核实这笔购买',
    '無法核實這筆購買',
    'This purchase could not be verified',
  ),
  too_many_requests: localized(
    '操作太频繁，请稍后再试',
    '操作太頻繁，請稍後再試',
    'Too many requests; please try again later',
  ),
  too_slow: localized(
    '网络太慢，上传已中断，请重试',
    '網路太慢，上傳已中斷，請重試',
    'The connection is too slow; please try again',
  ),
  not_stored: localized(
    '文件保存失败，请稍后再试',
    '檔案儲存失敗，請稍後再試',
    'The file could not be saved; please try again later',
  ),
  unavailable: localized(
    '服务繁忙，请稍后再试',
    '服務繁忙，請稍後再試',
    'The server is busy; please try again later',
  ),
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
    '帳號須為1到20位的文字、數字或底線，或電子郵件',
    'A user name has 1 to 20 letters, digits or underscores, or is an e-mail address',
  ),
  username_number: localized(
    '纯数字的用户名须是以短信验证码验证过的手机号码',
    '純數字的帳號須是以簡訊驗證碼驗證過的手機號碼',
    'A user name of digits only must be a phone number verified by a text message',
  ),
  name_reserved: localized(
    '该名称为官方保留，请换一个',
    '該名稱為官方保留，請換一個',
    'This name is reserved; please choose another one',
  ),
  password_common: localized(
    '密码过于常见或与用户名相近，容易被猜到，请换一个',
    '密碼過於常見或與帳號相近，容易被猜到，請換一個',
    'This password is too common or too close to the user name; please choose another one',
  ),
  email: localized('邮箱地址错误', '電子郵件地址錯誤', 'Invalid e-mail address'),
  email_taken: localized(
    '该邮箱地址已被其他账号使用',
    '此電子郵件地址已被其他帳號使用',
    'Another account has this e-mail address',
  ),
  tenant_taken: localized(
    '已有其他租户使用此编号',
    '已有其他租戶使用此編號',
    'Another tenant has this number',
  ),
  plan_taken: localized(
    '代码或商店商品已被其他套餐使用，或套餐过多',
    '代碼或商店商品已被其他方案使用，或方案過多',
    'Another plan has this code or product, or there are too many plans',
  ),
  phone: localized('手机号码错误', '手機號碼錯誤', 'Invalid phone number'),
  self: localized('不能选择自己', '不能選擇自己', 'You cannot choose yourself'),
  empty: localized('不能为空：{field}', '不能為空：{field}', 'This must not be empty: {field}'),
  length: localized(
    '不能超过{limit}个字：{field}',
    '不能超過{limit}個字：{field}',
    'At most {limit} characters: {field}',
  ),
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

/** The sentence for an unexpected failure. */
export const unexpectedText: LocalizedText = localized(
  '系统错误，请稍后再试',
  '系統錯誤，請稍後再試',
  'Something went wrong; please try again',
);
/** The sentence for an unknown path. */
export const noEndpointText: LocalizedText = localized('接口不存在', '介面不存在', 'Unknown endpoint');

/** The sentence of a refusal: that of the rule, if it has one. `field` is the name of its field on the wire. */
export function wordRefusal(error: DomainError, locale: Locale, field: string | undefined): string {
  const { rule } = error.detail;
  const sentence = rule ? rules[rule] : refusalTexts[error.code];
  return sentence[locale].replaceAll(/\{(field|used|limit)\}/g, (_, name: 'field' | 'used' | 'limit') =>
    presentDetail(error, name, field),
  );
}

function presentDetail(
  { detail }: DomainError,
  name: 'field' | 'used' | 'limit',
  field: string | undefined,
): string {
  const value = (name === 'field' ? field : detail[name]) ?? '';
  if (typeof value !== 'number') return value;
  return detail.unit === 'bytes' ? presentSize(value) : grouped(value);
}

/** Formats 50000000 as 50,000,000: seven zeros are hard to count. */
function grouped(value: number): string {
  return value < 1_000_000 ? String(value) : String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
