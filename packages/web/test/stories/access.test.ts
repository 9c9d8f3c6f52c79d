import { beforeAll, expect, test } from 'vitest';
import { atPace } from '../../../server/test/harness/at-pace.js';
import { faultsInAllLooks, faultsOfLayer } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openLayers } from '../harness/layers.js';
import { faultsOfReach } from '../harness/reach.js';
import { PASSES, screensOf, SIGNED_IN, SIGNED_OUT, visit } from '../harness/screens.js';
import { makeWorld, type World } from '../harness/world.js';
import { paths } from '../../src/app/paths.js';

const web = useBrowser();
/** Videos of the world have no files. */
const expects = /the server responded with a status of 404/;
let world: World;

beforeAll(async () => {
  world = await makeWorld(web.kith);
});

test(
  'axe finds nothing wrong with any page, light and dark, wide and narrow; all is reached at 200 % zoom, and has edges',
  async () => {
    // A new page needs a row.
    const listed = [...PASSES, ...Object.keys(SIGNED_OUT), ...Object.keys(SIGNED_IN)];
    expect(listed.toSorted()).toEqual(paths.toSorted());
    const faults: string[] = [];
    const outside = await web.page();
    for (const [path, shown] of Object.entries(SIGNED_OUT)) {
      await visit(outside, { path, shown });
      faults.push(...(await faultsInAllLooks(outside, path)));
    }
    const page = await web.page(world.ada, { expects });
    for (const screen of screensOf(world)) {
      await visit(page, screen);
      faults.push(
        ...(await faultsInAllLooks(page, screen.path)),
        ...(await faultsOfReach(page, screen.path)),
      );
    }
    expect(faults).toEqual([]);
    // What has the focus differs from what is chosen.
    await page.emulateMedia({ forcedColors: 'active' });
    await page.keyboard.press('Tab');
    const width = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineWidth);
    expect(Number.parseFloat(width)).toBeGreaterThan(2);
  },
  atPace(90_000),
);

test(
  'axe finds nothing wrong with anything that opens, and what is closed gives the focus back',
  async () => {
    const page = await web.page(world.ada, { expects });
    const faults: string[] = [];
    await openLayers(page, world, async (name, index) => {
      faults.push(...(await faultsOfLayer(page, name, index)));
    });
    expect(faults).toEqual([]);
  },
  atPace(90_000),
);

test('axe finds nothing wrong with a call that arrives, and with the call, which keeps the Tab key', async () => {
  const page = await web.page(world.ada, { expects });
  await page.getByRole('link', { name: /^bo/ }).waitFor();
  await world.bo.im.message.sendVideo({ list_id: world.listId, content_type: 6 });
  await page.getByRole('alertdialog', { name: 'bo is calling: Video call' }).waitFor();
  const faults = await faultsInAllLooks(page, 'a call arrives');
  await page.getByRole('button', { name: 'Voice only' }).click();
  await page.getByRole('dialog', { name: 'Video call with bo' }).getByText('Connecting …').waitFor();
  faults.push(
    ...(await faultsInAllLooks(page, 'in the call')),
    ...(await faultsOfReach(page, 'in the call')),
  );
  await page.getByRole('button', { name: 'Make small' }).click();
  await page.getByRole('button', { name: 'Enlarge' }).waitFor();
  faults.push(
    ...(await faultsInAllLooks(page, 'a small call')),
    ...(await faultsOfReach(page, 'a small call')),
  );
  expect(faults).toEqual([]);
});
