import { randomUUID } from 'node:crypto';
import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectWithin } from '../../server/test/harness/at-pace.js';
import { measurePace } from '../../server/test/harness/pace.js';
import { say } from '../../server/test/realtime/support.js';
import { useBrowser } from './harness/browser.js';

const web = useBrowser();
const SECONDS = 5;
const PER_MINUTE = 10_000;
/** A pause between frames of a socket, which may send 300 a second. */
const PAUSE_MS = 30;
/** The most that the page's own thread may work for a frame, and for a message. */
const FRAME_SECONDS = 0.01;
const MESSAGE_SECONDS = 0.0015;

/** Figures are for whoever runs this alone. */
function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The times between the frames of a page, in milliseconds. */
function framesOf(page: Page, forMs: number): Promise<number[]> {
  return page.evaluate(async (ms) => {
    const times: number[] = [];
    for (let last = performance.now(), end = last + ms; last < end;) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      times.push(now - last);
      last = now;
    }
    return times.slice(1);
  }, forMs);
}

const shareOf = (times: readonly number[]) => times.filter((ms) => ms < 20).length / times.length;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** The processor time of a page's own thread, in seconds. */
async function taskSeconds(client: CDPSession): Promise<number> {
  const { metrics } = await client.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

test('10,000 messages a minute in the open chat leave 95 % of the frames under 20 ms', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const to = await web.kith.befriend(ada, bo);
  const socket = await bo.v1();
  for (let count = 1; count <= 60; count++) await say(socket, to, `before ${count}`);
  await ada.im.message.setListTime({ list_id: to });
  const page = await web.page(ada, { path: `/chats/${to}`, isNew: true });
  await page.getByRole('region', { name: 'Messages' }).getByText('before 60').waitFor();
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await taskSeconds(client);
  const frames = framesOf(page, SECONDS * 1000);
  const all = (PER_MINUTE * SECONDS) / 60;
  let sent = 0;
  for (const began = performance.now(); sent < all;) {
    const due = Math.min(all, ((performance.now() - began) * PER_MINUTE) / 60_000);
    for (; sent < due; sent++)
      socket.send({ t: 'send', cid: randomUUID(), to, type: 0, content: { text: `message ${sent + 1}` } });
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const times = await frames;
  const cpu = (await taskSeconds(client)) - before;
  const share = shareOf(times);
  await page
    .getByRole('region', { name: 'Messages' })
    .getByText(`message ${sent}`, { exact: true })
    .waitFor();
  report(
    `frames under 20 ms: ${percent(share)} of ${times.length}; the page worked ${cpu.toFixed(1)} of ${SECONDS} s`,
  );
  // Twice what the page needs; it does not depend on how many frames a busy machine paints.
  expectWithin(times.length * FRAME_SECONDS + sent * MESSAGE_SECONDS, cpu);
  // Painting without a graphics card shares the processor with whatever else runs, in a whole run with another file.
  const isAlone = process.env['KITH_TEST_BUILT'] === undefined && measurePace() < 1.3;
  if (isAlone) expect(share).toBeGreaterThan(0.95);
});

/** So long from the click on a chat to its messages, in milliseconds. */
function open(page: Page, name: string): Promise<number> {
  return page.evaluate(async (shown) => {
    const link = [...document.querySelectorAll<HTMLElement>('main a')].find(
      (one) => one.getAttribute('href')?.includes('/chats/') && one.textContent?.includes(shown),
    );
    const began = performance.now();
    link?.click();
    const isThere = () =>
      [...document.querySelectorAll('main header h1')].some(({ textContent }) => textContent === shown) &&
      document.querySelector('main [role="region"] li') !== null;
    while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - began;
  }, name);
}

test('a chat opens within 300 ms the first time, and within 100 ms from memory', async () => {
  const ada = await web.kith.person('ada');
  const others = await Promise.all(['bo', 'cy', 'dee'].map((name) => web.kith.person(name)));
  for (const other of others) {
    const to = await web.kith.befriend(ada, other);
    const socket = await other.v1();
    for (let count = 1; count <= 80; count++) await say(socket, to, `line ${count} of a long chat`);
  }
  const page = await web.page(ada, { isNew: true });
  await page.getByRole('link', { name: /^dee/ }).waitFor();
  // The code of the chat is loaded when the pointer comes near.
  await open(page, 'bo');
  const first = [await open(page, 'cy'), await open(page, 'dee')];
  const again: number[] = [];
  for (const name of ['bo', 'cy', 'dee', 'bo', 'cy']) again.push(await open(page, name));
  report(
    `a chat opens in ${first.map(Math.round).join(' and ')} ms, again in ${again.map(Math.round).join(', ')} ms`,
  );
  // The quickest one shows what the client takes; others wait for the machine.
  expectWithin(300, Math.min(...first));
  expectWithin(100, Math.min(...again));
});

test('with 5,000 chats in the list, every key and click is answered within 100 ms', async () => {
  const ada = await web.kith.person('ada');
  await web.kith.sql(
    `with made as (
       insert into conversations (tenant_id, list_id, kind, name, last_seq, message_count, last_sent_at, created_at, member_count)
       select 1, gen_random_uuid(), 'group', 'Group ' || n, 1, 1, $2::bigint + n, $2::bigint, 1 from generate_series(1, 5000) n
       returning id, last_sent_at
     ),
     joined as (
       insert into members (tenant_id, conversation_id, account_id, created_at) select 1, id, $1::int, $2::bigint from made
     )
     insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
     select 1, id, 1, 'message', 0, $1::int, last_sent_at, 1, '{"text":"Hello"}' from made`,
    [ada.id, Date.now() - 10_000],
  );
  const page = await web.page(ada, { isNew: true });
  await page.getByRole('link', { name: /^Group 5000/ }).waitFor();
  await page.evaluate(() => {
    const slow: number[] = [];
    Object.assign(globalThis, { slow });
    new PerformanceObserver((list) =>
      slow.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
  for (const name of ['Group 4999', 'Group 4996', 'Group 4998']) {
    await page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
    await page.getByRole('heading', { name }).waitFor();
    await page.getByLabel('Message', { exact: true }).pressSequentially('Hello there', { delay: 20 });
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').pressSequentially('Group 49', { delay: 40 });
  await page.getByRole('option', { name: 'Group 4999', exact: true }).waitFor();
  for (let presses = 0; presses < 5; presses++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  const slow = await page.evaluate(() => (globalThis as unknown as { slow: number[] }).slow);
  const worst = Math.max(0, ...slow);
  report(`the slowest of ${slow.length} answers that took longer than a frame took ${worst} ms`);
  expectWithin(100, worst);
});
