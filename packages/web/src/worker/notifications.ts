import { isPage } from './files.js';

declare const self: ServiceWorkerGlobalScope;

/** What the page leaves for the worker; gone at sign-out. */
interface Account {
  readonly userId: number;
  /** In the language of the page. */
  readonly words: {
    readonly app: string;
    /** In place of a text that is hidden. */
    readonly message: string;
    readonly test: string;
    /** By content type, in place of what is no text. */
    readonly kinds: Readonly<Record<string, string>>;
  };
}

/** The payload of a push message, as docs/dialects/im.md describes it. */
type Note =
  | {
      readonly type: 'message';
      readonly list_id: string;
      readonly title: string;
      readonly sender: string;
      readonly text: string;
      readonly content_type: number | null;
    }
  | { readonly type: 'read'; readonly list_id: string }
  | { readonly type: 'test' };

/** Shows a message, one notification for each chat, or takes back that of a chat that was read elsewhere. */
export async function handlePush(data: PushMessageData | null): Promise<void> {
  const account = await loadAccount();
  // Nobody is signed in any more: what still arrives is for nobody here.
  if (!account) return endSubscription();
  const note = data?.json() as Note | undefined;
  switch (note?.type) {
    case 'message':
      // Whoever is looking at the client sees it there.
      if (!(await findTabs()).some(({ focused }) => focused)) await show(note, account);
      return;
    case 'read':
      return close(note.list_id);
    case 'test':
      return self.registration.showNotification(account.words.app, {
        body: account.words.test,
        icon: ICON,
        tag: 'test',
      });
    case undefined:
  }
}

const ICON = '/icon-192.png';

async function show(note: Note & { type: 'message' }, { words }: Account): Promise<void> {
  const text = note.text || words.kinds[String(note.content_type)] || words.message;
  // `renotify` is not in the types of TypeScript: a further message of the chat makes itself heard.
  const options: NotificationOptions & { renotify: boolean } = {
    body: note.sender === '' ? text : `${note.sender}: ${text}`,
    icon: ICON,
    tag: note.list_id,
    renotify: true,
    data: { listId: note.list_id },
  };
  await self.registration.showNotification(note.title || words.app, options);
}

async function close(tag: string): Promise<void> {
  for (const notification of await self.registration.getNotifications({ tag })) notification.close();
}

/** The tabs that show the client. */
async function findTabs(): Promise<WindowClient[]> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return windows.filter(({ url }) => isPage(new URL(url).pathname));
}

/** Opens the chat of a notification in the tab that is open, or in a new one. */
export async function openChat(notification: Notification): Promise<void> {
  notification.close();
  const { listId } = (notification.data ?? {}) as { listId?: string };
  const path = listId === undefined ? '/chats' : `/chats/${listId}`;
  const [open] = await findTabs();
  if (!open) return void (await self.clients.openWindow(path));
  open.postMessage({ type: 'open', path });
  await open.focus();
}

async function endSubscription(): Promise<void> {
  await (await self.registration.pushManager.getSubscription())?.unsubscribe();
}

/** The same names as in the page's `client/worker.ts`. */
async function loadAccount(): Promise<Account | undefined> {
  const cache = await caches.open('kith-account');
  return (await (await cache.match('/account'))?.json()) as Account | undefined;
}
