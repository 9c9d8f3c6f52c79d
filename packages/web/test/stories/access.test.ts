import { describe, expect, test } from 'vitest';
import { open } from '../../../server/test/api/channels.js';
import { student } from '../../../server/test/api/people.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
describe.each(['light', 'dark'] as const)('%s: axe finds nothing wrong with', (theme) => {
  test('the forms', async () => {
    const page = await web.page(undefined, { theme });
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByRole('heading', { name: 'Create your account' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${web.kith.url}/forgot-password`);
    await page.getByRole('heading', { name: 'A new password' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  test.each(['desktop', 'phone'] as const)('chats and settings, %s', async (viewport) => {
    const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
    const list_id = await web.kith.befriend(ada, bo);
    await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Tea at five?' } });
    const page = await web.page(ada, { theme, viewport });
    await page.getByRole('link', { name: /^bo/ }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: /^bo/ }).click();
    await page.getByRole('region', { name: 'Messages' }).waitFor();
    await page.getByLabel('Message', { exact: true }).fill('Yes');
    await page.keyboard.press('Enter');
    await page.getByLabel('Sent', { exact: true }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${web.kith.url}/me`);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await bo.im.message.sendVideo({ list_id, content_type: 6 });
    await page.getByRole('alertdialog', { name: 'bo is calling: Video call' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Voice only' }).click();
    await page.getByRole('dialog', { name: 'Video call with bo' }).getByText('Connecting …').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    for (const [path, shown] of [
      ['profile', 'Change picture'],
      ['account', 'You have not given one.'],
      ['devices', 'This device'],
      ['notifications', 'Show names and texts'],
      ['privacy', 'You have blocked nobody.'],
      ['appearance', 'As the system'],
      ['data', 'Request a copy'],
      ['about', 'Libraries and their licences'],
    ] as const) {
      await page.goto(`${web.kith.url}/me/${path}`);
      await page.getByText(shown).first().waitFor();
      expect(await faultsOf(page), path).toEqual([]);
    }
  });

  test.each(['desktop', 'phone'] as const)('groups, %s', async (viewport) => {
    const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
    await web.kith.befriend(ada, bo);
    const { list_id } = await ada.im.message.addGroup({ users: [bo.id], name: 'Lake club' });
    const { code } = (await ada.im.message.getChatDetails({ list_id })).group;
    const page = await web.page(ada, { theme, viewport, path: '/contacts/groups' });
    await page.getByRole('link', { name: 'Lake club' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Lake club' }).click();
    await page.getByRole('button', { name: 'Lake club, details of the group' }).click();
    await page.getByRole('link', { name: 'ada (you) Owner' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${web.kith.url}/join/${list_id}/${code}`);
    await page.getByRole('button', { name: 'Open the chat' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  test.each(['desktop', 'phone'] as const)('finding people, %s', async (viewport) => {
    const [ada, bo] = [await student(web.kith, 'ada', '臺灣大學'), await student(web.kith, 'bo', '臺灣大學')];
    await open(await student(web.kith, 'cy', '臺灣大學'), ada, { is_wave: 1 });
    const page = await web.page(ada, { theme, viewport, path: '/discover' });
    await page.getByRole('link', { name: /^bo/ }).first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page
      .getByRole('button', { name: /^Wave at bo/ })
      .first()
      .click();
    await page.getByRole('dialog').getByLabel('A few words').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    for (const [path, shown] of [
      [`/discover/${bo.id}`, /^Wave · /],
      ['/strangers', /^Unlock/],
      ['/card', 'Save'],
      ['/help', 'Write to customer service'],
    ] as const) {
      await page.goto(`${web.kith.url}${path}`);
      await page.getByRole('button', { name: shown }).waitFor();
      expect(await faultsOf(page), path).toEqual([]);
    }
  });
});
