import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atPace } from '../../../server/test/harness/at-pace.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

const rowOf = (page: Page, name: string) => page.getByRole('link', { name: new RegExp(`^${name}`) });
const names = (page: Page) => page.getByRole('list', { name: 'Chats' }).locator('[data-row] .font-medium.grow').allInnerTexts(); // prettier-ignore

test('rows say in the reader’s language what was last, who wrote it, and whether one is meant; menus change them', async () => {
  const [ada, bo, cho] = [
    await web.kith.person('ada'),
    await web.kith.person('bo'),
    await web.kith.person('cho'),
  ];
  const [toBo, toCho] = [await web.kith.befriend(ada, bo), await web.kith.befriend(ada, cho)];
  const { list_id: club } = await ada.im.message.addGroup({ users: [bo.id, cho.id], name: 'Lake club' });
  const say = (who: typeof bo, list_id: string, text: string) =>
    who.im.message.textMsg({ list_id, content_type: 0, content: { text } });
  await say(bo, club, 'Tea at five?');
  const page = await web.page(ada);
  await rowOf(page, 'Lake club.*bo: Tea at five\\?.*1 unread message').waitFor();
  expect(await page.title()).toBe('(1) Kith');

  const atBo = await bo.v1();
  atBo.send({ t: 'send', cid: crypto.randomUUID(), to: club, type: 0, content: { text: '@ada?' }, mentions: [ada.id] }); // prettier-ignore
  await rowOf(page, 'Lake club.*@ada\\?.*You are mentioned').waitFor();
  await say(cho, toCho, 'Newer');
  await rowOf(page, 'cho.*Newer').waitFor();
  expect(await names(page)).toEqual(['cho', 'Lake club', 'bo']);
  expect(await page.title()).toBe('(3) Kith');

  // By right click, by keys, and by the button that appears under the pointer.
  await rowOf(page, 'bo').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Pin' }).click();
  await rowOf(page, 'bo.*Pinned').waitFor();
  await expect.poll(() => names(page)).toEqual(['bo', 'cho', 'Lake club']);
  await rowOf(page, 'Lake club').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Mute' }).click();
  await rowOf(page, 'Lake club.*Muted').waitFor();
  await expect.poll(() => page.title()).toBe('(1) Kith');
  await rowOf(page, 'cho').hover();
  await page.getByRole('button', { name: 'Actions for cho' }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await page.getByRole('link', { name: 'Archived 1' }).waitFor();
  await expect.poll(() => page.title()).toBe('Kith');

  await page.getByRole('link', { name: 'Archived 1' }).click();
  await rowOf(page, 'cho').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Take out of the archive' }).click();
  await page.getByText('Nothing is archived').waitFor();
  await page.getByRole('link', { name: 'Back' }).click();

  // A draft of another device; and a recall.
  await rowOf(page, 'cho.*Newer').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Mark as read' }).click();
  await expect.poll(() => page.title()).toBe('Kith');
  const phone = await ada.v1();
  phone.send({ t: 'draft', cid: crypto.randomUUID(), to: toBo, text: 'See you', time: Date.now() });
  await rowOf(page, 'bo.*Draft: See you').waitFor();
  await rowOf(page, 'cho').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove from the list' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from the list' }).click();
  await rowOf(page, 'cho').waitFor({ state: 'hidden' });
  await say(cho, toCho, 'Back again');
  await rowOf(page, 'cho.*Back again').waitFor();
});

test('a long list is loaded by pages, has one tab stop, and keeps its order under the pointer', async () => {
  const ada = await web.kith.person('ada');
  await web.kith.sql(
    `with made as (
       insert into conversations (tenant_id, list_id, kind, name, last_seq, message_count, last_sent_at, member_count, created_at)
       select 1, gen_random_uuid(), 'group', 'Group ' || n, 1, 1, 1000000 - n, 1, 1 from generate_series(1, 300) n returning id
     ), entered as (
       insert into members (tenant_id, conversation_id, account_id, role, created_at) select 1, id, $1, 'owner', 1 from made
     ), grouped as (insert into groups (tenant_id, conversation_id) select 1, id from made)
     insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
     select 1, id, 1, 'message', 0, $1, 1000, 1, '{"text":"Hello"}' from made`,
    [ada.id],
  );
  const page = await web.page(ada);
  await rowOf(page, 'Group 1 ').waitFor();
  expect(await page.locator('[data-row]').count()).toBeLessThan(40);
  expect(await page.locator('[data-row][tabindex="0"]').count()).toBe(1);
  await rowOf(page, 'Group 1 ').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/Group 3/);
  const atEnd = async () => {
    await page.keyboard.press('End');
    return page.evaluate(() => document.activeElement?.textContent);
  };
  await expect.poll(atEnd, { timeout: atPace(20_000) }).toMatch(/Group 300/);
  await page.keyboard.press('Home');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-row'));
  await expect.poll(focused).toBe(await page.locator('[data-row]').first().getAttribute('data-row'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Group 1', exact: true }).waitFor();
  await page.keyboard.press('Alt+ArrowDown');
  await page.getByRole('heading', { name: 'Group 2', exact: true }).waitFor();

  // The list is as wide as the reader likes, also after a reload.
  const edge = page.getByRole('separator', { name: 'Chats' });
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  expect((await page.getByRole('region', { name: 'Chats' }).boundingBox())?.width).toBe(356);
  await edge.hover();
  await page.mouse.down();
  await page.mouse.move(2000, 300);
  await page.mouse.up();
  await page.reload();
  await rowOf(page, 'Group 3 ').waitFor();
  expect((await page.getByRole('region', { name: 'Chats' }).boundingBox())?.width).toBe(420);

  await rowOf(page, 'Group 3 ').hover();
  const first = (await names(page)).slice(0, 4);
  const listId = await rowOf(page, 'Group 4 ').getAttribute('data-row');
  await ada.im.message.textMsg({ list_id: listId!, content_type: 0, content: { text: 'Moved up' } });
  await rowOf(page, 'Group 4 .*You: Moved up').waitFor();
  expect((await names(page)).slice(0, 4)).toEqual(first);
  await page.mouse.move(900, 400);
  await expect.poll(async () => (await names(page))[0]).toBe('Group 4');
});
