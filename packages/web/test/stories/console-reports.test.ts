import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { putPhoto } from '../../../server/test/api/photos.js';
import { say } from '../../../server/test/conversations/chatting.js';
import { atPace, expectWithin } from '../../../server/test/harness/at-pace.js';
import type { Person } from '../../../server/test/harness/kith.js';
import { makeStaff, type Staff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks, faultsOfLayer } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

/** A test that failed may have left some. */
beforeEach(async () => {
  await kith.sql('delete from review_leases');
  await kith.sql('delete from reported_accounts');
});

const report = (by: Person, about: Person, block_reason_id = 12) =>
  by.api.chat.friendship_block({ target_id: about.id, action: 'report', block_reason_id });
const reports = (page: Page, about: string) =>
  page.getByRole('heading', { name: new RegExp(`reports? about ${about}`) });
/** The open reports may be judged: they are loaded, and have been on screen for a moment. */
const ready = (page: Page) => page.locator('[role=group][aria-busy=false]').waitFor();
const sanctionsOf = async ({ id }: Person) =>
  (
    await kith.sql<{ line: string }>(
      `select kind || coalesce(' ' || round((until - created_at) / 3600000.0), '') as line from sanctions
       where account_id = $1 and ended_at is null order by id`,
      [id],
    )
  ).map(({ line }) => line);
async function logged(owner: Staff, who: Person): Promise<(readonly [string, string])[]> {
  const { rows } = await owner.ask('GET', '/admin/audit', {
    objectKind: 'account',
    objectId: String(who.id),
  });
  return rows.map(({ action, staffName }) => [action, staffName] as const).toReversed();
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  await ready(page);
  for (const key of keys) await page.keyboard.press(key);
}

test(
  'a moderator sees the evidence as it was, bans for a day by keys, and the socket of the member closes within 5 seconds',
  async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    await putPhoto(bo, 1, 'red');
    const list_id = await kith.befriend(ada, bo);
    const rude = await say(bo, list_id, 'something rude');
    await report(ada, bo);
    await report(cy, bo);
    await bo.im.message.withdraw({ list_id, msg_id: rude.msg.id });
    const [mei, owner] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'owner')];
    const page = await openConsole(web, mei, { path: '/console/reports' });
    await reports(page, 'bo').waitFor();
    await page.getByText('1 waits', { exact: false }).waitFor();
    await expect.poll(() => new URL(page.url()).pathname).toBe(`/console/reports/${bo.id}`);
    await page.getByText('something rude').first().waitFor();
    const picture = page.getByRole('img', { name: 'Photo 1' });
    const veil = () => picture.first().evaluate((element) => getComputedStyle(element).filter);
    // The newest report is open, and was made by somebody without messages.
    expect(await veil()).toContain('blur');
    await page.keyboard.down(' ');
    await expect.poll(veil).toBe('none');
    await page.keyboard.up(' ');
    const faults = await faultsInAllLooks(page, 'reports');

    const socket = await bo.socket();
    await press(page, 'b');
    await page.getByRole('list', { name: 'Sanction' }).waitFor();
    faults.push(...(await faultsInAllLooks(page, 'kinds of sanctions')));
    expect(await sanctionsOf(bo)).toEqual([]);
    await press(page, 'n', '2', '4');
    expect(await page.getByLabel('Hours').inputValue()).toBe('24');
    faults.push(...(await faultsInAllLooks(page, 'a ban')));
    const start = performance.now();
    await page.keyboard.press('Enter');
    await socket.closed;
    expectWithin(5000, performance.now() - start);
    expect(await sanctionsOf(bo)).toEqual(['ban 24']);
    await page.getByText(/^Banned: bo/).waitFor();
    expect(await logged(owner, bo)).toEqual([['report.decide', mei.name]]);

    await page.keyboard.press('u');
    await reports(page, 'bo').waitFor();
    await expect.poll(() => sanctionsOf(bo)).toEqual([]);
    await press(page, 'd');
    await page.getByRole('heading', { name: 'No report waits' }).waitFor();
    await expect
      .poll(async () => (await logged(owner, bo)).map(([action]) => action))
      .toEqual(['report.decide', 'report.undo', 'report.decide']);
    faults.push(...(await faultsInAllLooks(page, 'no reports')));
    expect(faults).toEqual([]);
  },
  atPace(60_000),
);

test(
  'two moderators at one queue see each other, and the slower one is told what the faster one has decided',
  async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    await report(ada, bo);
    await report(cy, bo);
    await report(ada, cy);
    const [mei, tom] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'moderator')];
    const hers = await openConsole(web, mei, { path: '/console/reports' });
    await reports(hers, 'bo').waitFor();
    await expect
      .poll(
        async () =>
          (await tom.ask('GET', '/admin/reports')).rows.find(({ person }) => person.id === bo.id)?.lease
            ?.name,
      )
      .toBe(mei.name);
    const his = await openConsole(web, tom, { path: '/console/reports' });
    await reports(his, 'cy').waitFor();
    await his.getByRole('button', { name: `${mei.name} looks at it` }).click();
    await his.getByText(`${mei.name} looks at this until`).waitFor();
    await press(his, 'd');
    await expect.poll(async () => (await tom.ask('GET', '/admin/reports')).waiting).toBe(1);
    await press(hers, 'b', 'n', 'Enter');
    await reports(hers, 'cy').waitFor();
    await hers.getByRole('button', { name: 'Came back' }).click();
    await hers.getByRole('alert').getByText(`${tom.name} has decided meanwhile: reports dismissed`).waitFor();
    expect(await sanctionsOf(bo)).toEqual([]);
    await hers.getByRole('button', { name: 'Next' }).filter({ visible: true }).click();
    await hers.getByRole('button', { name: 'Came back' }).waitFor({ state: 'detached' });
  },
  atPace(60_000),
);

test(
  'an owner decides about several people together, after a preview',
  async () => {
    const people = await Promise.all(['p1', 'p2', 'p3'].map((name) => kith.person(name)));
    const ada = await kith.person('ada');
    for (const who of people) await report(ada, who);
    const mei = await makeStaff(kith, 'moderator');
    const page = await openConsole(web, mei, { path: '/console/reports' });
    await ready(page);
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByRole('button', { name: 'Decide about 2 together' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Silence', { exact: true }).click();
    await dialog.getByLabel('Hours').fill('12');
    await dialog.getByLabel('Reason').fill('The same advertisement.');
    const faults = await faultsOfLayer(page, 'a decision about several', 0);
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByRole('list', { name: 'Preview' }).getByText('Silenced, until').first().waitFor();
    faults.push(...(await faultsOfLayer(page, 'a preview', 1)));
    expect(await Promise.all(people.map(sanctionsOf))).toEqual([[], [], []]);
    await dialog.getByRole('button', { name: 'Do this to 2 people' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await Promise.all(people.map(sanctionsOf))).flat()).toEqual(['bucket 12', 'bucket 12']);
    await expect.poll(async () => (await mei.ask('GET', '/admin/reports')).waiting).toBe(1);
    expect(faults).toEqual([]);
  },
  atPace(60_000),
);

test(
  'a moderator hands reports over to child safety, where an owner opens them, which is logged, and sees no picture unasked',
  async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await putPhoto(bo, 1, 'red');
    await report(ada, bo);
    const [mei, owner] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'owner')];
    const hers = await openConsole(web, mei, { path: `/console/reports/${bo.id}` });
    await reports(hers, 'bo').waitFor();
    expect(await hers.getByRole('link', { name: 'Child safety' }).count()).toBe(0);
    await press(hers, 'e');
    await hers.getByLabel('Note for child safety').fill('Says to be twelve.');
    await hers.keyboard.press('Enter');
    await hers.getByText('No report waits').waitFor();

    const page = await openConsole(web, owner, { path: '/console/child-safety' });
    await reports(page, 'bo').waitFor();
    const faults = await faultsInAllLooks(page, 'child safety, closed');
    await page.keyboard.press('d'); // nothing may be decided unseen
    expect((await logged(owner, bo)).map(([action]) => action)).toEqual(['report.escalate']);
    await page.keyboard.press('o');
    await page.getByRole('button', { name: 'Show: Photo 1' }).waitFor();
    expect(await page.getByRole('img').count()).toBe(0);
    expect(await logged(owner, bo)).toEqual([
      ['report.escalate', mei.name],
      ['child_safety.open', owner.name],
    ]);
    faults.push(...(await faultsInAllLooks(page, 'child safety, open')));
    await page.getByRole('button', { name: 'Show: Photo 1' }).click();
    await page.getByRole('img', { name: 'Photo 1' }).waitFor();
    await press(page, 'b', 'n', 'Enter');
    await page.getByText(/^Banned: bo/).waitFor();
    await expect.poll(() => sanctionsOf(bo)).toEqual(['ban']);
    expect(faults).toEqual([]);
  },
  atPace(60_000),
);
