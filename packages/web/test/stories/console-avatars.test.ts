import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { picture } from '../../../server/test/im/pictures.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an editor adds pictures for new accounts and moves one to the front, and apps offer them in this order', async () => {
  const editor = await makeStaff(kith, 'editor');
  const page = await openConsole(web, editor, { path: '/console/content/avatars' });
  const offered = async () =>
    (
      (await kith.post('/im/App/config')).body.data as { default_avatar: { image_id: string }[] }
    ).default_avatar.map(({ image_id }) => Number(image_id));
  for (const colour of ['red', 'blue'] as const) {
    const { bytes, name } = await picture(colour);
    const buffer = Buffer.from(bytes as Uint8Array);
    await page.getByLabel('File').setInputFiles({ name, mimeType: 'image/jpeg', buffer });
    await page.getByRole('img', { name: colour === 'red' ? 'picture 1' : 'picture 2' }).waitFor();
  }
  const [first, second] = await offered();
  await page.getByRole('button', { name: 'Move picture 2 up' }).click();
  await expect.poll(offered).toEqual([second, first]);
  const faults = await faultsInAllLooks(page, 'pictures to choose');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Remove picture 1' }).click();
  await expect.poll(offered).toEqual([first]);
  expect(faults).toEqual([]);
});
