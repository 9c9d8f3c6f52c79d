import { expect, test } from 'vitest';
import { group, say } from '../../../server/test/conversations/chatting.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('a moderator opens messages of a group with a reason, reads them below a banner, and closes them; the audit log has it, and an opening that has ended shows nothing', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
  await say(ada, club, 'a private word');
  const moderator = await makeStaff(kith, 'moderator');
  const page = await openConsole(web, moderator, { path: `/console/groups/${club}` });
  await page.getByRole('link', { name: 'Open messages' }).click();
  const form = page.getByRole('region', { name: 'Open messages' });
  await form.getByRole('button', { name: 'Open', exact: true }).waitFor();
  expect(await page.getByText('a private word').count()).toBe(0);
  await form.getByText('A time').click();
  await form.getByLabel('From').waitFor();
  const faults = await faultsInAllLooks(page, 'form');
  await form.getByText('Newest').click();

  kith.advance(6 * 60_000); // the proof of identity is too old
  await form.getByLabel('Reason').fill('A report about bo.');
  await form.getByRole('button', { name: 'Open', exact: true }).click();
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByLabel('Code', { exact: true }).fill(moderator.code(1));
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('a private word').waitFor();
  const banner = page.getByRole('status').filter({ hasText: 'You are reading private messages' });
  faults.push(...(await faultsInAllLooks(page, 'opened')));
  const owner = await makeStaff(kith, 'owner');
  const filter = { objectKind: 'conversation', objectId: club };
  const audited = async () => (await owner.ask('GET', '/admin/audit', filter)).rows;
  expect(await audited()).toMatchObject([
    { action: 'messages.open', staffName: moderator.name, after: { why: 'A report about bo.' } },
  ]);

  // Other pages say that they are open.
  await page.getByRole('link', { name: 'Groups' }).click();
  await page.getByRole('searchbox').waitFor();
  await page.reload();
  const elsewhere = page.getByRole('status').filter({ hasText: 'You have private messages open' });
  await elsewhere.waitFor();
  faults.push(...(await faultsInAllLooks(page, 'opened elsewhere')));
  await elsewhere.getByRole('link', { name: 'Show' }).click();
  await page.getByText('a private word').waitFor();
  expect(await elsewhere.count()).toBe(0);
  const address = page.url();
  await banner.getByRole('button', { name: 'Close now' }).click();
  await form.getByRole('button', { name: 'Open', exact: true }).waitFor();
  expect(await page.getByText('a private word').count()).toBe(0);
  expect((await audited()).map(({ action }) => action)).toEqual(['messages.close', 'messages.open']);
  await page.goto(address);
  await page.getByText('This opening has ended.').waitFor();

  // One that ends by itself.
  await page.getByRole('link', { name: 'Open again' }).click();
  await form.getByLabel('Reason').fill('Again.');
  await form.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByText('a private word').waitFor();
  kith.advance(15 * 60_000);
  await page.reload();
  await page.getByText('This opening has ended.').waitFor();
  expect(await page.getByText('a private word').count()).toBe(0);
  faults.push(...(await faultsInAllLooks(page, 'ended')));
  expect(faults).toEqual([]);
});

test('the conversations of a person lead to their messages; who may not open any sees none', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const list_id = await kith.befriend(ada, bo);
  await say(ada, list_id, 'between us');
  const moderator = await makeStaff(kith, 'moderator');
  const page = await openConsole(web, moderator, { path: `/console/messages?person=${ada.id}` });
  const list = page.getByRole('region', { name: 'Conversations' });
  await list.getByRole('link', { name: `With ${bo.username} · ${bo.id}` }).waitFor();
  const faults = await faultsInAllLooks(page, 'conversations');
  await list.getByRole('link', { name: `With ${bo.username} · ${bo.id}` }).click();
  await page.getByText('Around an entry').click();
  await page.getByLabel('Number of the entry').fill('2');
  await page.getByLabel('Reason').fill('A report about ada.');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByText('between us').waitFor();

  const helper = await makeStaff(kith, 'support');
  const other = await openConsole(web, helper, { path: `/console/messages?person=${ada.id}` });
  await other.getByRole('alert').waitFor();
  expect(await other.getByText(bo.username).count()).toBe(0);
  expect(faults).toEqual([]);
});
