import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../server/test/harness/eventually.js';
import { startPushService, VAPID, type PushService } from '../../../server/test/messengers/push-service.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

let service: PushService;
const web = useBrowser({
  overrides: {
    timing: { pushAfterMs: 0, sendPushesEveryMs: 10 },
    ports: {
      push: {
        publicKey: VAPID.publicKey,
        accepts: (endpoint) => service.sender.accepts(endpoint),
        send: (subscription, note) => service.sender.send(subscription, note),
      },
    },
  },
});
beforeAll(async () => void (service = await startPushService()));
afterAll(() => service.stop());

/** Chromium without a push service of its own: its subscriptions are made by the one above. */
async function givePushService(context: BrowserContext): Promise<string> {
  const { path, endpoint, p256dh, auth } = service.subscribe();
  await context.addInitScript(
    (given) => {
      let current: object | null = null;
      // Its reader says yes.
      let permission: NotificationPermission = localStorage.getItem('said-yes') ? 'granted' : 'default';
      Object.defineProperty(Notification, 'permission', { get: () => permission });
      Notification.requestPermission = () => {
        localStorage.setItem('said-yes', 'yes');
        return Promise.resolve((permission = 'granted'));
      };
      PushManager.prototype.getSubscription = () => Promise.resolve(current as PushSubscription | null);
      PushManager.prototype.subscribe = (options) => {
        const key = String(options?.applicationServerKey).replaceAll('-', '+').replaceAll('_', '/');
        current = {
          endpoint: given.endpoint,
          options: { applicationServerKey: Uint8Array.from(atob(key), (one) => one.charCodeAt(0)).buffer },
          toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }),
          unsubscribe: () => {
            current = null;
            return Promise.resolve(true);
          },
        };
        return Promise.resolve(current as PushSubscription);
      };
    },
    { endpoint, p256dh, auth },
  );
  return path;
}

/** Hands push messages to the worker of a browser, as its push service would. */
async function makeDelivery(page: Page): Promise<(payload: unknown) => Promise<void>> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [one] = registrations;
      if (one) resolve(one.registrationId);
    }),
  );
  await cdp.send('ServiceWorker.enable');
  const registrationId = await registered;
  return async (payload) => {
    await cdp.send('ServiceWorker.deliverPushMessage', {
      origin: web.kith.url,
      registrationId,
      data: JSON.stringify(payload),
    });
  };
}

/** A worker with the notifications that it shows, also in a Chromium that has no desktop to show them on. */
interface Desk {
  readonly worker: Worker;
  shows(expected: readonly [string, string][]): Promise<void>;
}

async function openDesk(page: Page): Promise<Desk> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const worker = page.context().serviceWorkers()[0]!;
  await worker.evaluate(() => {
    type Shown = { title: string; body: string; tag: string; data: unknown; close(): void };
    const desk: Shown[] = ((self as unknown as { desk: Shown[] }).desk = []);
    const take = (tag: string) => desk.splice(0, desk.length, ...desk.filter((one) => one.tag !== tag));
    ServiceWorkerRegistration.prototype.showNotification = (title, { body = '', tag = '', data } = {}) => {
      take(tag);
      desk.push({ title, body, tag, data: data as unknown, close: () => take(tag) });
      return Promise.resolve();
    };
    ServiceWorkerRegistration.prototype.getNotifications = ({ tag } = {}) =>
      Promise.resolve(
        desk.filter((one) => tag === undefined || one.tag === tag) as unknown as Notification[],
      );
  });
  const shown = () =>
    worker.evaluate(() =>
      (self as unknown as { desk: { title: string; body: string }[] }).desk.map(({ title, body }) => [
        title,
        body,
      ]),
    );
  return {
    worker,
    shows: async (expected) => {
      await expect.poll(shown).toEqual(expected);
    },
  };
}

/** The next push message for a path, after so many. */
async function pushedAfter(path: string, count: number): Promise<unknown> {
  const mine = () => service.pushed.filter((one) => one.path === path);
  await eventually('the push message arrives', () => mine().length > count);
  return mine()[count]!.payload;
}

test('messages are shown while the client is closed, one for each chat, until they are read elsewhere', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  const say = (text: string) => bo.im.message.textMsg({ list_id, content_type: 0, content: { text } });
  let path = '';
  const page = await web.page(ada, {
    path: `/chats/${list_id}`,
    hasWorker: true,
    prepare: async (context) => void (path = await givePushService(context)),
  });

  // Asked after the first message that is sent, not before.
  await page.getByLabel('Message', { exact: true }).fill('Tea?');
  expect(await page.getByText('Shall Kith tell you').count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Turn on' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('You will be told of new messages.').waitFor();

  // A page of the same origin that opens no socket: the client is closed.
  await page.goto(`${web.kith.url}/LICENSES.txt`);
  await eventually('ada is away', () => !web.kith.server.deps.presence.isOnline(ada.id as never));
  const { worker, shows } = await openDesk(page);
  const deliver = await makeDelivery(page);
  await say('At five');
  await deliver(await pushedAfter(path, 0));
  await shows([['bo', 'At five']]);
  await say('Or six');
  await deliver(await pushedAfter(path, 1));
  await shows([['bo', 'Or six']]);
  await ada.im.get.chatData({ list_id, is_up: 1 });
  await deliver(await pushedAfter(path, 2));
  await shows([]);

  // Without texts, once she wants it so.
  await page.goto(`${web.kith.url}/me/notifications`);
  await page.getByRole('switch', { name: 'Show names and texts' }).click();
  await eventually('it is kept', async () => (await ada.im.push.config()).show_text === 0);
  await page.goto(`${web.kith.url}/LICENSES.txt`);
  await eventually('ada is away', () => !web.kith.server.deps.presence.isOnline(ada.id as never));
  await say('A secret');
  await deliver(await pushedAfter(path, 3));
  await shows([['Kith', 'New message']]);

  // A press leads to the chat in the tab that is open.
  await page.goto(`${web.kith.url}/contacts`);
  await page.getByRole('heading', { name: 'Contacts' }).waitFor();
  await worker.evaluate(async () => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration };
    const [notification] = await scope.registration.getNotifications();
    // Without a hand that presses, the browser does not move the focus.
    const waitUntil = (work: Promise<unknown>) => void work.catch(() => undefined);
    self.dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil }));
  });
  await page.waitForURL(`**/chats/${list_id}`);
  await page.getByRole('region', { name: 'Messages' }).getByText('A secret').waitFor();
  await shows([]);

  // Signed out: nothing is shown any more, whatever still arrives.
  await page.goto(`${web.kith.url}/me`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  const asked = worker.evaluate(
    () =>
      new Promise<void>((resolve) => {
        PushManager.prototype.getSubscription = () => {
          resolve();
          return Promise.resolve(null);
        };
      }),
  );
  await deliver({ type: 'message', list_id, title: 'bo', sender: '', text: 'Late', content_type: 0 });
  // It ends what is left of the subscription instead.
  await asked;
  await shows([]);
});
