import { expect, test } from 'vitest';
import { group, say } from '../../../server/test/conversations/chatting.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('a moderator finds a group, hands it over and closes it with a reason; the open pages of its members change', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const list_id = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
  await say(ada, list_id, 'a private word');
  const client = await web.page(bo, { path: `/chats/${list_id}` });
  await client.getByText('a private word').first().waitFor();

  const moderator = await makeStaff(kith, 'moderator');
  const page = await openConsole(web, moderator, { path: '/console/groups' });
  await page.getByRole('searchbox', { name: 'Name or id of a group' }).fill('the club');
  await page.waitForURL(/q=the/);
  const faults = await faultsInAllLooks(page, 'groups');
  await page.getByRole('link', { name: 'From 500 members' }).click();
  await page.getByText('No group matches.').waitFor();
  await page.getByRole('link', { name: 'From 500 members' }).click();
  await page.getByRole('link', { name: 'Largest' }).click();
  await page.waitForURL(/order=members/);
  await page.reload();
  await page.getByRole('link', { name: 'the club' }).first().click();
  const members = page.getByRole('region', { name: 'Members' });
  await members.getByRole('row', { name: new RegExp(`${ada.username} .* Owner`) }).waitFor();
  expect(await page.getByText('a private word').count()).toBe(0);
  faults.push(...(await faultsInAllLooks(page, 'group')));

  kith.advance(6 * 60_000); // the proof of identity is too old
  await members.getByRole('button', { name: `Make ${bo.username} the owner` }).click();
  const handOver = page.getByRole('dialog', { name: 'Hand the group over' });
  await handOver.getByLabel('Reason').fill('Ada has left school.');
  faults.push(...(await faultsInAllLooks(page, 'hand over')));
  await handOver.getByRole('button', { name: 'Make owner' }).click();
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByLabel('Code', { exact: true }).fill(moderator.code(1));
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await members.getByRole('row', { name: new RegExp(`${bo.username} .* Owner`) }).waitFor();
  await client
    .getByText(/now belongs to/)
    .first()
    .waitFor();

  await page.getByRole('button', { name: 'Close the group' }).click();
  const close = page.getByRole('dialog', { name: 'Close the group' });
  await close.getByText('All 2 members lose access').waitFor();
  await close.getByLabel('Reason').fill('Spam.');
  await close.getByRole('button', { name: 'Close the group' }).click();
  await page.getByText(/^Closed on /).waitFor();
  expect(await page.getByRole('button', { name: 'Close the group' }).count()).toBe(0);
  await client
    .getByText(/disbanded|dissolved|ended/i)
    .first()
    .waitFor();

  const owner = await makeStaff(kith, 'owner');
  const { rows } = await owner.ask('GET', '/admin/audit', { objectKind: 'group', objectId: list_id });
  expect(rows.map(({ action }) => action)).toEqual(['groups.close', 'groups.hand_over']);
  expect(faults).toEqual([]);
});
