import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { halves } from '../../../server/test/media/samples.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const history = (page: Page) => page.getByRole('region', { name: 'Messages' });
const gone = (layer: Locator) => layer.waitFor({ state: 'detached' });
const pathOf = (page: Page) => new URL(page.url()).pathname;

test('the way back closes what is open, one layer at a time, then the chat; the way forward opens no layer again', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const listId = await web.kith.befriend(ada, bo);
  await bo.im.message.textMsg({ list_id: listId, content_type: 0, content: { text: 'Tea?' } });
  const page = await web.page(ada, { viewport: 'phone', path: '/contacts' });
  await page.getByRole('link', { name: /^Chats/ }).click();
  await page.getByRole('link', { name: /^bo/ }).click();
  const chat = `/chats/${listId}`;
  const message = history(page).getByText('Tea?', { exact: true });

  // Each kind of layer.
  const openings: readonly [opener: () => Promise<void>, layer: Locator][] = [
    [() => message.click({ button: 'right' }), page.getByRole('menu')],
    [
      () => page.getByRole('button', { name: 'Insert an emoji' }).click(),
      page.getByRole('dialog', { name: 'Emoji' }),
    ],
    [() => page.getByRole('button', { name: 'Send something else' }).click(), page.getByRole('menu')],
    [() => page.keyboard.press('Control+k'), page.getByRole('dialog', { name: 'Search' })],
    [
      () => page.getByRole('button', { name: 'Search in this chat' }).click(),
      page.getByRole('search').getByRole('textbox'),
    ],
  ];
  for (const [open, layer] of openings) {
    await open();
    await layer.waitFor();
    await page.goBack();
    await gone(layer);
    expect(pathOf(page)).toBe(chat);
  }
  await page.goForward();
  await page.waitForTimeout(300);
  expect(await page.getByRole('search').getByRole('textbox').count()).toBe(0);

  // A dialog above another layer.
  await page.getByRole('button', { name: 'Search in this chat' }).click();
  await page.getByRole('button', { name: 'Go to a day' }).click();
  const day = page.getByRole('dialog');
  await day.waitFor();
  await page.goBack();
  await gone(day);
  await page.getByRole('search').getByRole('textbox').waitFor();

  // What was closed otherwise takes no step of the way back.
  await page.getByRole('search').getByRole('button', { name: 'Close' }).click();
  for (let time = 0; time < 2; time++) {
    await message.click({ button: 'right' });
    await page.keyboard.press('Escape');
    await gone(page.getByRole('menu'));
  }
  await page.goBack();
  await page.waitForURL('**/chats');

  // A page that is opened from a layer stands where the layer stood.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('bo');
  await page.getByRole('option').first().click();
  await page.waitForURL(`**${chat}`);
  await page.goBack();
  await page.waitForURL('**/chats');
  await page.goBack();
  await page.waitForURL('**/contacts');
});

/** A finger on a page, as the browser sees it. */
async function finger(page: Page) {
  const browser = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number, y?: number) =>
    browser.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: x === undefined || y === undefined ? [] : [{ x, y }],
    });
  const middle = async (place: Locator) => {
    const box = (await place.boundingBox())!;
    return [box.x + box.width / 2, box.y + box.height / 2] as const;
  };
  return {
    rest: async (place: Locator) => {
      await send('touchStart', ...(await middle(place)));
      // A busy page notices the finger late.
      await page.getByRole('menu').waitFor();
      await send('touchEnd');
    },
    pullDown: async (place: Locator) => {
      const [x, y] = await middle(place);
      await send('touchStart', x, y);
      for (let step = 1; step <= 10; step++) await send('touchMove', x, y + step * 30);
      await send('touchEnd');
    },
  };
}

test('a resting finger opens the menus of messages and chats; a picture shows its thumbnail first, and is pulled down', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const listId = await web.kith.befriend(ada, bo);
  await bo.im.message.textMsg({ list_id: listId, content_type: 0, content: { text: 'Tea?' } });
  const { save_name: url, ...stored } = await bo.im.upload.chat(
    { list_id: listId },
    { name: 'a.png', bytes: new Uint8Array(await halves(600, 400).png().toBuffer()) },
  );
  await bo.im.message.textMsg({ list_id: listId, content_type: 2, content: { url, ...stored } });
  let release: (() => void) | undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const page = await web.page(ada, {
    viewport: 'phone',
    scale: 3,
    prepare: async (context) => {
      await context.route(/\/static\/chat\/.*(?<!_thumb)\.png$/, async (route) => {
        await released;
        await route.continue();
      });
    },
  });
  const { rest, pullDown } = await finger(page);
  const menu = page.getByRole('menu');

  await rest(page.getByRole('link', { name: /^bo/ }));
  await menu.getByRole('menuitem', { name: 'Mark as read' }).waitFor();
  // Lifting the finger neither closes the menu nor opens the chat.
  await page.waitForTimeout(300);
  expect([await menu.count(), pathOf(page)]).toEqual([1, '/chats']);
  await page.goBack();
  await gone(menu);
  await page.getByRole('link', { name: /^bo/ }).tap();
  await page.waitForURL(`**/chats/${listId}`);

  await rest(history(page).getByText('Tea?', { exact: true }));
  await menu.getByRole('menuitem', { name: 'Reply' }).tap();
  await page.getByText('Reply to bo').waitFor();

  const picture = page.getByRole('button', { name: 'Open the picture' });
  // Until it has arrived, its thumbnail stands for it.
  const shown = () =>
    picture
      .locator('img')
      .evaluateAll((all: HTMLImageElement[]) =>
        all.map((one) => [one.naturalWidth > 0, one.src.includes('_thumb'), getComputedStyle(one).opacity]),
      );
  await expect.poll(shown).toEqual([
    [true, true, '1'],
    [false, true, '0'],
  ]);
  release?.();
  await expect.poll(shown).toEqual([[true, true, '1']]);
  await picture.tap();
  const viewer = page.getByRole('dialog', { name: 'Pictures' });
  await viewer.getByRole('img', { name: 'Picture 1 of 1' }).waitFor();
  await pullDown(viewer);
  await gone(viewer);
  expect(pathOf(page)).toBe(`/chats/${listId}`);
  // A field with smaller letters would make iOS zoom in.
  const sizes = await page
    .locator('input, textarea')
    .evaluateAll((fields) => fields.map((field) => getComputedStyle(field).fontSize));
  expect(sizes.filter((size) => Number.parseFloat(size) < 16)).toEqual([]);
});
