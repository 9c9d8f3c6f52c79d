import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { student } from '../../../server/test/api/people.js';
import { approve, putPhoto, uploadOf } from '../../../server/test/api/photos.js';
import { open } from '../../../server/test/api/channels.js';
import type { Person } from '../../../server/test/harness/kith.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
/** A browser reports each refusal of the server. */
const REFUSED = /status of 400/;
const SCHOOL = '臺灣大學';

async function students(...names: string[]): Promise<Person[]> {
  const people = [];
  for (const name of names) people.push(await student(web.kith, name, SCHOOL, { sex_code: 'F' }));
  return people;
}

/** What reports itself as an alert or a status in the page. */
const said = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text).waitFor();

test('a wave by keys finds its way: sent with words and its cost, locked, unlocked in place, answered; then two friends write', async () => {
  const [ada, bo] = await students('ada', 'bo');
  const [atAda, atBo] = await Promise.all([
    web.page(ada, { path: '/discover', expects: REFUSED }),
    web.page(bo, { path: '/strangers', viewport: 'phone' }),
  ]);
  await atBo.getByText('Nobody new has written').waitFor();
  await atAda.getByRole('link', { name: /^bo/ }).focus();
  await atAda.keyboard.press('w');
  const sheet = atAda.getByRole('dialog', { name: 'Wave at bo' });
  await sheet.getByText('Costs one wave and one ticket').waitFor();
  await sheet.getByLabel('A few words').fill('see www.example.com');
  await sheet.getByRole('button', { name: 'Wave', exact: true }).click();
  await sheet.getByRole('alert').getByText('No links').waitFor();
  expect(await sheet.getByLabel('A few words').inputValue()).toBe('see www.example.com');
  await sheet.getByLabel('A few words').fill('Tea at five?');
  await sheet.getByRole('button', { name: 'Wave', exact: true }).click();
  await said(atAda, 'Sent to bo.');
  await atAda.getByText('Waiting for an answer').waitFor();
  await atAda.getByRole('button', { name: /What is left today.*Tickets.*9.*Waves.*29/s }).click();
  await atAda.getByRole('dialog').getByText('9 of 10').waitFor();
  await atAda.keyboard.press('Escape');

  const row = atBo.getByRole('article', { name: 'ada' });
  await row.getByLabel('Locked words').waitFor();
  expect(await atBo.title()).toBe('Kith');
  expect(await atBo.content()).not.toContain('Tea at five?');
  await row.getByRole('button', { name: 'Unlock · 3 keys left' }).click();
  await row.getByText('Tea at five?').waitFor();
  await row.getByRole('button', { name: 'Wave back' }).click();
  await atBo.getByRole('dialog').getByText('Answering makes you friends').waitFor();
  await atBo.getByRole('dialog').getByRole('button', { name: 'Wave', exact: true }).click();
  await said(atBo, 'You and ada are friends now.');

  await atAda.getByRole('link', { name: /^bo/ }).click();
  await atAda.getByRole('article', { name: 'bo' }).getByRole('button', { name: 'Write' }).click();
  await atAda.getByLabel('Message', { exact: true }).waitFor();
});

test('a profile shows its photos one by one, spoken; a report keeps the person, a block takes them away', async () => {
  const [ada, cy] = await students('ada', 'cy');
  for (const [place, colour] of [
    [1, 'red'],
    [2, 'green'],
  ] as const)
    await approve(web.kith, await uploadOf(web.kith, await putPhoto(cy!, place, colour)));
  await cy!.api.intro.set({ topic: [20, 23], tags: ['tea'] });
  const page = await web.page(ada, { path: `/discover` });
  await page.getByRole('link', { name: /^cy/ }).focus();
  await page.keyboard.press('Enter');
  const profile = page.getByRole('article', { name: 'cy' });
  await profile.getByText('Travel').waitFor();
  await profile.getByRole('group', { name: 'Photo 1 of 2' }).focus();
  await page.keyboard.press('ArrowRight');
  await profile.getByRole('status').getByText('Photo 2 of 2').waitFor();

  await profile.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Report' }).click();
  await page.getByRole('radio', { name: 'Fraud or advertising' }).check();
  await page.getByRole('button', { name: 'Send report' }).click();
  await said(page, 'Moderators look at it.');
  await profile.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Block' }).click();
  await page.getByRole('dialog').getByText('You disappear from each other').waitFor();
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  await said(page, 'cy is blocked.');
  await expect.poll(() => page.getByRole('link', { name: /^cy/ }).count()).toBe(0);
});

test('super waves stand open on top; hiding and blocking empty the box', async () => {
  const [ada, bo, dee] = await students('ada', 'bo', 'dee');
  await open(bo!, ada!, { is_wave: 2, text: 'I liked your talk' });
  await open(dee!, ada!, { is_wave: 1, text: 'a secret' });
  const page = await web.page(ada, { path: '/strangers' });
  const rows = page.getByRole('article');
  await rows.first().getByText('I liked your talk').waitFor();
  expect(await rows.first().getAttribute('aria-label')).toBe('bo');
  await page.getByRole('button', { name: 'More about dee' }).click();
  await page.getByRole('menuitem', { name: 'Remove from the box' }).click();
  await said(page, 'dee was removed from the box.');
  await page.getByRole('button', { name: 'More about bo' }).click();
  await page.getByRole('menuitem', { name: 'Block' }).click();
  await page.getByRole('button', { name: 'Block', exact: true }).click();
  await said(page, 'bo is blocked.');
});

test('the age is asked once, with its effect; the filter changes the lists', async () => {
  const [ada] = await students('ada');
  await student(web.kith, 'max', SCHOOL, { sex_code: 'M' });
  const page = await web.page(ada, { path: '/discover' });
  await page.getByText('Adults and minors never meet here').waitFor();
  await page.getByRole('button', { name: 'I am 18 or older' }).click();
  await expect.poll(() => page.getByText('Are you 18').count()).toBe(0);
  await page.getByRole('link', { name: /^max/ }).waitFor();
  await page.getByLabel('Show', { exact: true }).selectOption({ label: 'Women' });
  await expect.poll(() => page.getByRole('link', { name: /^max/ }).count()).toBe(0);
  await page.getByRole('tab', { name: 'At my school' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByRole('tab', { name: 'Viewed me', selected: true }).waitFor();
  await page.getByText('Nobody has viewed your card yet').waitFor();
});

test('own photos show their review, the card is edited, and privacy counts at once', async () => {
  const [ada] = await students('ada');
  const photo = await putPhoto(ada!, 1, 'red');
  const page = await web.page(ada, { path: '/card', expects: REFUSED });
  await page.getByText('in review, only you see it').waitFor();
  await approve(web.kith, await uploadOf(web.kith, photo));
  await page.getByLabel('Photo 1: shown').waitFor();
  await page.getByLabel('Photo 2: empty').setInputFiles({
    name: 'a.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from('not a picture'),
  });
  await page.getByRole('alert').getByText('This picture could not be used').waitFor();
  await page.getByRole('button', { name: 'Remove photo 1' }).click();
  await page.getByLabel('Photo 1: empty').waitFor();

  await page.getByLabel('Name that others see').fill('Ada L');
  // Words of one's own: with the key, with the button, and by leaving the field.
  const words = page.getByRole('group', { name: 'Tags' });
  const word = page.getByLabel('New tag');
  await page.getByText('at most 3, each up to 20 characters').waitFor();
  await word.fill('#tea');
  await word.press('Enter');
  await word.fill('x'.repeat(19) + '茶茶');
  expect(await word.inputValue()).toBe('x'.repeat(19) + '茶');
  await words.getByRole('button', { name: 'Add', exact: true }).click();
  await words.getByRole('button', { name: /^Remove the tag x/ }).click();
  await word.fill('夜貓子');
  await page.getByText('Films', { exact: true }).click();
  expect(await words.getByRole('listitem').allInnerTexts()).toEqual(['tea', '夜貓子']);
  await word.fill('climbing');
  await word.press('Enter');
  await page.getByText('You have 3 tags').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('group', { name: 'Talks about' }).getByLabel('Only I see this').check();
  await page.getByLabel('Animal 3', { exact: true }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Your card is saved.');
  await page.getByRole('switch', { name: /New people may write to me/ }).click();
  await expect.poll(async () => (await ada!.api.user_friendship.standing()).chat_status).toBe('no');
  await page.getByText('You have no plan.').waitFor();
  const card = await ada!.api.intro.card({ target_user_id: ada!.id });
  expect(card.user).toMatchObject({
    nickname: 'Ada L',
    animal_code: 'A02',
    tags: ['tea', '夜貓子', 'climbing'],
  });
  expect(card.intros.find(({ type }) => type === 'topic')?.permission).toBe('private');
  expect(card.intros.find(({ type }) => type === 'topic')?.tags?.map(({ id }) => id)).toEqual(['20']);
});
