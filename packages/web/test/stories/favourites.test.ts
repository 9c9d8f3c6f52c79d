import { expect, test } from 'vitest';
import { history, tell } from '../../../server/test/conversations/chatting.js';
import { sendFile } from '../../../server/test/im/sent-files.js';
import { useBrowser } from '../harness/browser.js';
import { faultsOf } from '../harness/axe.js';

const web = useBrowser();

test('favourites of all kinds are listed, filtered, found by a text beyond the first page, and removed', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  const save = (msg_id: string) => ada.im.vendor.saveStore({ list_id, msg_id });
  const say = async (text: string) => {
    const { msg } = await tell(bo, list_id, 0, { text });
    await save(msg.id);
  };
  await say('The address of the café');
  for (let count = 1; count <= 12; count++) await say(`note ${count}`);
  for (const kind of ['image', 'voice', 'video', 'file'] as const)
    await save((await sendFile(bo, list_id, kind)).message.msg.id);

  const page = await web.page(ada, { path: '/favourites' });
  await page.getByRole('article').first().waitFor();
  expect(await page.getByRole('article').count()).toBe(10);
  await page.getByAltText('Picture of bo').evaluate((image: HTMLImageElement) => image.decode());
  expect(await faultsOf(page)).toEqual([]);

  const kinds = page.getByRole('navigation', { name: 'Kinds' });
  for (const [kind, shown] of [
    ['Files', page.getByRole('link', { name: 'report.pdf' })],
    ['Videos', page.getByLabel('Video of bo')],
    ['Voice', page.getByLabel('Voice message of bo')],
  ] as const) {
    await kinds.getByRole('link', { name: kind }).click();
    await shown.waitFor();
    await expect.poll(() => page.getByRole('article').count()).toBe(1);
  }
  await kinds.getByRole('link', { name: 'All' }).click();
  const search = page.getByRole('searchbox', { name: 'Search saved messages' });
  await search.fill('CAFE');
  await page.getByText('The address of the café').waitFor();
  expect(await page.getByRole('article').count()).toBe(1);
  await page.getByRole('button', { name: 'Send to a chat' }).click();
  const chooser = page.getByRole('dialog', { name: 'Send this saved message to' });
  await chooser.getByRole('checkbox', { name: 'bo' }).check();
  expect(await faultsOf(page)).toEqual([]);
  await chooser.getByRole('button', { name: 'Forward' }).click();
  await chooser.waitFor({ state: 'hidden' });
  expect((await history(bo, list_id)).at(-1)?.msg).toMatchObject({
    user_info: { uid: ada.id },
    content: { text: 'The address of the café' },
  });
  await search.fill('nowhere');
  await page.getByText('Nothing saved matches “nowhere”.').waitFor();

  await search.fill('café');
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Removed from your saved messages.').waitFor();
  await page.getByText('Nothing saved matches “café”.').waitFor();
  expect((await ada.im.vendor.getUserStore()).total).toBe(16);
});

test('the day of a saved message is that of the reader, not of the server', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  const { msg } = await tell(bo, list_id, 0, { text: 'Remember this' });
  await ada.im.vendor.saveStore({ list_id, msg_id: msg.id });
  const [saved] = (await ada.im.vendor.getUserStore()).data;
  const page = await web.page(ada);
  const devtools = await page.context().newCDPSession(page);
  // At every hour one of these two has another day than the server.
  for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    await devtools.send('Emulation.setTimezoneOverride', { timezoneId });
    await page.goto(`${web.kith.url}/favourites`);
    const day = new Date((saved?.saved_at ?? 0) * 1000).toLocaleDateString('en', {
      dateStyle: 'medium',
      timeZone: timezoneId,
    });
    await page.getByText(day).waitFor();
  }
});
