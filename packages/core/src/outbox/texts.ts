/** How a message leaves the installation. */
export type Channel = 'mail' | 'sms';
/** The languages of messages. */
export const LANGUAGES = ['zh-Hant', 'zh-Hans', 'en'] as const;
/** A language of messages. */
export type Language = (typeof LANGUAGES)[number];
/** What a code is for. */
type CodePurpose = 'register' | 'reset_password' | 'payment_password' | 'confirm_email' | 'test';
/** What a mail without a code tells. */
export type NoticePurpose =
  | 'email_changed'
  | 'email_removed'
  | 'appeal_granted'
  | 'appeal_refused'
  | 'letter';
/** What a message is for. */
export type MessagePurpose = CodePurpose | NoticePurpose;

/** The words of a mail. */
interface Words {
  readonly subject: string;
  readonly reason: string;
}

const codes: Readonly<Record<Language, Readonly<Record<CodePurpose, Words>>>> = {
  en: {
    register: { subject: 'Your code', reason: 'Use this code to register:' },
    reset_password: { subject: 'Reset your password', reason: 'Use this code to set a new password:' },
    payment_password: { subject: 'Your code', reason: 'Use this code to set your payment password:' },
    confirm_email: {
      subject: 'Confirm your e-mail address',
      reason: 'Use this code to confirm your address:',
    },
    test: { subject: 'Test', reason: 'This is a test. Its code opens nothing:' },
  },
  'zh-Hans': {
    register: { subject: '您的验证码', reason: '注册所用的验证码：' },
    reset_password: { subject: '重置密码', reason: '设置新密码所用的验证码：' },
    payment_password: { subject: '您的验证码', reason: '设置支付密码所用的验证码：' },
    confirm_email: { subject: '确认您的邮箱地址', reason: '确认邮箱地址所用的验证码：' },
    test: { subject: '测试', reason: '这是一封测试邮件，其中的验证码没有用处：' },
  },
  'zh-Hant': {
    register: { subject: '您的驗證碼', reason: '註冊所用的驗證碼：' },
    reset_password: { subject: '重設密碼', reason: '設定新密碼所用的驗證碼：' },
    payment_password: { subject: '您的驗證碼', reason: '設定支付密碼所用的驗證碼：' },
    confirm_email: { subject: '確認您的電子郵件地址', reason: '確認電子郵件地址所用的驗證碼：' },
    test: { subject: '測試', reason: '這是一封測試郵件，其中的驗證碼沒有用處：' },
  },
};

const endings: Readonly<Record<Language, string>> = {
  en: 'It is valid for ten minutes. Give it to nobody. If you did not request it, ignore this mail.',
  'zh-Hans': '十分钟内有效。请勿告诉任何人。如果不是您本人的操作，请忽略这封邮件。',
  'zh-Hant': '十分鐘內有效。請勿告訴任何人。如果不是您本人的操作，請忽略這封郵件。',
};

const notices: Readonly<Record<Language, Readonly<Record<NoticePurpose, Words>>>> = {
  en: {
    email_changed: {
      subject: 'Your e-mail address was changed',
      reason: 'Your account now has another e-mail address instead of this one.',
    },
    email_removed: {
      subject: 'Your e-mail address was removed',
      reason: 'This e-mail address was removed from your account.',
    },
    appeal_granted: {
      subject: 'Your appeal was granted',
      reason: 'We have looked at the decision about your account again, and have lifted it.',
    },
    appeal_refused: {
      subject: 'Your appeal was refused',
      reason: 'We have looked at the decision about your account again, and have kept it.',
    },
    letter: { subject: 'About your account', reason: 'We have decided about your account:' },
  },
  'zh-Hans': {
    email_changed: { subject: '您的邮箱地址已更改', reason: '您的账号已改用其他邮箱地址，不再使用此地址。' },
    email_removed: { subject: '您的邮箱地址已移除', reason: '此邮箱地址已从您的账号中移除。' },
    appeal_granted: { subject: '您的申诉已通过', reason: '我们重新审核了对您账号的决定，现已撤销。' },
    appeal_refused: { subject: '您的申诉未通过', reason: '我们重新审核了对您账号的决定，维持原决定。' },
    letter: { subject: '关于您的账号', reason: '我们对您的账号做出了决定：' },
  },
  'zh-Hant': {
    email_changed: {
      subject: '您的電子郵件地址已變更',
      reason: '您的帳號已改用其他電子郵件地址，不再使用此地址。',
    },
    email_removed: { subject: '您的電子郵件地址已移除', reason: '此電子郵件地址已從您的帳號中移除。' },
    appeal_granted: { subject: '您的申訴已通過', reason: '我們重新審核了對您帳號的決定，現已撤銷。' },
    appeal_refused: { subject: '您的申訴未通過', reason: '我們重新審核了對您帳號的決定，維持原決定。' },
    letter: { subject: '關於您的帳號', reason: '我們對您的帳號做出了決定：' },
  },
};

/** After these, somebody else may have the account. */
const ofAddress: ReadonlySet<MessagePurpose> = new Set<NoticePurpose>(['email_changed', 'email_removed']);

const advice: Readonly<Record<Language, string>> = {
  en: 'If this was not you, sign in, set a new password, and end all other sessions.',
  'zh-Hans': '如果不是您本人的操作，请登录、设置新密码，并退出其他所有设备。',
  'zh-Hant': '如果不是您本人的操作，請登入、設定新密碼，並登出其他所有裝置。',
};

/** What a text says. */
export interface Said {
  readonly tenantName: string;
  readonly purpose: MessagePurpose;
  /** Empty for a notice. */
  readonly code: string;
  /** Absent or empty except for a letter. */
  readonly letter?: string;
  readonly locale: Language;
}

function isNotice(purpose: MessagePurpose): purpose is NoticePurpose {
  return purpose in notices.en;
}

/** The subject and the text of a mail. */
export function mailText({ tenantName, purpose, code, letter, locale }: Said): {
  subject: string;
  text: string;
} {
  const { subject, reason } = isNotice(purpose) ? notices[locale][purpose] : codes[locale][purpose];
  const parts = isNotice(purpose)
    ? [reason, ...(letter ? [letter] : []), ...(ofAddress.has(purpose) ? [advice[locale]] : [])]
    : [reason, code, endings[locale]];
  return { subject: `${tenantName}: ${subject}`, text: `${[...parts, tenantName].join('\n\n')}\n` };
}

/** The text of a text message with a code. */
export function smsText({ tenantName, code }: Pick<Said, 'tenantName' | 'code'>): string {
  return `${tenantName}: ${code}`;
}
