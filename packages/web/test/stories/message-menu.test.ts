import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeTenant } from '../../../server/test/im/operator.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const history = (page: Page) => page.getByRole('region', { name: 'Messages' });
const field = (page: Page) => page.getByLabel('Message', { exact: true });

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Chooses from the menu of a message. */
async function choose(message: Locator, name: string): Promise<void> {
  await message.click({ button: 'right' });
  await message.page().getByRole('menuitem', { name, exact: true }).click();
}

test('a message is replied to, changed, reacted to, pinned and recalled, and the other person sees it', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const path = `/chats/${await web.kith.befriend(ada, bo)}`;
  const [atAda, atBo] = await Promise.all([
    web.page(ada, { path }),
    web.page(bo, { path, viewport: 'phone' }),
  ]);
  await write(atAda, 'Tea at five?');
  const question = history(atBo).getByText('Tea at five?');

  // A reply outlives a reload; the quote is on both sides.
  await choose(question, 'Reply');
  await atBo.getByText('Reply to ada').waitFor();
  await field(atBo).fill('With pleasure');
  await atBo.reload();
  await atBo.getByText('Reply to ada').waitFor();
  await expect.poll(() => field(atBo).inputValue()).toBe('With pleasure');
  await field(atBo).press('Enter');
  await atBo.getByText('Reply to ada').waitFor({ state: 'hidden' });
  await history(atAda).getByRole('button', { name: 'Reply to: You Tea at five?' }).waitFor();
  await history(atBo).getByRole('button', { name: 'Reply to: ada Tea at five?' }).waitFor();

  // The last own message is changed by the arrow key; Escape leaves the change as it was.
  await field(atAda).press('ArrowUp');
  expect(await field(atAda).inputValue()).toBe('Tea at five?');
  await field(atAda).fill('Tea at four?');
  await field(atAda).press('Escape');
  expect(await field(atAda).inputValue()).toBe('');
  await field(atAda).press('ArrowUp');
  await field(atAda).fill('Tea at six?');
  await field(atAda).press('Enter');
  await history(atBo).getByRole('button', { name: 'Reply to: ada Tea at six?' }).waitFor();
  const changed = history(atBo).getByText('Tea at six?').first();
  await history(atBo).getByText('edited').waitFor();

  // Reactions: by the menu, then by the pill of the other person.
  await choose(changed, 'React with ❤️');
  const pill = history(atAda).getByRole('button', { name: '❤️ 1 person' });
  expect(await pill.getAttribute('aria-pressed')).toBe('false');
  await pill.click();
  await history(atBo).getByRole('button', { name: '❤️ 2 people', pressed: true }).waitFor();
  await choose(changed, 'Who reacted');
  const reactors = atBo.getByRole('list', { name: 'Who reacted' }).getByRole('listitem');
  await expect.poll(() => reactors.allInnerTexts()).toEqual(['❤️\nada', '❤️\nYou']);
  expect(await faultsOf(atBo)).toEqual([]);
  await atBo.keyboard.press('Escape');
  await history(atBo).getByRole('button', { name: '❤️ 2 people', pressed: true }).click();
  await history(atAda).getByRole('button', { name: '❤️ 1 person', pressed: true }).waitFor();

  // Pinned for both, by the keyboard.
  await history(atAda).getByRole('button', { name: 'Actions for this message' }).last().focus();
  await atAda.keyboard.press('Shift+F10');
  await atAda.getByRole('menuitem', { name: 'Pin', exact: true }).click();
  await atBo.getByRole('button', { name: 'Pinned message With pleasure' }).waitFor();

  // Recalled: gone for both, and the writer can write it again.
  await choose(history(atAda).getByText('Tea at six?').first(), 'Recall');
  await history(atBo).getByText('ada recalled a message.').waitFor();
  await history(atBo).getByText('The message is no longer there.').waitFor();
  await history(atAda).getByText('You recalled a message.').waitFor();
  await atAda.getByRole('button', { name: 'Write it again' }).click();
  expect(await field(atAda).inputValue()).toBe('Tea at six?');
});

test('what the server does not allow is not offered; a chat is marked as unread, and a person reported', async () => {
  const tenant = await makeTenant(web.kith, { recallWindowMs: 100_000 });
  const [ada, bo] = [await web.kith.person('ada', { tenant }), await web.kith.person('bo', { tenant })];
  const list_id = await web.kith.befriend(ada, bo);
  for (const [person, text] of [
    [ada, 'early'],
    [bo, 'from bo'],
  ] as const)
    await person.im.message.textMsg({ list_id, content_type: 0, content: { text } });
  const page = await web.page(ada, { path: `/chats/${list_id}` });
  const names = async (text: string) => {
    await history(page).getByText(text, { exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
    const items = await page.getByRole('menuitem').allInnerTexts();
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
    return items;
  };
  expect(await names('early')).toContain('Recall');
  expect(await names('from bo')).not.toContain('Recall');
  await page.clock.setFixedTime(Date.now() + 101_000);
  await page.reload();
  await history(page).getByText('early', { exact: true }).waitFor();
  expect(await names('early')).not.toContain('Recall');

  await choose(history(page).getByText('from bo', { exact: true }), 'Report');
  await page.getByRole('dialog', { name: /bo/ }).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await choose(history(page).getByText('from bo', { exact: true }), 'Mark as unread');
  await page.getByRole('link', { name: /^bo.*unread/ }).waitFor();
});

test('a quote leads to its message, however far, and back', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  const send = (text: string) => ada.im.message.textMsg({ list_id, content_type: 0, content: { text } });
  await send('the beginning');
  for (let n = 1; n <= 150; n++) await send(`message ${n}`);
  await bo.im.message.setListTime({ list_id });
  const socket = await bo.v1();
  socket.send({
    t: 'send',
    cid: crypto.randomUUID(),
    to: list_id,
    type: 0,
    content: { text: 'remember?' },
    reply_to: 2,
  });
  const page = await web.page(bo, { path: `/chats/${list_id}` });
  await history(page).getByRole('button', { name: 'Reply to: ada the beginning' }).click();
  const first = history(page).getByText('the beginning', { exact: true });
  await first.waitFor();
  await history(page).getByText('message 5', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Back to where you were' }).click();
  await history(page).getByText('remember?').waitFor();

  // One stop of the Tab key; from there the arrow keys lead to all messages, and the menu gives the focus back.
  expect(await history(page).locator('[data-row][tabindex="0"]').count()).toBe(1);
  await history(page).locator('[data-row][tabindex="0"]').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  const beginning = history(page).locator('[data-row="2"]:focus');
  await beginning.waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
  await page.keyboard.press('Escape');
  await beginning.waitFor();
  await page.keyboard.press('End');
  await history(page).getByText('remember?').waitFor();
});
