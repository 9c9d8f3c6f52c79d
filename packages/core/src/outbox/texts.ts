/** How a message leaves the installation. */
export type Channel = 'mail' | 'sms';
/** The languages of messages. */
export type Language = 'zh-Hans' | 'zh-Hant' | 'en';
/** What a message is for. */
export type MessagePurpose = 'register' | 'reset_password' | 'payment_password' | 'confirm_email' | 'test';

/** The words of a mail with a code. */
interface Words {
  readonly subject: string;
  readonly reason: string;
}

const reasons: Readonly<Record<Language, Readonly<Record<MessagePurpose, Words>>>> = {
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

/** What a text says. */
export interface Said {
  readonly tenantName: string;
  readonly purpose: MessagePurpose;
  readonly code: string;
  readonly locale: Language;
}

/** The subject and the text of a mail with a code. */
export function mailText({ tenantName, purpose, code, locale }: Said): { subject: string; text: string } {
  const { subject, reason } = reasons[locale][purpose];
  return {
    subject: `${tenantName}: ${subject}`,
    text: `${reason}\n\n${code}\n\n${endings[locale]}\n\n${tenantName}\n`,
  };
}

/** The text of a text message with a code. */
export function smsText({ tenantName, code }: Pick<Said, 'tenantName' | 'code'>): string {
  return `${tenantName}: ${code}`;
}
