import { expect, test } from 'vitest';
import { say } from '../../../server/test/realtime/support.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

test('the search over everything finds people, groups and messages by keys, opens a message in its chat, and remembers places', async () => {
  const [ada, bo, cy] = [
    await web.kith.person('ada'),
    await web.kith.person('bo'),
    await web.kith.person('lakeman'),
  ];
  const to = await web.kith.befriend(ada, bo);
  await web.kith.befriend(ada, cy);
  const club = await ada.im.message.addGroup({ users: [bo.id, cy.id], name: 'By the lake' });
  await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Cousin Bo' });
  const socket = await bo.v1();
  for (let count = 1; count <= 120; count++)
    await say(socket, to, count % 4 === 0 ? `The LAKE on day ${count}` : `day ${count}`);

  const page = await web.page(ada);
  await page.getByRole('button', { name: 'Search' }).click();
  const field = page.getByRole('combobox', { name: 'Search' });
  await page.getByText('Find a friend, a group, or anything that was written.').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await field.fill('lake');
  const options = page.getByRole('option');
  await page.getByRole('group', { name: 'Messages' }).waitFor();
  await page.getByRole('group', { name: 'People' }).getByText('lakeman').waitFor();
  const first = page.getByRole('option', { selected: true });
  expect(await first.innerText()).toContain('lakeman');
  // It is shown on every ground, also in the dark.
  expect(await first.evaluate((one) => getComputedStyle(one).boxShadow)).toContain('inset');
  await page.getByRole('group', { name: 'Groups' }).getByRole('option', { name: 'By the lake' }).waitFor();
  expect(await page.locator('mark').first().innerText()).toBe('lake');
  expect(await faultsOf(page)).toEqual([]);

  // The keys walk through all pages of the results.
  expect(await options.count()).toBe(22);
  const selected = page.getByRole('option', { selected: true });
  for (let presses = 0; presses < 200 && !(await selected.innerText()).endsWith('day 8'); presses++)
    await page.keyboard.press('ArrowDown');
  expect(await selected.innerText()).toMatch(/The LAKE on day 8$/);
  expect(await options.count()).toBe(32);
  await page.keyboard.press('Enter');
  await page.getByRole('combobox').waitFor({ state: 'hidden' });
  const history = page.getByRole('region', { name: 'Messages' });
  await history.getByText('The LAKE on day 8', { exact: true }).waitFor();
  expect(await history.getByText('day 119', { exact: true }).count()).toBe(0);

  await page.keyboard.press('Control+k');
  await field.fill('lake');
  await page.getByRole('option', { name: 'By the lake' }).click();
  await page.getByRole('heading', { name: 'By the lake' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('group', { name: 'Recent' }).getByRole('option', { name: 'By the lake' }).waitFor();
  // In a group a message has an author, by the name that the reader has given.
  await say(socket, club.list_id, 'The boat is tied up');
  await say(await ada.v1(), club.list_id, 'Which boat?');
  await field.fill('boat');
  await expect
    .poll(() => page.getByRole('group', { name: 'Messages' }).getByRole('option').allInnerTexts())
    .toEqual([
      expect.stringMatching(/^By the lake\n.*\nYou: Which boat\?$/),
      expect.stringMatching(/^By the lake\n.*\nCousin Bo: The boat is tied up$/),
    ]);
  await field.fill('nothing of the kind');
  await page.getByText('Nothing matches “nothing of the kind”.').waitFor();
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'hidden' });
});

test('in a chat the hits are walked through and marked, and a calendar goes to a day', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const to = await web.kith.befriend(ada, bo);
  const socket = await bo.v1();
  const day = 86_400_000;
  for (let count = 1; count <= 240; count++)
    await say(socket, to, count % 80 === 3 ? `a needle, number ${count}` : `hay ${count}`);
  // The first eighty are three days old.
  await web.kith.sql('update entries set sent_at = sent_at - $1 where seq <= 81', [3 * day]);
  await ada.im.message.setListTime({ list_id: to }); // all is read: it opens at the end
  const page = await web.page(ada, { path: `/chats/${to}` });
  const history = page.getByRole('region', { name: 'Messages' });
  await history.getByText('hay 240').waitFor();
  await page.getByRole('button', { name: 'Search in this chat' }).click();
  await page.getByRole('textbox', { name: 'Search in this chat' }).fill('NEEDLE');
  await page.getByText('1 / 3', { exact: true }).waitFor();
  await history.getByText('a needle, number 163').waitFor();
  const marked = () =>
    page.evaluate(() => [...(CSS.highlights.get('search') ?? [])].map((range) => String(range)));
  await expect.poll(marked).toEqual(['needle']);
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('2 / 3', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Older match' }).click();
  await history.getByText('a needle, number 3', { exact: true }).waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('button', { name: 'Newer match' }).click();
  await history.getByText('a needle, number 83').waitFor();

  await page.getByRole('button', { name: 'Go to a day' }).click();
  await page.getByRole('grid', { name: 'Days' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('grid').locator('[tabindex="0"]').focus();
  for (let back = 0; back < 3; back++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByRole('grid').waitFor({ state: 'hidden' });
  await history.getByText('hay 1', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Search in this chat' }).press('Escape');
  await expect.poll(marked).toEqual([]);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    'Search in this chat',
  );
});
