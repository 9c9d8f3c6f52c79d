import { expect, test } from 'vitest';
import { circle, post } from '../../../server/test/im/moments.js';
import { halves } from '../../../server/test/media/samples.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { clip } from '../harness/clip.js';

const web = useBrowser();

test('a moment with pictures reaches a friend, who likes it, comments and replies; its writer deletes it', async () => {
  const { ada, bo } = await circle(web.kith);
  const [atAda, atBo] = await Promise.all([
    web.page(ada, { path: '/moments' }),
    web.page(bo, { path: '/moments', viewport: 'phone' }),
  ]);
  await atAda.getByText('Nothing here yet').waitFor();
  await atAda.getByLabel('What happened today?').fill('The sea was calm');
  const pictures = await Promise.all([400, 300].map((width) => halves(width, 300).png().toBuffer()));
  await atAda
    .getByLabel('Add pictures')
    .setInputFiles(
      pictures.map((buffer, index) => ({ name: `${index}.png`, mimeType: 'image/png', buffer })),
    );
  await atAda.getByRole('button', { name: 'Remove picture 2' }).waitFor();
  await atAda.getByRole('button', { name: 'Post' }).click();
  const own = atAda.getByRole('article', { name: 'Moments of ada' });
  await own.getByText('The sea was calm').waitFor();
  await own.getByAltText('Picture 2 of 2').evaluate((image: HTMLImageElement) => image.decode());

  await atBo.reload();
  const seen = atBo.getByRole('article', { name: 'Moments of ada' });
  await seen.getByRole('button', { name: 'Like' }).click();
  await seen.getByText('Liked by bo').waitFor();
  await seen.getByLabel('Write a comment').fill('Take me along');
  await atBo.keyboard.press('Enter');
  await seen.getByText('Take me along').waitFor();
  expect(await faultsOf(atBo)).toEqual([]);

  await own.getByText('Take me along').click();
  await own.getByLabel('Reply to bo').fill('Tomorrow');
  await atAda.keyboard.press('Enter');
  await own.getByText('ada to bo').waitFor();
  await atAda.getByRole('link', { name: 'My moments' }).click();
  await atAda.getByRole('heading', { name: 'My moments' }).waitFor();
  await atAda.getByRole('button', { name: 'Delete' }).click();
  await atAda.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await atAda.getByText('Nothing here yet').waitFor();
});

test('older moments load page by page', async () => {
  const { ada } = await circle(web.kith);
  for (let at = 1; at <= 11; at++) await post(ada, `number ${at}`);
  await web.kith.sql(
    `update moments set posted_at = posted_at - (1000 * (12 - split_part(text, ' ', 2)::int)) where author_id = $1`,
    [ada.id],
  );
  const page = await web.page(ada, { path: '/moments' });
  await page.getByText('number 11', { exact: true }).waitFor();
  expect(await page.getByText('number 1', { exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show older ones' }).click();
  await page.getByText('number 1', { exact: true }).waitFor();
});

test('a video is uploaded with a poster; somebody plays, likes, follows and comments', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const atAda = await web.page(ada, { path: '/videos' });
  await atAda.getByText('No videos yet').waitFor();
  await atAda.getByRole('button', { name: 'Upload a video' }).first().click();
  const sheet = atAda.getByRole('dialog');
  await sheet
    .getByLabel('Choose a video')
    .setInputFiles({ name: 'clip.webm', mimeType: 'video/webm', buffer: await clip() });
  await sheet.getByLabel('Title').fill('Waves');
  await sheet.getByRole('button', { name: 'Publish' }).click();
  await atAda.getByRole('article', { name: 'Video of ada: Waves' }).waitFor();

  const atBo = await web.page(bo, { path: '/videos', viewport: 'phone' });
  const video = atBo.getByRole('article', { name: 'Video of ada: Waves' });
  await video.getByRole('button', { name: 'Pause' }).waitFor();
  const [film, poster] = await video
    .locator('video')
    .evaluate((one: HTMLVideoElement) =>
      [one.src, one.poster].map((url) => url.replace(/^.*\/|\.\w+$/g, '')),
    );
  // The page has made the poster: the server's has the name of the video.
  expect(poster).toMatch(/^[0-9a-f]{32}$/);
  expect(poster).not.toBe(film);
  await video.getByRole('button', { name: 'Like, 0 so far' }).click();
  await video.getByRole('button', { name: 'Take the like back, 1 so far' }).waitFor();
  await video.getByRole('button', { name: 'Follow', exact: true }).click();
  await video.getByRole('button', { name: 'Following' }).waitFor();
  expect(await faultsOf(atBo)).toEqual([]);
  await atBo.getByRole('list', { name: 'For you' }).press('c');
  await video.getByRole('button', { name: 'Comments, 0' }).click();
  await atBo.getByRole('dialog').getByLabel('Write a comment').fill('So calm');
  await atBo.keyboard.press('Enter');
  await atBo.getByRole('dialog').getByText('So calm').waitFor();
  expect(await faultsOf(atBo)).toEqual([]);
  await atBo.keyboard.press('Escape');
  await video.getByRole('button', { name: 'Comments, 1' }).waitFor();
  await atBo.getByRole('link', { name: 'Following' }).click();
  await atBo.getByRole('article', { name: 'Video of ada: Waves' }).waitFor();
});
