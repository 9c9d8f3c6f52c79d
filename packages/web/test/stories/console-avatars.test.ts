import { expect, test } from 'vitest';
import { history } from '../../../server/test/conversations/chatting.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { picture } from '../../../server/test/im/pictures.js';
import { faultsInAllLooks, faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';
import { VIEWPORTS } from '../harness/viewports.js';

const web = useBrowser();
const { kith } = web;

const photo = async (colour: 'red' | 'blue') => {
  const { bytes, name } = await picture(colour);
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(bytes as Uint8Array) };
};

test('an editor adds pictures for new accounts and moves one to the front, and apps offer them in this order', async () => {
  const editor = await makeStaff(kith, 'editor');
  const page = await openConsole(web, editor, { path: '/console/content/avatars' });
  const offered = async () =>
    (
      (await kith.post('/im/App/config')).body.data as { default_avatar: { image_id: string }[] }
    ).default_avatar.map(({ image_id }) => Number(image_id));
  for (const colour of ['red', 'blue'] as const) {
    await page.getByLabel('File').setInputFiles(await photo(colour));
    await page.getByRole('img', { name: colour === 'red' ? 'picture 1' : 'picture 2' }).waitFor();
  }
  const [first, second] = await offered();
  await page.getByRole('button', { name: 'Move picture 2 up' }).click();
  await expect.poll(offered).toEqual([second, first]);
  const faults = await faultsInAllLooks(page, 'pictures to choose');
  // On a phone the rows of links are longer than the window.
  await page.setViewportSize(VIEWPORTS.phone);
  await page.reload();
  const isInView = (name: string) =>
    page.getByRole('link', { name, exact: true }).evaluate((link) => {
      const { left, right } = link.getBoundingClientRect();
      return left >= 0 && right <= innerWidth;
    });
  await expect.poll(() => Promise.all(['Content', 'Pictures'].map(isInView))).toEqual([true, true]);
  await page.setViewportSize(VIEWPORTS.desktop);
  await page.getByRole('button', { name: 'Remove picture 1' }).click();
  await expect.poll(offered).toEqual([first]);
  expect(faults).toEqual([]);
});

test('an editor offers a sticker and names it, and a member sends it', async () => {
  await kith.sql('delete from offered_stickers');
  const editor = await makeStaff(kith, 'editor');
  const page = await openConsole(web, editor, { path: '/console/content/stickers' });
  for (const [colour, name] of [
    ['red', ''],
    ['blue', 'Tea'],
  ] as const) {
    await page.getByRole('button', { name: 'Add a sticker' }).click();
    await page.getByLabel('File').setInputFiles(await photo(colour));
    await page.getByLabel('Name in English').fill(name);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('img', { name: name || 'sticker 1' }).waitFor();
  }
  await page.getByRole('button', { name: 'Move Tea up' }).click();
  await page.getByRole('button', { name: 'Change sticker 2' }).click();
  await page.getByLabel('Name in English').fill('Wave');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('img', { name: 'Wave' }).waitFor();
  const faults = await faultsInAllLooks(page, 'stickers');

  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const list_id = await kith.befriend(ada, bo);
  const chat = await web.page(ada, { path: `/chats/${list_id}` });
  await chat.getByRole('button', { name: 'Insert an emoji' }).click();
  await chat.getByRole('button', { name: 'Stickers' }).click();
  const offered = chat.getByRole('list', { name: 'For everybody' }).getByRole('button');
  await expect
    .poll(() => offered.evaluateAll((all) => all.map((one) => one.ariaLabel)))
    .toEqual(['Send sticker Tea', 'Send sticker Wave']);
  faults.push(...(await faultsOf(chat)));
  await offered.last().click();
  const sent = chat
    .getByRole('region', { name: 'Messages' })
    .getByRole('button', { name: 'Open the picture' });
  await expect
    .poll(() => sent.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  // What bo's client receives is an ordinary picture of this chat.
  await expect
    .poll(async () => (await history(bo, list_id)).at(-1)?.msg.content)
    .toMatchObject({ full_url: expect.stringMatching(`^${list_id}/`) });
  expect(faults).toEqual([]);
});
