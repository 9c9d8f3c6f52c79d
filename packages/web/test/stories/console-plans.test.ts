import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an owner changes a plan, and gives one to a person and ends it; members see both at once', async () => {
  const owner = await makeStaff(kith, 'owner');
  const ada = await kith.person('ada');
  const page = await openConsole(web, owner, { path: '/console/plans' });
  const plans = page.getByRole('region', { name: 'Plans' });
  await plans.getByRole('row', { name: /VIP6/ }).waitFor();
  const faults = await faultsInAllLooks(page, 'plans');
  await plans.getByRole('row', { name: /VIP6/ }).getByRole('button').click();
  const change = page.getByRole('dialog', { name: /^Change/ });
  await change.getByLabel('Price', { exact: true }).fill('free');
  await change.getByText('Write an amount such as').waitFor();
  await change.getByLabel('Price', { exact: true }).fill('1490.50');
  faults.push(...(await faultsInAllLooks(page, 'change')));
  await change.getByRole('button', { name: 'Save' }).click();
  await plans.getByText('NT$1490.50').waitFor();
  expect(JSON.stringify(await ada.api.user_friendship.vip_plan())).toContain('1490.50');

  await page.getByRole('button', { name: 'Give a plan' }).click();
  const grant = page.getByRole('dialog', { name: 'Give a plan' });
  await grant.getByLabel('Id of the person').fill(String(ada.id));
  await grant.getByRole('combobox', { name: 'Plan' }).selectOption('VIP12');
  await grant.getByLabel('Days').fill('7');
  await grant.getByLabel('Reason').fill('She won the contest.');
  await grant.getByRole('button', { name: 'Give a plan' }).click();
  await page.getByText(`Person ${ada.id} has the plan now.`).waitFor();
  await expect
    .poll(() => plans.getByRole('row', { name: /VIP12/ }).getByRole('cell').nth(4).innerText())
    .toBe('1');
  const isVip = async () => (await ada.api.user_friendship.data({ list_type: 'seen' })).is_vip;
  expect(await isVip()).toBe(true);

  await page.goto(`${kith.url}/console/plans?person=${ada.id}`);
  await page.getByRole('button', { name: 'End all plans' }).click();
  const revoke = page.getByRole('dialog', { name: 'End all plans' });
  await revoke.getByLabel('Reason').fill('The contest was a mistake.');
  await revoke.getByRole('button', { name: 'End all plans' }).click();
  await page.getByText(`Person ${ada.id} has no plan any more.`).waitFor();
  expect(await isVip()).toBe(false);
  const { rows } = await owner.ask('GET', '/admin/audit');
  expect(rows.slice(0, 3).map(({ action }) => action)).toEqual([
    'billing.revoke',
    'billing.grant',
    'plans.change',
  ]);
  expect(faults).toEqual([]);
});

test('support asks the store about a purchase that it finds by its number, and changes no plan', async () => {
  const helper = await makeStaff(kith, 'support');
  const ada = await kith.person('ada');
  await kith.sql(
    `with bought as (
       insert into purchases (tenant_id, account_id, plan_id, platform, repeat_key, plan_code, transaction_id,
         transaction_date, original_transaction_id, original_transaction_date, amount, extra_data, created_at)
       select 1, $1, 1, platform, 'key-' || platform, 'VIP1', 'number-' || platform, '', '', '', '390', '', $2
       from unnest(array['ios', 'web']) platform returning *
     )
     insert into entitlements (tenant_id, account_id, plan_id, purchase_id, months, price, bought_at, starts_at, ends_at)
     select tenant_id, account_id, plan_id, id, 1, 0, created_at, created_at, created_at + 1000 from bought`,
    [ada.id, Date.now()],
  );
  const page = await openConsole(web, helper, { path: '/console/plans' });
  await page.getByText('number-web').waitFor();
  expect(await faultsInAllLooks(page, 'purchases')).toEqual([]);
  expect(await page.getByRole('button', { name: /^Change|^Add a plan/ }).count()).toBe(0);
  await page.getByRole('searchbox', { name: 'Number of a transaction' }).fill('number-ios');
  await page.getByText('number-web').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Check purchase/ }).click();
  const answer = page.getByRole('dialog', { name: 'What the store says' });
  await answer.getByText('The store does not confirm it. No key for the App Store is configured.').waitFor();
  expect(await faultsInAllLooks(page, 'answer')).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Number of a transaction' }).fill('number-web');
  await page
    .getByRole('row', { name: /number-web/ })
    .getByRole('button')
    .click();
  await answer.getByText('there is no store to ask').waitFor();
});
