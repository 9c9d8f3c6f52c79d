import { expect, test } from 'vitest';
import { connectIm } from '@kith/sdk';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { halves } from '../../../server/test/media/samples.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an editor writes an article by keyboard in two languages, sees the preview, and publishes it for members and apps', async () => {
  const editor = await makeStaff(kith, 'editor');
  const ada = await kith.person('ada');
  const page = await openConsole(web, editor, { path: '/console/content' });
  await page.getByRole('link', { name: 'New article' }).focus();
  await page.keyboard.press('Enter');
  const body = page.getByRole('textbox', { name: 'Text' });
  await body.waitFor();
  const faults = await faultsInAllLooks(page, 'new article');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByLabel('Title', { exact: true }).focus();
  await page.keyboard.type('Tea rules');
  await page.keyboard.press('Tab');
  await page.keyboard.type('How to brew');
  await body.focus();
  await page.keyboard.press('Control+Alt+2');
  await page.keyboard.type('Water');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Use ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('fresh');
  await page.keyboard.press('Control+b');
  await page.keyboard.type(' water.');
  await page.getByRole('radio', { name: '繁體中文' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('There is no text in this language').waitFor();
  await page.getByLabel('Title', { exact: true }).fill('泡茶規則');
  await page.getByRole('textbox', { name: 'Text' }).focus();
  await page.keyboard.type('請用新鮮的水。');

  await page.getByRole('button', { name: 'Preview' }).focus();
  await page.keyboard.press('Enter');
  const preview = page.getByRole('dialog', { name: 'Preview' });
  await preview.getByText('請用新鮮的水。').waitFor();
  await preview.getByRole('radio', { name: 'English' }).check();
  await preview.getByRole('heading', { name: 'Water' }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'preview')));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Publish…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Publish now' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Members see it', { exact: true }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'article')));
  expect(faults).toEqual([]);

  const id = Number(/\d+$/.exec(page.url())?.[0]);
  const read = (locale: string) =>
    connectIm({ url: kith.url, token: ada.token, locale }).vendor.getArticleDetail({ article_id: id });
  expect(await read('en')).toMatchObject({
    article_name: 'Tea rules',
    article_desc: 'How to brew',
    content: '<h2>Water</h2><p>Use <strong>fresh</strong> water.</p>',
  });
  expect(await read('zh-TW')).toMatchObject({ article_name: '泡茶規則', content: '<p>請用新鮮的水。</p>' });
  const reader = await web.page(ada, { path: '/help' });
  await reader.getByRole('link', { name: /^Tea rules/ }).click();
  await reader.getByRole('heading', { name: 'Water' }).waitFor();
});

test('hostile HTML that is pasted becomes plain formatting, and a picture is stored on the server', async () => {
  const editor = await makeStaff(kith, 'editor');
  const ada = await kith.person('ada');
  const page = await openConsole(web, editor, { path: '/console/content/articles/new' });
  await page.getByLabel('Title', { exact: true }).fill('Pasted');
  const body = page.getByRole('textbox', { name: 'Text' });
  await body.focus();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData(
      'text/html',
      '<script>document.title = "run"</script><p class="fixed inset-0">Kept <b>bold</b></p>' +
        '<img src="https://example.org/spy.png"><iframe src="https://example.org"></iframe>' +
        '<a href="javascript:alert(1)">trap</a><form><input name="password"></form>',
    );
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement!.dispatchEvent(event);
  });
  await body.getByText('Kept bold').waitFor();
  expect(
    await body.locator('script, iframe, form, input, img, [class*=fixed], [href^=javascript]').count(),
  ).toBe(0);

  await page.getByRole('button', { name: 'Insert a picture' }).click();
  await page.getByLabel('File', { exact: true }).setInputFiles({
    name: 'tea.png',
    mimeType: 'image/png',
    buffer: await halves(40, 40).png().toBuffer(),
  });
  await page.getByLabel('Description').fill('A cup of tea');
  await page.getByRole('button', { name: 'Insert', exact: true }).click();
  await body.getByAltText('A cup of tea').evaluate((image: HTMLImageElement) => image.decode());
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('button', { name: 'Publish now' }).click();
  await page.getByText('Members see it', { exact: true }).waitFor();
  const id = Number(/\d+$/.exec(page.url())?.[0]);
  const { content } = await ada.im.vendor.getArticleDetail({ article_id: id });
  expect(content).toMatch(
    /^<p>Kept <strong>bold<\/strong><\/p>.*<img src="\/uploads\/1\/[\w]+\.png" alt="A cup of tea" \/>/,
  );
  expect(content).not.toMatch(/script|iframe|example\.org|javascript|form/);
});

test('a scheduled version appears at its time, an older one is restored, and of two editors the second is refused and keeps the text', async () => {
  const [editor, other] = [await makeStaff(kith, 'editor'), await makeStaff(kith, 'editor')];
  const ada = await kith.person('ada');
  const texts = (title: string) => ({ en: { title, summary: '', body: '<p>Words</p>' } });
  const content = { position: 'help', picture: '', isShown: true, sort: 0 } as const;
  const { id } = await other.ask('POST', '/admin/content/articles', {
    ...content,
    texts: texts('First'),
    state: 'published',
  });
  const shown = async () => (await ada.im.vendor.getArticleDetail({ article_id: id })).article_name;
  const page = await openConsole(web, editor, { path: `/console/content/articles/${id}` });
  const title = page.getByLabel('Title', { exact: true });
  await title.fill('Second');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.getByRole('radio', { name: 'Later' }).check();
  // The clock of the page, which may differ from that of the server.
  const time = new Date(kith.server.deps.now() + 10 * 60_000);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  await page.getByLabel('Time', { exact: true }).fill(local);
  await page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await page.getByText(/^A new version from/).waitFor();
  expect(await shown()).toBe('First');
  kith.advance(11 * 60_000);
  expect(await shown()).toBe('Second');

  await title.fill('Mine');
  const theirs = { ...content, texts: texts('Theirs'), state: 'draft', id, version: 2 } as const;
  await other.ask('PUT', '/admin/content/articles/{id}', theirs);
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(`${other.name} saved another version meanwhile`).waitFor();
  expect(await title.inputValue()).toBe('Mine');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText(`Version 4 by ${editor.name}`).waitFor();
  await page.getByRole('button', { name: `Version 3 by ${other.name}` }).click();
  await page.getByRole('dialog').getByRole('heading', { name: 'Theirs' }).waitFor();
  await page.getByRole('button', { name: 'Restore as a draft' }).click();
  await expect.poll(() => title.inputValue()).toBe('Theirs');
  expect(await shown()).toBe('Second');

  await title.fill('Not saved');
  await page.getByRole('link', { name: 'Back', exact: true }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Search titles' }).fill('theirs');
  await page.waitForURL(/q=theirs/);
  await page.getByRole('link', { name: 'Theirs' }).waitFor();
  expect(await faultsInAllLooks(page, 'articles')).toEqual([]);
});
