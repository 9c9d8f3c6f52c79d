import { createStore } from 'zustand/vanilla';
import { createEmitter } from './emitter.js';
import { sessions } from './session.js';
import { trustedScript } from './trusted-script.js';

/** What the service worker knows of the account; it reads the same names. */
export interface WorkerAccount {
  readonly userId: number;
  readonly words: {
    readonly app: string;
    readonly message: string;
    readonly test: string;
    readonly kinds: Readonly<Record<string, string>>;
  };
}

const CACHE = 'kith-account';
const KEY = '/account';
/** A browser looks for a new version when a page is opened; a tab may stay open for weeks. */
const LOOK_EVERY_MS = 3_600_000;

/** Whether a new version of the client is ready. */
export const newVersion = createStore<{ readonly isReady: boolean }>(() => ({ isReady: false }));

/** A notification was pressed: the path of what it is about. */
export const opened = createEmitter<string>();

/** The worker, or undefined where browsers have none: without HTTPS, and in some private windows. */
function container(): ServiceWorkerContainer | undefined {
  return 'serviceWorker' in navigator ? navigator.serviceWorker : undefined;
}

/** The registration of the worker, once it can work. */
export async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return container()?.getRegistration();
}

/** Starts the worker, which keeps the client for times without a network and shows push messages. */
export async function startWorker(): Promise<void> {
  const workers = container();
  if (!workers) return;
  workers.addEventListener('message', ({ data }) => {
    const { type, path } = data as { type?: unknown; path?: unknown };
    if (type === 'open' && typeof path === 'string') opened.emit(path);
  });
  sessions.subscribe(({ session }) => {
    // Where the storage of workers is forbidden there is nothing to forget.
    if (!session) forgetAccount().catch(() => undefined);
  });
  await workers.register(trustedScript('service'), { updateViaCache: 'none' });
  const found = await registration();
  if (!found) return;
  const look = () => newVersion.setState({ isReady: found.waiting !== null && workers.controller !== null });
  look();
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', look));
  let lookedAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = Date.now();
    // Without a network there is nothing new.
    found.update().catch(() => undefined);
  });
}

/** Lets the new version take over, and shows it. */
export async function takeNewVersion(): Promise<void> {
  newVersion.setState({ isReady: false });
  const found = await registration();
  container()?.addEventListener('controllerchange', () => location.reload(), { once: true });
  found?.waiting?.postMessage({ type: 'update' });
}

/** Leaves for the worker whose push messages it may show, and the words for them. */
export async function introduceAccount(account: WorkerAccount): Promise<void> {
  const known = await loadAccount();
  // What a push service still holds for another account must not appear here.
  if (known && known.userId !== account.userId) await endSubscription();
  await (await caches.open(CACHE)).put(KEY, Response.json(account));
}

async function loadAccount(): Promise<WorkerAccount | undefined> {
  return (await (await (await caches.open(CACHE)).match(KEY))?.json()) as WorkerAccount | undefined;
}

async function forgetAccount(): Promise<void> {
  await caches.delete(CACHE);
  await endSubscription();
  for (const notification of (await (await registration())?.getNotifications()) ?? []) notification.close();
}

/** Ends the subscription of this browser; the server's ends with the session. */
export async function endSubscription(): Promise<void> {
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe();
}

/** Shows a notification, if the reader allows them. A press leads to the chat. */
export async function showNotification(
  title: string,
  { tag, listId }: { readonly tag: string; readonly listId: string },
): Promise<void> {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  await (
    await registration()
  )?.showNotification(title, { tag, icon: '/icon-192.png', requireInteraction: true, data: { listId } });
}

/** Closes a notification: that of a chat has its id as tag. */
export async function closeNotification(tag: string): Promise<void> {
  for (const one of (await (await registration())?.getNotifications({ tag })) ?? []) one.close();
}
