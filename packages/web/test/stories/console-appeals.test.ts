import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atPace } from '../../../server/test/harness/at-pace.js';
import type { Person } from '../../../server/test/harness/kith.js';
import { makeStaff, type Staff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

const ban = (by: Staff, { id }: Person) =>
  by.ask('POST', '/admin/people/{id}/sanctions', { id, kind: 'ban', reason: 'Asked for money.' });

async function signIn(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test(
  'a banned person appeals at the sign-in; not the one who has banned, but another moderator grants it by keys',
  async () => {
    const ada = await kith.person('ada');
    const [mei, tom] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'moderator')];
    await ban(mei, ada);
    const page = await web.page(undefined, { path: '/sign-in' });
    await signIn(page, ada);
    await page.getByRole('heading', { name: 'This account is banned' }).waitFor();
    await page.getByLabel('Your appeal').fill('It was my brother.');
    const faults = await faultsInAllLooks(page, 'a banned account');
    await page.getByRole('button', { name: 'Send the appeal' }).click();
    await page.getByText('We have your appeal.').waitFor();
    await page.getByRole('button', { name: 'Back to the sign-in' }).click();
    await signIn(page, ada);
    await page.getByText('We have your appeal.').waitFor();

    const hers = await openConsole(web, mei, { path: '/console/appeals' });
    await hers.getByText('You have decided about this sanction.').waitFor();
    await hers.keyboard.press('g');
    expect(await hers.getByRole('textbox').count()).toBe(0);
    await expect
      .poll(async () => (await tom.ask('GET', '/admin/appeals')).rows[0]?.lease?.name)
      .toBe(mei.name);

    const his = await openConsole(web, tom, { path: '/console/appeals' });
    await his.getByText('It was my brother.').waitFor();
    await his.getByText(`${mei.name} looks at this until`).waitFor();
    await his.getByText('Asked for money.').first().waitFor();
    await his.locator('[role=group][aria-busy=false]').waitFor();
    await his.keyboard.press('g');
    await his.getByRole('textbox', { name: 'Reason' }).fill('He could not know.');
    faults.push(...(await faultsInAllLooks(his, 'appeals')));
    await his.keyboard.press('Enter');
    await his.getByText('No appeal waits').waitFor();

    await page.getByRole('button', { name: 'Back to the sign-in' }).click();
    await expect
      .poll(
        async () =>
          (
            await kith
              .visitor()
              .in.login(ada)
              .catch(() => ({ token: '' }))
          ).token,
      )
      .not.toBe('');
    await signIn(page, ada);
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor({ state: 'detached' });
    await page.getByRole('navigation').first().waitFor();
    const owner = await makeStaff(kith, 'owner');
    const { rows } = await owner.ask('GET', '/admin/audit', { action: 'appeal.grant' });
    expect(rows.map(({ staffName, objectId }) => [staffName, objectId])).toEqual([
      [tom.name, String(ada.id)],
    ]);
    expect(faults).toEqual([]);
  },
  atPace(60_000),
);

test('an appeal that is refused leaves the ban, and the person reads so at the sign-in', async () => {
  const ada = await kith.person('ada');
  const [mei, tom] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'moderator')];
  await ban(mei, ada);
  await kith.visitor().in.appeal({ username: ada.username, password: ada.password, text: 'A mistake.' });
  const his = await openConsole(web, tom, { path: '/console/appeals' });
  await his.locator('[role=group][aria-busy=false]').waitFor();
  await his.keyboard.press('r');
  await his.getByRole('textbox', { name: 'Reason' }).fill('It was no mistake.');
  await his.keyboard.press('Enter');
  await his.getByText('No appeal waits').waitFor();
  const page = await web.page(undefined, { path: '/sign-in' });
  await signIn(page, ada);
  await page.getByText('The decision stays.').waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
});

test('whoever may not write reads so below the message, appeals, and sends it when the right is back', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const [mei, tom] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'moderator')];
  const listId = await kith.befriend(ada, bo);
  const page = await web.page(ada, { path: `/chats/${listId}` });
  await page.getByRole('region', { name: 'Messages' }).getByText('You are friends now.').waitFor();
  await mei.ask('POST', '/admin/people/{id}/sanctions', { id: ada.id, kind: 'bucket', reason: 'Spam.' });
  await page.getByLabel('Message', { exact: true }).fill('Not spam');
  await page.keyboard.press('Enter');
  const refusal = page.getByRole('alert').filter({ hasText: 'You may not publish anything for now.' });
  await refusal.getByRole('link', { name: 'Appeal' }).click();
  await page.getByLabel('Your appeal').fill('It was an invitation.');
  const faults = await faultsInAllLooks(page, 'an appeal');
  await page.getByRole('button', { name: 'Send the appeal' }).click();
  await page.getByText('We have your appeal.').waitFor();
  await page.getByRole('link', { name: /^You may not publish anything/ }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'who may not write')));
  expect(faults).toEqual([]);

  const [item] = (await tom.ask('GET', '/admin/appeals')).rows.filter(({ person }) => person.id === ada.id);
  expect(item?.text).toBe('It was an invitation.');
  await tom.ask('POST', '/admin/appeals/{id}/decision', {
    id: item!.id,
    version: item!.version,
    isGranted: true,
    reason: 'It was.',
  });
  await page.reload();
  await page.getByText('You may write.').waitFor();
  expect(await page.getByRole('link', { name: /^You may not publish/ }).count()).toBe(0);
  await page.goto(`${kith.url}/chats/${listId}`);
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByLabel('Sent', { exact: true }).waitFor();
});
