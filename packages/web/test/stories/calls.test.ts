import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atPace } from '../../../server/test/harness/at-pace.js';
import { PASSWORD, type Person } from '../../../server/test/harness/kith.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const SOON = { timeout: atPace(20_000) };

async function twoFriends(): Promise<[Person, Person, string]> {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  return [ada, bo, await web.kith.befriend(ada, bo)];
}

/** The picture of the other person plays: it has a size, and new frames arrive. */
async function expectPlaying(page: Page): Promise<void> {
  const frames = () =>
    page.getByLabel('Their picture').evaluate((video: HTMLVideoElement) => {
      const { totalVideoFrames } = video.getVideoPlaybackQuality();
      return video.videoWidth > 0 && getComputedStyle(video).opacity === '1' ? totalVideoFrames : 0;
    });
  let last = 0;
  // A new connection counts from zero, so each number is compared with the one before.
  const isMoving = async () => {
    const before = last;
    last = await frames();
    return before > 0 && last > before;
  };
  await expect.poll(isMoving, SOON).toBe(true);
}

async function begin(page: Page, kind: string): Promise<void> {
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.getByRole('menuitem', { name: kind }).click();
}

function ringing(page: Page, name: string) {
  return page.getByRole('alertdialog', { name });
}

test('two friends see each other; another device stops ringing, a reload goes on, and the chat has the record', async () => {
  const [ada, bo, listId] = await twoFriends();
  const { token } = await web.kith.visitor().in.login({ username: bo.username, password: PASSWORD });
  const [atAda, atBo, desk] = await Promise.all([
    web.page(ada, { path: `/chats/${listId}` }),
    web.page(bo, { path: '/contacts', viewport: 'phone' }),
    web.page({ ...bo, token }, { path: '/me' }),
  ]);
  await desk.getByRole('button', { name: 'Sign out' }).waitFor();
  await atBo.getByRole('link', { name: /^ada/ }).waitFor();
  await begin(atAda, 'Video call');
  await atAda.getByRole('dialog', { name: 'Video call with bo' }).getByText('Calling …').waitFor();
  const call = 'ada is calling: Video call';
  await Promise.all([ringing(atBo, call).waitFor(), ringing(desk, call).waitFor()]);
  // The layer has the focus, but no button does: what somebody types answers nothing.
  expect(await ringing(atBo, call).evaluate((layer) => layer === document.activeElement)).toBe(true);
  expect(await faultsOf(atBo)).toEqual([]);
  await atBo.getByRole('button', { name: 'Answer', exact: true }).click();
  await ringing(desk, call).waitFor({ state: 'hidden' });
  await Promise.all([expectPlaying(atAda), expectPlaying(atBo)]);
  expect(await faultsOf(atAda)).toEqual([]);

  await atAda.getByRole('button', { name: 'Camera', exact: true }).click();
  await expect
    .poll(() => atBo.getByLabel('Their picture').evaluate((one) => getComputedStyle(one).opacity), SOON)
    .toBe('0');
  await atBo.getByText('ada’s camera is off').waitFor();
  await atAda.getByRole('button', { name: 'Camera', exact: true }).click();
  await expectPlaying(atBo);
  await atAda.getByRole('button', { name: 'Mute the microphone' }).click();
  await atAda.getByRole('button', { name: 'Mute the microphone', pressed: true }).waitFor();
  await atBo.getByText('ada’s microphone is off').waitFor();

  await atBo.reload();
  await Promise.all([expectPlaying(atAda), expectPlaying(atBo)]);
  await atBo.getByText('ada’s microphone is off').waitFor();

  await atAda.getByRole('button', { name: 'Microphone, camera and speaker' }).click();
  const devices = atAda.getByRole('group', { name: 'Microphone, camera and speaker' });
  await devices.getByLabel('Microphone').selectOption('Fake Audio Input 2');
  await devices.getByLabel('Speaker').selectOption('Fake Audio Output 2');
  const kept = () =>
    atAda.evaluate(() => Object.keys(JSON.parse(localStorage.getItem('kith.devices') ?? '{}')).toSorted());
  await expect.poll(kept).toEqual(['microphone', 'speaker']);
  expect(await faultsOf(atAda)).toEqual([]);
  await atAda.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await atAda.getByRole('button', { name: 'Camera', exact: true }).click();
  await atAda.getByRole('button', { name: 'Camera', exact: true }).click();
  await atAda.getByRole('alert').getByText('The page may not use the camera.').waitFor();

  await atAda.getByRole('button', { name: 'Make small' }).click();
  await atAda.getByLabel('Message', { exact: true }).fill('I see you');
  await atAda.keyboard.press('Enter');
  await atAda.getByLabel('Sent', { exact: true }).waitFor();
  await atAda.getByRole('button', { name: 'Hang up' }).click();
  await atAda.getByRole('dialog').waitFor({ state: 'hidden' });
  await atBo.getByText('ada hung up.').or(atBo.getByText('The call has ended.')).waitFor();
  await atAda
    .getByRole('region', { name: 'Messages' })
    .getByText(/^Video call\s*0:\d\d/)
    .waitFor();
  await atBo.getByRole('dialog').waitFor({ state: 'hidden' });
});

/** A page that nobody looks at, whose reader allows notifications; they are kept in place of being shown. */
async function putInBackground(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { get: () => true });
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
    const desk = new Map<string, { title: string; close(): void }>();
    ServiceWorkerRegistration.prototype.showNotification = (title, { tag = '' } = {}) => {
      desk.set(tag, { title, close: () => desk.delete(tag) });
      return Promise.resolve();
    };
    ServiceWorkerRegistration.prototype.getNotifications = ({ tag } = {}) =>
      Promise.resolve(
        [...desk].filter(([one]) => tag === undefined || one === tag).map(([, one]) => one as never),
      );
  });
}

function notified(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title }) => title);
  });
}

test('a call is declined, cancelled, missed, or meets somebody who talks; each says so and leaves its record', async () => {
  const [ada, bo, listId] = await twoFriends();
  const path = `/chats/${listId}`;
  const { token } = await web.kith.visitor().in.login({ username: bo.username, password: PASSWORD });
  const [atAda, atBo, phone, tab] = await Promise.all([
    web.page(ada, { path }),
    web.page(bo, { path }),
    web.page({ ...bo, token }, { path, viewport: 'phone' }),
    web.page(bo, { path: '/contacts', hasWorker: true, prepare: putInBackground }),
  ]);
  const stopsEverywhere = async (call: string) => {
    for (const page of [atBo, phone, tab]) await ringing(page, call).waitFor({ state: 'hidden' });
  };
  const history = atAda.getByRole('region', { name: 'Messages' });
  // A page over plain HTTP has no locks: calls ring there too.
  await atBo.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  await atBo.reload();
  await atBo.getByLabel('Message', { exact: true }).click();
  await begin(atAda, 'Voice call');
  const call = 'ada is calling: Voice call';
  for (const page of [atBo, phone, tab]) await ringing(page, call).waitFor();
  await expect.poll(() => notified(tab)).toEqual([call]);
  await atBo.getByRole('button', { name: 'Decline' }).click();
  await stopsEverywhere(call);
  expect(await notified(tab)).toEqual([]);
  await atAda.getByText('bo declined.').waitFor();
  await history.getByText('Declined').waitFor();
  // The focus is back where it was.
  expect(await atBo.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  await atAda.getByRole('button', { name: 'Close' }).click();

  await begin(atAda, 'Voice call');
  for (const page of [atBo, phone, tab]) await ringing(page, call).waitFor();
  await atAda.getByRole('button', { name: 'Hang up' }).click();
  await stopsEverywhere(call);
  await atBo.getByRole('region', { name: 'Messages' }).getByText('Missed').waitFor();

  const cy = await web.kith.person('cy');
  const withCy = await web.kith.befriend(bo, cy);
  await bo.im.message.sendVideo({ list_id: withCy, content_type: 7 });
  await begin(atAda, 'Voice call');
  await atAda.getByRole('dialog').getByRole('status').getByText('This person is in another call').waitFor();
  await atAda.getByRole('button', { name: 'Close' }).click();
  await history.getByText('Busy').waitFor();
  await bo.im.message.closeVideo({ list_id: withCy });

  // Whoever closes the tab does not let it ring, even if another one stays open.
  const other = await atAda.context().newPage();
  await other.goto(`${web.kith.url}/contacts`);
  await other.getByRole('link', { name: /^bo/ }).waitFor();
  await begin(atAda, 'Voice call');
  await ringing(phone, call).waitFor();
  await atAda.close();
  await ringing(phone, call).waitFor({ state: 'hidden', ...SOON });
  await stopsEverywhere(call);
  await expect
    .poll(() => phone.getByRole('region', { name: 'Messages' }).getByText('Missed').count())
    .toBe(3);
});

test('a call that ends without a network ends at both sides: at once here, there when the server hears of it', async () => {
  const [ada, bo, listId] = await twoFriends();
  const path = `/chats/${listId}`;
  const [atAda, atBo] = await Promise.all([
    web.page(ada, { path, canCut: true, expects: /ERR_INTERNET_DISCONNECTED/ }),
    web.page(bo, { path }),
  ]);
  await begin(atAda, 'Voice call');
  await ringing(atBo, 'ada is calling: Voice call').waitFor();
  await atBo.getByRole('button', { name: 'Answer', exact: true }).click();
  const clock = (page: Page) => page.getByRole('dialog').getByText(/^0:\d\d$/);
  await Promise.all([clock(atAda).waitFor(), clock(atBo).waitFor()]);

  await web.setOffline(atAda, true);
  // The way between both does not need the server.
  await clock(atAda).waitFor();
  await atAda.getByRole('button', { name: 'Hang up' }).click();
  await atAda.getByRole('dialog').waitFor({ state: 'hidden' });
  await atBo.getByText('Reconnecting …').waitFor();
  await web.setOffline(atAda, false);
  await atBo.getByText('The call has ended.').waitFor();
});
