import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { photosOf, photosSeen, putPhoto, uploadOf } from '../../../server/test/api/photos.js';
import { atPace, expectWithin } from '../../../server/test/harness/at-pace.js';
import type { Person } from '../../../server/test/harness/kith.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

/** A test that failed may have left some. */
beforeEach(() => kith.sql('delete from photos'));

const photo = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
/** The open photo may be judged: it has been on screen for a moment. */
const ready = (page: Page) => page.locator('[role=group][aria-busy=false]').waitFor();
const reviewed = async (who: Person) => (await photosOf(who)).map(({ review_status }) => review_status);

async function press(page: Page, ...keys: string[]): Promise<void> {
  await ready(page);
  for (const key of keys) await page.keyboard.press(key);
}

test(
  'a moderator approves and refuses photos by keys and takes a decision back: both people see it, and the audit log holds it',
  async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await putPhoto(ada, 1, 'red');
    await putPhoto(ada, 2, 'blue');
    await putPhoto(bo, 1, 'green');
    const mei = await makeStaff(kith, 'moderator');
    const page = await openConsole(web, mei, { path: '/console/photos' });
    await photo(page, /^Photo 1 of ada/).waitFor();
    await page.getByText('3 wait', { exact: false }).waitFor();
    const picture = page.getByRole('img', { name: /^Photo 1 of ada/ });
    const veil = () => picture.evaluate((element) => getComputedStyle(element).filter);
    expect(await veil()).toContain('blur');
    await page.keyboard.down(' ');
    await expect.poll(veil).toBe('none');
    await page.keyboard.up(' ');
    await expect.poll(veil).toContain('blur');
    const faults = await faultsInAllLooks(page, 'photos');

    // The choice of colours stays for this browser; the size is that of one photo.
    await page.keyboard.press('g');
    await expect.poll(veil).toContain('grayscale');
    const width = () =>
      picture.evaluate((element) => element.clientWidth / element.parentElement!.clientWidth);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await expect.poll(width).toBeGreaterThan(1.9);
    await page.keyboard.press('-');
    await expect.poll(width).toBeLessThan(1.6);
    await page.keyboard.press('/');
    await page.keyboard.type(bo.username);
    await page.keyboard.press('Enter');
    await photo(page, /^Photo 1 of bo/).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe(bo.username);
    await page.reload();
    await photo(page, /^Photo 1 of bo/).waitFor();
    await page.keyboard.press('h');
    await page.waitForURL(new RegExp(`/console/people/${bo.id}`));
    await page.goBack();
    await photo(page, /^Photo 1 of bo/).waitFor();
    await page.getByRole('searchbox').fill('');
    await photo(page, /^Photo 1 of ada/).waitFor();
    await expect.poll(veil).toContain('grayscale');
    await page.keyboard.press('g');

    // A held key does not judge the next photo too.
    await ready(page);
    await page.keyboard.down('a');
    await page.keyboard.down('a');
    await page.keyboard.up('a');
    await photo(page, /^Photo 2 of ada/).waitFor();
    await press(page, 'r');
    await page.getByRole('list', { name: 'Reason' }).waitFor();
    faults.push(...(await faultsInAllLooks(page, 'reasons of a refusal')));
    await press(page, '3');
    await photo(page, /^Photo 1 of bo/).waitFor();
    await expect.poll(() => reviewed(ada)).toEqual([1, 2]);
    expect(await photosSeen(bo, ada)).toMatchObject([{ review_status: 1 }]);
    await page.getByText(/^Refused: photo 2 of ada/).waitFor();
    await press(page, 'u');
    await photo(page, /^Photo 2 of ada/).waitFor();
    await expect.poll(() => reviewed(ada)).toEqual([1, 0]);
    await press(page, 'r', '8');
    await page.getByRole('textbox', { name: 'Reason' }).fill('A drawing.');
    await page.keyboard.press('Enter');
    await photo(page, /^Photo 1 of bo/).waitFor();
    await expect.poll(() => reviewed(ada)).toEqual([1, 2]);
    await press(page, 'b');
    await page.getByRole('list', { name: 'Sanction' }).waitFor();
    await press(page, 'n', '2', '4');
    expect(await page.getByLabel('Hours').inputValue()).toBe('24');
    faults.push(...(await faultsInAllLooks(page, 'a sanction with a refusal')));
    const socket = await bo.socket();
    await page.keyboard.press('Enter');
    await socket.closed;
    await page.getByText(/^Refused, and banned: photo 1 of bo/).waitFor();
    await page.keyboard.press('u');
    await photo(page, /^Photo 1 of bo/).waitFor();
    await bo.im.in.login(bo);
    await press(page, 'a');
    await photo(page, 'No photo waits').waitFor();
    await expect.poll(() => photosSeen(ada, bo)).toMatchObject([{ review_status: 1 }]);
    faults.push(...(await faultsInAllLooks(page, 'an empty queue')));

    const owner = await makeStaff(kith, 'owner');
    const { rows } = await owner.ask('GET', '/admin/audit', { objectKind: 'photo' });
    expect(rows.map(({ action, staffName }) => [action, staffName]).toReversed()).toEqual(
      ['approve', 'refuse', 'undo', 'refuse', 'refuse', 'undo', 'approve'].map((action) => [
        `photo.${action}`,
        mei.name,
      ]),
    );
    expect(rows[3]?.after).toMatchObject({ why: 'A drawing.' });
    expect(rows[2]?.after).toMatchObject({ sanction: { kind: 'ban' } });
    expect(faults).toEqual([]);
  },
  atPace(60_000),
);

test(
  'a moderator puts a photo aside, and hands one over to child safety with a note',
  async () => {
    const ada = await kith.person('ada');
    await putPhoto(ada, 1, 'red');
    await putPhoto(ada, 2, 'blue');
    const [mei, tom] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'moderator')];
    const page = await openConsole(web, mei, { path: '/console/photos' });
    await photo(page, /^Photo 1 of ada/).waitFor();
    await press(page, 's');
    await page.getByText(/^Photo 1 of ada.* is back at \d/).waitFor();
    await photo(page, /^Photo 2 of ada/).waitFor();
    const places = async () => (await tom.ask('GET', '/admin/photos')).rows.map(({ place }) => place);
    expect(await places()).toEqual([2]);
    await press(page, 'e');
    const note = page.getByRole('textbox', { name: 'Note for child safety' });
    await note.waitFor();
    const faults = await faultsInAllLooks(page, 'a note for child safety');
    await note.fill('Looks like a child.');
    await page.keyboard.press('Enter');
    await page.getByText('No photo waits').first().waitFor();
    await expect.poll(places).toEqual([]);
    expect(await reviewed(ada)).toEqual([0, 0]);
    const owner = await makeStaff(kith, 'owner');
    const { rows } = await owner.ask('GET', '/admin/audit', { objectKind: 'photo' });
    expect(rows.slice(0, 2).map(({ action, staffName }) => [action, staffName])).toEqual([
      ['photo.escalate', mei.name],
      ['photo.postpone', mei.name],
    ]);
    expect(faults).toEqual([]);
  },
  atPace(60_000),
);

test('two moderators at one queue see each other, and the slower one is told what the faster one has decided', async () => {
  const ada = await kith.person('ada');
  const first = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
  await putPhoto(ada, 2, 'blue');
  const [mei, tom] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'moderator')];
  const hers = await openConsole(web, mei, { path: '/console/photos' });
  await photo(hers, /^Photo 1 of ada/).waitFor();
  await expect
    .poll(
      async () => (await tom.ask('GET', '/admin/photos')).rows.find(({ id }) => id === first)?.lease?.name,
    )
    .toBe(mei.name);
  const his = await openConsole(web, tom, { path: '/console/photos' });
  await photo(his, /^Photo 2 of ada/).waitFor();
  await his.getByRole('button', { name: `${mei.name} looks at it` }).click();
  await his.getByText(`${mei.name} looks at this until`).waitFor();
  await press(his, 'r', '1');
  await expect.poll(() => reviewed(ada)).toEqual([2, 0]);
  await press(hers, 'a');
  // The next one is open at once; the first one comes back with the reason.
  await photo(hers, /^Photo 2 of ada/).waitFor();
  await hers.getByRole('button', { name: 'Came back' }).click();
  await hers.getByRole('alert').getByText(`${tom.name} has decided meanwhile: photo refused`).waitFor();
  await hers.getByRole('button', { name: 'Next' }).click();
  await hers.getByRole('button', { name: 'Came back' }).waitFor({ state: 'detached' });
  await press(hers, 'a');
  await expect.poll(() => reviewed(ada)).toEqual([2, 1]);
});

test(
  '20 photos are decided by the keyboard alone, and the next three are fetched ahead: each is there within 100 ms',
  async () => {
    const people = await Promise.all(Array.from({ length: 4 }, (_, at) => kith.person(`p${at}`)));
    // Never two of one person in a row: the page of a photo also shows the others of its person.
    for (const place of [1, 2, 3, 4, 5] as const)
      for (const who of people) await putPhoto(who, place, 'green');
    const mei = await makeStaff(kith, 'moderator');
    const paths = (await mei.ask('GET', '/admin/photos')).rows.map(({ url }) => url.split('?')[0]);
    const page = await openConsole(web, mei, { path: '/console/photos' });
    const fetched = () =>
      page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
    await photo(page, /^Photo 1 of p0/).waitFor();
    await expect.poll(fetched).toEqual(expect.arrayContaining(paths.slice(0, 4)));
    expect(await fetched()).not.toContain(paths[5]);
    const changes = await watchChanges(page);
    const count = async () => Number(await page.locator('[data-waiting]').getAttribute('data-waiting'));
    await expect.poll(count).toBeGreaterThanOrEqual(20);
    const before = await count();
    for (let decided = 1; decided <= 20; decided++) {
      await press(page, ...(decided % 4 === 0 ? ['r', '6'] : ['a']));
      await expect.poll(count).toBe(before - decided);
    }
    await expect
      .poll(
        async () => (await Promise.all(people.map(reviewed))).flat().filter((state) => state !== 0).length,
      )
      .toBe(20);
    const waits = await changes();
    expect(waits).toHaveLength(20);
    expectWithin(100, waits.toSorted((a, b) => a - b)[10]!);
  },
  atPace(60_000),
);

/** Measures from each key to the heading of the next photo, or to the end of the queue, in milliseconds; call the result to read all. */
async function watchChanges(page: Page): Promise<() => Promise<number[]>> {
  const waits = await page.evaluateHandle(() => {
    const measured: number[] = [];
    const title = () => document.querySelector('h2')?.textContent;
    let pressedAt = 0;
    let shown = title();
    addEventListener('keydown', () => (pressedAt = performance.now()), true);
    new MutationObserver(() => {
      const now = title();
      if (now === undefined || now === shown) return;
      shown = now;
      measured.push(performance.now() - pressedAt);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return measured;
  });
  return () => waits.jsonValue();
}
