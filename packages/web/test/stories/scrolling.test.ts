import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Person } from '../../../server/test/harness/kith.js';
import { say } from '../../../server/test/realtime/support.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

/** Writes messages of mixed heights. */
async function write(person: Person, list_id: string, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    const text = `message ${n}${n % 7 === 0 ? ` ${'and so on '.repeat(30)}` : ''}`;
    await person.im.message.textMsg({ list_id, content_type: 0, content: { text } });
  }
}

const history = (page: Page) => page.getByRole('region', { name: 'Messages' });
/** Pixels between the lower edge of what is seen and the end. */
const toEnd = (page: Page) =>
  history(page).evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);

test('a chat opens at the first unread message, below a line that stays; what is seen is read', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const listId = await web.kith.befriend(ada, bo);
  await write(ada, listId, 1, 60);
  await bo.im.message.setListTime({ list_id: listId });
  await write(ada, listId, 61, 120);
  const page = await web.page(bo, { path: `/chats/${listId}` });
  await page.getByText('60 unread messages', { exact: true }).waitFor();
  await history(page)
    .getByText(/^message 61$/)
    .waitFor();
  expect(
    await history(page)
      .getByText(/^message 120$/)
      .count(),
  ).toBe(0);
  await expect.poll(() => page.title()).toMatch(/^\(([1-5]\d)\) Kith$/);

  await page.getByRole('button', { name: /^To the newest message/ }).click();
  await history(page)
    .getByText(/^message 120$/)
    .waitFor();
  await expect.poll(() => page.title()).toBe('Kith');
});

test('older pages do not move what is read, and a message of somebody else only who is at the end', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const listId = await web.kith.befriend(ada, bo);
  await write(ada, listId, 1, 160);
  await bo.im.message.setListTime({ list_id: listId });
  const page = await web.page(bo, { path: `/chats/${listId}`, viewport: 'phone' });
  await history(page)
    .getByText(/^message 160$/)
    .waitFor();
  expect(await toEnd(page)).toBeLessThan(2);

  await write(ada, listId, 161, 161);
  await history(page)
    .getByText(/^message 161/)
    .waitFor();
  await expect.poll(() => toEnd(page)).toBeLessThan(2);

  // Up to the beginning, step by step: in each step, what is seen moves by the step and by nothing else.
  await page.mouse.move(200, 400);
  const days = new Set<string>();
  for (let step = 0; step < 120 && (await page.getByText('You are friends now.').count()) === 0; step++) {
    const { drift, day } = await history(page).evaluate(async (list) => {
      const middle = list.getBoundingClientRect().top + list.clientHeight / 2;
      const item = [...list.querySelectorAll('li')].find(
        (one) => one.getBoundingClientRect().bottom > middle,
      )!;
      const before = item.getBoundingClientRect().top;
      list.scrollTop -= 200;
      await new Promise((resolve) => setTimeout(resolve, 60));
      const drift = item.isConnected ? item.getBoundingClientRect().top - before - 200 : 0;
      return { drift, day: list.nextElementSibling?.textContent ?? '' };
    });
    expect(Math.abs(drift), `step ${step}`).toBeLessThan(2);
    days.add(day);
  }
  await page.getByText('You are friends now.').waitFor();
  // While it moves, the day of what is at the upper edge is shown.
  expect(days).toContain('Today');

  await write(ada, listId, 162, 163);
  const jump = page.getByRole('button', { name: 'To the newest message, 2 unread' });
  await jump.waitFor();
  expect(await toEnd(page)).toBeGreaterThan(1000);
  await page.getByLabel('Message', { exact: true }).fill('Here I am');
  await page.keyboard.press('Enter');
  await history(page).getByText('Here I am').waitFor();
  await expect.poll(() => toEnd(page)).toBeLessThan(2);
});

test('who is at the end stays there while the oldest of many messages are dropped', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const to = await web.kith.befriend(ada, bo);
  // Each may send 300 frames a second.
  const sockets = await Promise.all([bo.v1(), bo.v1(), bo.v1(), bo.v1()]);
  const page = await web.page(ada, { path: `/chats/${to}` });
  await history(page).getByText('You are friends now.').waitFor();
  for (let n = 1; n <= 590; n++) await say(sockets[n % 4]!, to, `message ${n}`);
  await history(page).getByText('message 590', { exact: true }).waitFor();
  // A page that paints late shows all of them with one frame, and with it drops the oldest.
  await page.evaluate(() => {
    const paint = globalThis.requestAnimationFrame.bind(globalThis);
    globalThis.requestAnimationFrame = (callback) => window.setTimeout(() => paint(callback), 1500);
  });
  for (let n = 591; n <= 620; n++)
    sockets[0]?.send({ t: 'send', cid: randomUUID(), to, type: 0, content: { text: `message ${n}` } });
  await history(page).getByText('message 620', { exact: true }).waitFor();
  await expect.poll(() => toEnd(page)).toBeLessThan(2);
});
