import { expect, test } from 'vitest';
import { hire, publishArticle } from '../../../server/test/im/operator.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const made: number[] = [];

test.each([
  ['the browser’s own cleaning', false],
  ['a library in browsers without one', true],
])('articles are found and read, without anything that could run or load elsewhere: %s', async (_, isOld) => {
  await web.kith.sql(`delete from articles where id = any($1)`, [made]);
  const ada = await web.kith.person('ada');
  const id = await publishArticle(web.kith, { title: 'Tea rules', summary: 'How to brew', body: '' });
  made.push(id);
  // As if the server had not cleaned it.
  await web.kith.sql(
    `update article_versions set texts = jsonb_set(texts, '{all,body}', to_jsonb($2::text)) where article_id = $1`,
    [
      id,
      '<script>alert(1)</script><h2>Water</h2><p class="fixed inset-0">Use ' +
        '<a href="https://example.org/tea">fresh</a> water.</p>' +
        '<img src="https://example.org/spy.png"><img src="/uploads/starter/help.jpg" alt="A help desk">' +
        '<form action="https://example.org"><input name="password"></form>',
    ],
  );
  const page = await web.page(ada);
  await page.addInitScript((isOlder) => {
    if (isOlder) Reflect.deleteProperty(Element.prototype, 'setHTML');
  }, isOld);
  await page.goto(`${web.kith.url}/help`);
  await page.getByRole('region', { name: 'About us' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('searchbox', { name: 'Search the articles' }).fill('FRESH water');
  await expect.poll(() => page.getByRole('listitem').count()).toBe(1);
  await page.getByRole('link', { name: /^Tea rules/ }).click();
  await page.getByRole('heading', { name: 'Water' }).waitFor();
  const link = page.getByRole('link', { name: 'fresh' });
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  await page.getByAltText('A help desk').evaluate((image: HTMLImageElement) => image.decode());
  expect(await page.locator('.article :is(form, input, [class])').count()).toBe(0);
  expect(await page.locator('.article img').count()).toBe(1);
  expect(await faultsOf(page)).toEqual([]);

  await page.goto(`${web.kith.url}/help/${id + 1000}`);
  await page.getByRole('button', { name: 'Try again' }).waitFor();
});

test('customer service: a sentence if nobody serves, else a chat with somebody who greets and answers', async () => {
  const [ada, bea] = [await web.kith.person('ada'), await web.kith.person('bea')];
  const page = await web.page(ada, { path: '/help', viewport: 'phone' });
  await page.getByRole('button', { name: 'Write to customer service' }).click();
  await page.getByRole('alert').waitFor();
  await hire(web.kith, bea);
  await page.getByRole('button', { name: 'Write to customer service' }).click();
  await page.getByText('Customer service is here.').waitFor();
  await page.getByLabel('Message', { exact: true }).fill('I lost my key');
  await page.keyboard.press('Enter');
  await page.getByLabel('Sent', { exact: true }).waitFor();
  const list_id = await ada.im.get.kefu();
  await bea.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Which one?' } });
  await page.getByRole('region', { name: 'Messages' }).getByText('Which one?').waitFor();
});
