import { expect, test } from 'vitest';
import { say } from '../../../server/test/conversations/chatting.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('support adds agents, sees who waits, and gives a customer to another agent, who has the chat at once', async () => {
  const helper = await makeStaff(kith, 'support');
  const [bea, cal, dee] = [await kith.person('bea'), await kith.person('cal'), await kith.person('dee')];
  const page = await openConsole(web, helper, { path: '/console/support' });
  await page.getByText('Nobody serves customers yet.').waitFor();
  await page.getByRole('button', { name: 'Add an agent' }).click();
  const adding = page.getByRole('dialog', { name: 'Add an agent' });
  await adding.getByLabel('Id of the person').fill(String(bea.id));
  await adding.getByLabel('Reason').fill('She begins today.');
  await adding.getByRole('button', { name: 'Add an agent' }).click();
  const agents = page.getByRole('region', { name: 'Agents' });
  await agents.getByRole('link', { name: bea.username, exact: true }).waitFor();

  const list_id = await dee.im.get.kefu();
  await say(dee, list_id, 'Is anybody there?');
  await helper.ask('PUT', '/admin/support/agents/{id}', { id: cal.id, reason: 'He helps.' });
  await page.reload();
  const customers = page.getByRole('region', { name: 'Conversations with customers' });
  const row = customers.getByRole('row', { name: new RegExp(dee.username) });
  await row.waitFor();
  expect(await faultsInAllLooks(page, 'support')).toEqual([]);

  await row.getByRole('button', { name: `Hand over: ${dee.username}` }).click();
  const handing = page.getByRole('dialog', { name: 'Hand over' });
  await handing.getByRole('combobox').selectOption({ label: `${cal.username} (0)` });
  await handing.getByLabel('Reason').fill('Her shift ends.');
  expect(await faultsInAllLooks(page, 'hand over')).toEqual([]);
  await handing.getByRole('button', { name: 'Hand over' }).click();
  await page.getByText(`${dee.username} has another agent.`).waitFor();
  expect((await cal.im.get.chatList()).data.map(({ list_id: id }) => id)).toContain(list_id);
});
