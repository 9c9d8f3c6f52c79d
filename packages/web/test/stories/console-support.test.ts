import { expect, test } from 'vitest';
import { say } from '../../../server/test/conversations/chatting.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { halves } from '../../../server/test/media/samples.js';
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

test('a member of staff answers a customer as an agent: a question, a text, a picture, and the hand-over', async () => {
  const [owner, helper] = [await makeStaff(kith, 'owner'), await makeStaff(kith, 'support')];
  // Nobody of another story, or of a first try, serves; the nicknames of agents are taken.
  await kith.sql("update support_agents set state = 'removed'");
  const [eli, fay, gil] = [await kith.person('eli'), await kith.person('fay'), await kith.person('gil')];
  await owner.ask('PUT', '/admin/support/agents/{id}', { id: eli.id, reason: 'He begins today.' });

  const plans = await openConsole(web, owner, { path: '/console/support' });
  const choose = async (action: string) => {
    await plans.getByRole('button', { name: `Actions for ${eli.username}` }).click();
    await plans.getByRole('menuitem', { name: action }).click();
    return plans.getByRole('dialog', { name: action });
  };
  const schedule = await choose('Hours and limit');
  await schedule.getByLabel('Open customers at most').fill('5');
  await schedule.getByRole('switch', { name: 'Always' }).uncheck();
  await schedule.getByLabel('Time zone').fill('UTC');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
    await schedule.getByLabel(day).fill('00:00-12:00, 12:00-24:00');
  await schedule.getByLabel('Reason').fill('The plan of the year.');
  expect(await faultsInAllLooks(plans, 'schedule')).toEqual([]);
  await schedule.getByRole('button', { name: 'Save' }).click();
  await plans.getByRole('row', { name: new RegExp(`${eli.username}.*of 5`) }).waitFor();
  const desk = await choose('Answers in the console');
  await desk.getByRole('combobox').selectOption({ label: helper.name });
  await desk.getByRole('button', { name: 'Save' }).click();
  await plans.getByRole('cell', { name: helper.name, exact: true }).waitFor();

  const customer = await web.page(gil, { path: '/help' });
  await customer.getByRole('button', { name: 'Write to customer service' }).click();
  await customer.getByLabel('Message', { exact: true }).fill('Where is my tea?');
  await customer.keyboard.press('Enter');
  expect((await owner.ask('GET', '/admin/session')).hasDesk).toBe(false);
  const page = await openConsole(web, helper, { path: '/console/account' });
  await page.getByRole('link', { name: 'My customers', exact: true }).click();
  await page.getByRole('link', { name: /gil.*Where is my tea\?/ }).click();
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByText('Where is my tea?').waitFor();
  await page.getByRole('textbox', { name: 'Answer' }).fill('On its way.');
  await page.keyboard.press('Enter');
  await customer.getByRole('region', { name: 'Messages' }).getByText('On its way.').waitFor();
  await page.getByLabel('Picture to send').setInputFiles({
    name: 'tea.png',
    mimeType: 'image/png',
    buffer: await halves(300, 200).png().toBuffer(),
  });
  await messages.getByRole('img', { name: 'Picture' }).waitFor();
  await messages.getByText('Read', { exact: true }).waitFor();
  expect(await faultsInAllLooks(page, 'desk')).toEqual([]);

  await owner.ask('PUT', '/admin/support/agents/{id}', { id: fay.id, reason: 'She helps.' });
  await page.getByRole('button', { name: 'Hand over' }).click();
  const handing = page.getByRole('dialog', { name: 'Hand over' });
  await handing.getByLabel('Reason').fill('Her shift begins.');
  await handing.getByRole('button', { name: 'Hand over' }).click();
  await page.getByText('Another agent serves this customer now.').waitFor();
  expect((await fay.im.get.serviceList()).map(({ show_name }) => show_name)).toEqual(['gil']);
});
