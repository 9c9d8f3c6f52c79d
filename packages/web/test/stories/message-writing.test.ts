import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sendFile } from '../../../server/test/im/sent-files.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const history = (page: Page) => page.getByRole('region', { name: 'Messages' });
const field = (page: Page) => page.getByLabel('Message', { exact: true });

async function choose(message: Locator, name: string): Promise<void> {
  await message.click({ button: 'right' });
  await message.page().getByRole('menuitem', { name, exact: true }).click();
}

test('emoji: all of them for the field and for a reaction, found in the language of the page, recent ones first', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Tea?' } });
  const page = await web.page(ada, { path: `/chats/${list_id}`, lang: 'zh-Hant', theme: 'dark' });
  const messages = page.getByRole('region', { name: '訊息' });
  const text = page.getByRole('combobox', { name: '訊息' }).or(page.getByRole('textbox', { name: '訊息' }));

  // In place of what is selected; the field has the focus again.
  await text.fill('好茶');
  await text.press('Home');
  await page.getByRole('button', { name: '插入表情符號' }).click();
  await page.getByLabel('搜尋表情符號').fill('茶杯');
  await page.getByRole('gridcell', { name: '熱茶' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('gridcell', { name: '熱茶' }).click();
  await expect.poll(() => text.inputValue()).toBe('🍵好茶');
  await page.keyboard.type('一');
  expect(await text.inputValue()).toBe('🍵一好茶');

  // By a word after a colon.
  await text.fill(':貓頭');
  await page.getByRole('option', { name: '貓頭', exact: true }).waitFor();
  await text.press('Enter');
  await expect.poll(() => text.inputValue()).toBe('🐱 ');

  await messages.getByText('Tea?').click({ button: 'right' });
  await page.getByRole('menuitem', { name: '更多表情符號' }).click();
  await page.getByRole('group', { name: '最近使用' }).getByRole('button', { name: '🍵' }).click();
  await messages.getByRole('button', { name: '🍵 1 人', pressed: true }).waitFor();
});

test('a member of a group is mentioned by name, as a whole, and is led to it', async () => {
  const [ada, bo, cy] = [
    await web.kith.person('ada'),
    await web.kith.person('bo'),
    await web.kith.person('cy'),
  ];
  await web.kith.befriend(ada, bo);
  await web.kith.befriend(ada, cy);
  const { list_id } = await ada.im.message.addGroup({ users: [bo.id, cy.id], name: 'Tea' });
  const page = await web.page(ada, { path: `/chats/${list_id}` });
  await history(page)
    .getByText(/created the group/)
    .waitFor();
  await field(page).pressSequentially('Hi @b');
  await page.getByRole('listbox').getByRole('option', { name: 'bo' }).waitFor();
  await page.keyboard.press('Enter');
  expect(await field(page).inputValue()).toBe('Hi @bo ');
  await page.keyboard.press('Backspace');
  expect(await field(page).inputValue()).toBe('Hi ');
  await field(page).pressSequentially('@b');
  await page.getByRole('option', { name: 'bo' }).click();
  for (let n = 1; n <= 40; n++)
    await ada.im.message.textMsg({ list_id, content_type: 0, content: { text: `message ${n}` } });
  await page.keyboard.type('come');
  await page.keyboard.press('Enter');
  await history(page)
    .getByRole('listitem')
    .filter({ hasText: 'come' })
    .getByLabel('Sent', { exact: true })
    .waitFor();

  const options = { path: `/chats/${list_id}` };
  const [atBo, atCy] = [await web.page(bo, options), await web.page(cy, options)];
  await atCy.getByText('41 unread messages', { exact: true }).waitFor();
  const toMention = { name: 'To the message that mentions you' };
  expect(await atCy.getByRole('button', toMention).count()).toBe(0);
  await atBo.getByText('41 unread messages · one mentions you').waitFor();
  await atBo.getByRole('button', toMention).click();
  await history(atBo).getByText('come').waitFor();
  expect(await history(atBo).locator('span.text-accent').allInnerTexts()).toEqual(['@bo']);
});

test('several messages are chosen, copied with their names and forwarded to several chats', async () => {
  const [ada, bo, cy] = [
    await web.kith.person('ada'),
    await web.kith.person('bo'),
    await web.kith.person('cy'),
  ];
  const list_id = await web.kith.befriend(ada, bo);
  const other = await web.kith.befriend(ada, cy);
  const boV1 = await bo.v1();
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'one' } });
  const { e: one } = await boV1.next('entry', ({ e }) => e.kind === 'message');
  await ada.im.message.textMsg({ list_id, content_type: 0, content: { text: 'two' } });
  const page = await web.page(ada, { path: `/chats/${list_id}` });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await choose(history(page).getByText('one', { exact: true }), 'Select');
  await page.getByRole('checkbox', { name: 'Select this message' }).last().check();
  await page.getByText('2 selected').waitFor();
  await page.getByRole('toolbar').getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('bo: one\nYou: two');

  await choose(history(page).getByText('one', { exact: true }), 'Select');
  await page.getByRole('checkbox', { name: 'Select this message' }).last().check();
  await page.getByRole('toolbar').getByRole('button', { name: 'Forward' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'cy' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByLabel('Find a chat').fill('CY');
  await dialog.getByRole('checkbox', { name: 'cy' }).check();
  await dialog.getByRole('button', { name: 'Forward' }).click();
  await page.getByText('Forwarded.').waitFor();
  expect(await page.getByRole('toolbar').count()).toBe(0);

  // What is recalled is no longer chosen; the place to write returns with the end of the selection.
  const field = page.getByLabel('Message', { exact: true });
  await choose(history(page).getByText('one', { exact: true }), 'Select');
  await page.getByText('1 selected').waitFor();
  expect(await field.isVisible()).toBe(false);
  boV1.send({ t: 'recall', to: list_id, id: one.id });
  await history(page).getByText('bo recalled a message.').waitFor();
  await field.waitFor();
  expect(await page.getByRole('toolbar').count()).toBe(0);
  const atCy = await web.page(cy, { path: `/chats/${other}` });
  await history(atCy).getByText('two', { exact: true }).waitFor();
  expect(await history(atCy).locator('li').allInnerTexts()).toEqual([
    expect.anything(),
    expect.stringContaining('friends now'),
    expect.stringContaining('2 unread'),
    expect.stringContaining('one'),
    expect.stringContaining('two'),
  ]);
});

test('a message that burns is covered until it is opened, and then gone for both', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const path = `/chats/${await web.kith.befriend(ada, bo)}`;
  const [atAda, atBo] = [await web.page(ada, { path }), await web.page(bo, { path })];
  await atAda.getByRole('button', { name: 'Send something else' }).click();
  await atAda.getByRole('menuitem', { name: 'Disappears after reading' }).click();
  await field(atAda).fill('the secret');
  await field(atAda).press('Enter');
  await atAda.getByRole('button', { name: 'Disappears after reading', pressed: true }).click();
  await history(atAda).getByText('the secret').waitFor();
  const cover = history(atBo).getByRole('button', { name: 'Tap to read; it disappears afterwards' });
  await cover.waitFor();
  expect(await history(atBo).getByText('the secret').count()).toBe(0);
  await cover.click();
  await history(atBo).getByText('the secret').waitFor();
  await history(atBo)
    .getByText(/^Disappears in [123] s$/)
    .waitFor();
  for (const page of [atAda, atBo]) {
    await history(page).getByText('the secret').waitFor({ state: 'hidden' });
    expect(await page.getByText('recalled a message').count()).toBe(0);
  }
});

test('a picture becomes a sticker, which is sent again and removed', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  await sendFile(ada, list_id, 'image');
  const path = `/chats/${list_id}`;
  const [atAda, atBo] = [await web.page(ada, { path }), await web.page(bo, { path, viewport: 'phone' })];
  const picture = (page: Page) => history(page).getByRole('button', { name: 'Open the picture' });
  await choose(picture(atBo), 'Add to stickers');
  await atBo.getByText('Added to your stickers.').waitFor();
  const openStickers = async () => {
    await atBo.getByRole('button', { name: 'Insert an emoji' }).click();
    // Not the search: it would open the keyboard of the phone.
    const popup = atBo.getByRole('dialog', { name: 'Emoji' });
    await expect.poll(() => popup.evaluate((element) => element === document.activeElement)).toBe(true);
    await atBo.getByRole('button', { name: 'Stickers' }).click();
  };
  await choose(picture(atBo), 'Forward');
  await atBo
    .getByRole('dialog', { name: /^Forward/ })
    .getByRole('searchbox')
    .waitFor();
  expect(await atBo.evaluate(() => document.activeElement?.tagName)).not.toBe('INPUT');
  await atBo.keyboard.press('Escape');
  await openStickers();
  await atBo.getByRole('button', { name: 'Send sticker 1' }).waitFor();
  expect(await faultsOf(atBo)).toEqual([]);
  await atBo.getByRole('button', { name: 'Send sticker 1' }).click();
  await expect.poll(() => picture(atAda).count()).toBe(2);
  await expect
    .poll(() =>
      picture(atAda)
        .last()
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBeGreaterThan(0);

  await openStickers();
  await atBo.getByRole('button', { name: 'Remove stickers' }).click();
  await atBo.getByRole('button', { name: 'Remove sticker 1' }).click();
  await atBo.getByText('No stickers yet').waitFor();
});
