import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atPace } from '../../../server/test/harness/at-pace.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { groupChat } from '../harness/screens.js';
import { makeWorld } from '../harness/world.js';

const web = useBrowser();

test('a question mark shows all keys, except while somebody writes; F6 goes through the parts of the page and back', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const to = await web.kith.befriend(ada, bo);
  const page = await web.page(ada, { path: `/chats/${to}` });
  const field = page.getByLabel('Message', { exact: true });
  await page.getByRole('region', { name: 'Messages' }).getByText('You are friends now.').waitFor();
  await field.fill('Where');
  await field.press('?');
  expect(await field.inputValue()).toBe('Where?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await field.press('Control+/');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Search people, groups and messages').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  // Whoever opened it goes on where they were.
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);

  const part = () =>
    page.evaluate(() => {
      const part = document.activeElement?.closest('nav, section, form, [role="region"], main');
      return part?.getAttribute('aria-label') ?? part?.tagName;
    });
  await page.getByRole('link', { name: /^Chats/ }).focus();
  const around: unknown[] = [];
  for (let step = 0; step < 4; step++) {
    around.push(await part());
    await page.keyboard.press('F6');
  }
  expect(around.slice(0, 3)).toEqual(['Places', 'Chats', 'Messages']);
  expect(await part()).toBe('Places');
  await page.keyboard.press('Shift+F6');
  expect(await part()).toBe(around.at(-1));
  await page.locator('body').evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
});

const hasFocus = (one: Locator) => one.first().evaluate((element) => element === document.activeElement);

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab');
    if (await hasFocus(target)) return;
    passed.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80) ?? ''));
  }
  throw new Error(`The Tab key does not reach ${String(target)}, but: ${passed.join('\n')}`);
}

test(
  'by keys alone: a chat, its menu, a group, a wave, a moment, a comment on a video, and the theme',
  async () => {
    const world = await makeWorld(web.kith);
    const page = await web.page(world.ada, { expects: /the server responded with a status of 404/ });
    const link = (name: RegExp | string) => page.getByRole('link', { name });
    const button = (name: RegExp | string) => page.getByRole('button', { name });
    const follow = async (target: Locator, key = 'Enter') => {
      await tabTo(page, target);
      await page.keyboard.press(key);
    };
    /** Closes what is open; what opened it has the focus again. */
    const close = async (opener: Locator) => {
      await page.keyboard.press('Escape');
      await expect.poll(() => hasFocus(opener)).toBe(true);
    };

    await follow(link(/^bo/));
    await tabTo(page, page.getByLabel('Message', { exact: true }));
    await page.keyboard.type('At five');
    await page.keyboard.press('Enter');
    await page.getByLabel('Sent', { exact: true }).waitFor();
    const newest = page.getByRole('region', { name: 'Messages' }).locator('[data-row][tabindex="0"]');
    await tabTo(page, newest);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menu', { name: 'Actions for this message' }).waitFor();
    await close(newest);

    for (const name of ['eve', 'fay']) await web.kith.befriend(world.ada, await web.kith.person(name));
    await follow(link(/^Contacts/));
    await link(/^fay/).waitFor();
    // One stop for all friends, and one for all members.
    await tabTo(page, link(/^bo/));
    await page.keyboard.press('End');
    await expect.poll(() => hasFocus(link(/^fay/))).toBe(true);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => hasFocus(link(/^eve/))).toBe(true);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBeNull();
    await follow(link('Groups'));
    await follow(link('the club'));
    const details = groupChat(world).shown(page);
    await follow(details);
    const pane = page.getByRole('complementary', { name: 'Group details' });
    await tabTo(page, pane.getByRole('link', { name: 'ada (you) Owner' }));
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => hasFocus(pane.getByRole('link', { name: /^bo/ }))).toBe(true);
    await page.keyboard.press('Tab');
    expect(await hasFocus(button('Actions for bo'))).toBe(true);
    await follow(button('Invite'));
    await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    await follow(link('Discover'));
    const card = link(/^dee/);
    await tabTo(page, page.locator('[data-card][tabindex="0"]'));
    for (let step = 0; step < 4 && !(await hasFocus(card)); step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('w');
    await page.getByRole('dialog', { name: 'Wave at dee' }).waitFor();
    await close(card);

    await follow(link('Moments'));
    await tabTo(page, page.getByLabel('What happened today?'));
    await page.keyboard.type('By keys');
    await follow(button('Post'));
    await page.getByRole('article').getByText('By keys').waitFor();
    await follow(button('Like'), 'Space');
    await button('Take the like back').waitFor();

    await follow(link('Videos'));
    const comments = button('Comments, 0');
    await follow(comments);
    await tabTo(page, page.getByLabel('Write a comment'));
    await page.keyboard.type('So calm');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('So calm').waitFor();
    await close(button('Comments, 1'));
    // The keys of the video are not those of what is written about it.
    expect(await button(/^Take the like back/).count()).toBe(0);

    // The face above the places leads there too, without a stop of its own.
    await follow(link(/^Me$/).last());
    await follow(link('Language and theme'));
    await tabTo(page, page.getByRole('radio', { name: 'As the system' }));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true);
  },
  atPace(60_000),
);
