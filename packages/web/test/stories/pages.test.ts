import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const path = '/sign-in';
/** Used by one story after the other. */
let shared: Page;

/** What a story may find of an earlier one. */
async function stateOf(page: Page) {
  await page.getByRole('button', { name: /visitor|訪客/ }).waitFor();
  const inside = await page.evaluate(async () => {
    const { state } = await navigator.permissions.query({ name: 'geolocation' });
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    const looks = [
      '(prefers-color-scheme: dark)',
      '(forced-colors: active)',
      '(prefers-contrast: more)',
      'print',
    ];
    return {
      stored: [Object.keys(localStorage), Object.keys(sessionStorage), databases, await caches.keys()],
      cookie: document.cookie,
      name: window.name,
      steps: history.length,
      lang: document.documentElement.lang,
      looks: looks.filter((look) => matchMedia(look).matches),
      size: [innerWidth, innerHeight],
      hovered: document.querySelectorAll('button:hover').length,
      permission: state,
      script: 'left' in window,
      answer: await fetch('/healthz').then((response) => response.text()),
    };
  });
  await page.evaluate(() =>
    addEventListener('mousemove', ({ buttons }) => Object.assign(window, { buttons })),
  );
  await page.mouse.move(1, 1);
  const buttons: unknown = await page.evaluate(() => Reflect.get(window, 'buttons'));
  return { ...inside, buttons, tabs: page.context().pages().length };
}

test('a story changes what it may of its page', async () => {
  shared = await web.page(undefined, { path });
  const before = await stateOf(shared);
  await shared.evaluate(async () => {
    localStorage.setItem('kith.preferences', JSON.stringify({ language: 'zh-Hant' }));
    sessionStorage.setItem('left', '1');
    document.cookie = 'left=1';
    window.name = 'left';
    Object.assign(window, { left: true });
    await caches.open('left');
    const opening = indexedDB.open('left');
    await new Promise((resolve) => (opening.onsuccess = resolve));
  });
  await shared.reload();
  await shared.evaluate(() => history.pushState({}, '', '/sign-up'));
  await shared.evaluate(() => history.back());
  await shared.evaluate(() => Object.assign(window, { left: true }));
  await shared.emulateMedia({
    colorScheme: 'dark',
    contrast: 'more',
    forcedColors: 'active',
    media: 'print',
  });
  await shared.setViewportSize({ width: 600, height: 400 });
  await shared.context().grantPermissions(['geolocation']);
  await shared.context().route('**/healthz', (route) => route.fulfill({ body: 'not this' }));
  await shared.route('**/healthz', (route) => route.fulfill({ body: 'nor this' }), { times: 1 });
  shared.on('dialog', () => expect.unreachable());
  await shared.getByRole('button', { name: '訪客' }).hover();
  await shared.mouse.down();
  await shared.context().newPage();
  // Nothing of it is as it was.
  const after = Object.entries(await stateOf(shared));
  expect(
    after.filter(
      ([key, value]) => JSON.stringify(value) === JSON.stringify(before[key as keyof typeof before]),
    ),
  ).toEqual([]);
});

test('the next story finds the same page, as a new one', async () => {
  const page = await web.page(undefined, { path });
  expect(page === shared).toBe(true);
  const isNew = await web.page(undefined, { path, isNew: true });
  expect(await stateOf(page)).toEqual(await stateOf(isNew));
  // With a listener left, it would stay open.
  expect(await page.evaluate(() => confirm('?'))).toBe(false);
});

test('what nothing takes back ends with its page', async () => {
  const page = await web.page(undefined, { path });
  expect(page === shared).toBe(true);
  await page.addInitScript(() => Object.assign(window, { left: true }));
});

test('a story after it has another page', async () => {
  const page = await web.page(undefined, { path });
  expect(page === shared).toBe(false);
  expect((await stateOf(page)).script).toBe(false);
});
