import { transact, type Ctx, type TenantId } from '../kernel/index.js';
import { storeDrafts, type ContentDrafts } from './publish.js';
import { insertSeed, selectTenantsToSeed } from './store.js';

/** The default picture of an article. */
export const ARTICLE_PICTURE = '/uploads/starter/help.jpg';
/** The default picture of a link. */
export const LINK_PICTURE = '/uploads/starter/link.jpg';

/** The initial content of a new tenant. */
const starter: ContentDrafts = {
  articles: [
    {
      position: 'help',
      title: '如何添加好友 · Adding friends',
      summary: '通过用户名、手机号或编号查找 · Search by user name, phone or id',
      body: '<p>在通讯录中点击“添加好友”，输入对方的用户名、手机号或编号，发送申请。对方通过后即可聊天。</p><p>Open the contacts, choose to add a friend, and enter a user name, a phone number or an id. You can chat as soon as your request is accepted.</p>',
      picture: ARTICLE_PICTURE,
      isShown: true,
      sort: 0,
    },
    {
      position: 'help',
      title: '撤回与清空消息 · Taking messages back',
      summary: '长按消息即可撤回 · Press a message for long',
      body: '<p>长按自己发送的消息并选择“撤回”，双方都不再看到它。清空聊天记录可以只清空自己的一侧，也可以清空双方。</p><p>Press one of your messages for long and recall it: it disappears for everybody. A history can be cleared on your side alone or on both.</p>',
      picture: ARTICLE_PICTURE,
      isShown: true,
      sort: 1,
    },
    {
      position: 'help',
      title: '账号与密码安全 · Keeping your account safe',
      summary: '不要把密码和验证码告诉任何人 · Tell nobody your password or a code',
      body: '<p>请设置不易被猜到的密码，不要把密码或短信验证码告诉任何人。修改密码后，其他设备会自动退出。</p><p>Choose a password that nobody guesses, and tell nobody your password or a code from a text message. A new password signs out all other devices.</p>',
      picture: ARTICLE_PICTURE,
      isShown: true,
      sort: 2,
    },
    {
      position: 'about',
      title: '关于我们 · About us',
      summary: '',
      body: '<p>欢迎使用。这里的内容由本站运营者维护。</p><p>Welcome. The operator of this community writes what stands here.</p>',
      picture: '',
      isShown: true,
      sort: 0,
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
    { title: '欢迎 · Welcome', body: '<p>祝您使用愉快！</p><p>Enjoy your stay!</p>', isShown: true },
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
