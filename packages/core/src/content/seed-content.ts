import { transact, type Ctx, type TenantId } from '../kernel/index.js';
import { storeDrafts, type ContentDrafts } from './publish.js';
import { insertSeed, selectTenantsToSeed } from './store.js';

/** The default picture of an article. */
export const ARTICLE_PICTURE = '/uploads/starter/help.jpg';
/** The default picture of a link. */
export const LINK_PICTURE = '/uploads/starter/link.jpg';

/** The initial content of a new tenant: its articles in each language, the rest in all languages at once. */
const starter: ContentDrafts = {
  articles: [
    {
      position: 'help',
      picture: ARTICLE_PICTURE,
      isShown: true,
      sort: 0,
      texts: {
        'zh-Hans': {
          title: '如何添加好友',
          summary: '通过用户名、手机号或编号查找',
          body: '<p>在通讯录中点击“添加好友”，输入对方的用户名、手机号或编号，发送申请。对方通过后即可聊天。</p>',
        },
        'zh-Hant': {
          title: '如何新增好友',
          summary: '以使用者名稱、手機號碼或編號搜尋',
          body: '<p>在通訊錄中點選「新增好友」，輸入對方的使用者名稱、手機號碼或編號，送出申請。對方通過後即可聊天。</p>',
        },
        en: {
          title: 'Adding friends',
          summary: 'Search by user name, phone number or id',
          body: '<p>In the contacts, choose “Add friend”, enter a user name, a phone number or an id, and send the request. You can chat as soon as it is accepted.</p>',
        },
      },
    },
    {
      position: 'help',
      picture: ARTICLE_PICTURE,
      isShown: true,
      sort: 1,
      texts: {
        'zh-Hans': {
          title: '撤回与清空消息',
          summary: '长按消息即可撤回',
          body: '<p>长按自己发送的消息并选择“撤回”，所有人都不再看到它。聊天记录可以只清空自己的一侧，也可以清空双方。</p>',
        },
        'zh-Hant': {
          title: '收回與清空訊息',
          summary: '長按訊息即可收回',
          body: '<p>長按自己傳送的訊息並選擇「收回」，所有人都不再看到它。聊天記錄可以只清空自己的一側，也可以清空雙方。</p>',
        },
        en: {
          title: 'Recalling and clearing messages',
          summary: 'Press and hold a message to recall it',
          body: '<p>Press and hold one of your messages and choose “Recall”: it disappears for everybody. You can clear a history on your side only or on both sides.</p>',
        },
      },
    },
    {
      position: 'help',
      picture: ARTICLE_PICTURE,
      isShown: true,
      sort: 2,
      texts: {
        'zh-Hans': {
          title: '账号与密码安全',
          summary: '不要把密码和验证码告诉任何人',
          body: '<p>请设置不易被猜到的密码，不要把密码或短信验证码告诉任何人。修改密码后，其他设备会自动退出登录。</p>',
        },
        'zh-Hant': {
          title: '帳號與密碼安全',
          summary: '不要把密碼和驗證碼告訴任何人',
          body: '<p>請設定不易被猜到的密碼，不要把密碼或簡訊驗證碼告訴任何人。變更密碼後，其他裝置會自動登出。</p>',
        },
        en: {
          title: 'Keeping your account safe',
          summary: 'Never share your password or a code',
          body: '<p>Choose a password that is hard to guess, and never share your password or a code from a text message. Changing the password signs out all other devices.</p>',
        },
      },
    },
    {
      position: 'about',
      picture: '',
      isShown: true,
      sort: 0,
      texts: {
        'zh-Hans': { title: '关于我们', summary: '', body: '<p>欢迎使用。本页内容由本站运营者维护。</p>' },
        'zh-Hant': { title: '關於我們', summary: '', body: '<p>歡迎使用。本頁內容由本站營運者維護。</p>' },
        en: {
          title: 'About us',
          summary: '',
          body: '<p>Welcome. The operator of this community maintains this page.</p>',
        },
      },
    },
  ],
  menu: [
    {
      name: '百科',
      url: 'https://www.wikipedia.org/',
      port: '',
      picture: LINK_PICTURE,
      isShown: true,
      sort: 0,
    },
  ],
  explore: [
    {
      name: '地图',
      url: 'https://www.openstreetmap.org/',
      port: '',
      picture: LINK_PICTURE,
      isShown: true,
      sort: 0,
    },
  ],
  announcements: [
    {
      texts: {
        all: {
          title: '欢迎 · 歡迎 · Welcome',
          body: '<p>欢迎加入，祝您使用愉快！</p><p>歡迎加入，祝您使用愉快！</p><p>Welcome, and enjoy your stay!</p>',
        },
      },
      isShown: true,
    },
  ],
};

/** Publishes the initial content of a tenant, once: content that the operator removes is not restored. */
export async function seedContent(ctx: Ctx): Promise<void> {
  await transact(ctx, async (tx) => {
    if (await insertSeed(tx)) await storeDrafts(tx, starter);
  });
}

/** The tenants for which `seedContent` has not run. */
export function findTenantsToSeed(db: Ctx['db']): Promise<TenantId[]> {
  return selectTenantsToSeed(db);
}
