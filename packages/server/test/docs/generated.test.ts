import { expect, test } from 'vitest';
import { imClosedPaths } from '@kith/contract';
import { endpoints, generatedPages, readFreshPage } from './generated.js';
import { partOf, readPage, root } from './pages.js';

/*
 * Parts of the pages that follow from the code. This command updates stale ones:
 *
 *   npm test -- packages/server/test/docs --update
 */
test.each(generatedPages)('%s shows the tables that follow from the code', async (page) => {
  await expect(readFreshPage(page)).toMatchFileSnapshot(`${root}${page}`);
});

test('every path of the Chat API exists, is switched off, or is left out with a reason, and there are 200', () => {
  const leftOut = partOf(readPage('docs/dialects/im.md'), 'left out');
  const named = [...leftOut.matchAll(/`(\/im\/[^`]+)`/g)].map((match) => match[1]!.toLowerCase());
  const ofDocument = endpoints.filter(({ source }) => source !== 'own').map(({ path }) => path);
  const served = [...imClosedPaths, ...ofDocument].map((path) => path.toLowerCase());
  expect(named.filter((path) => served.includes(path))).toEqual([]);
  const advice = "Give an endpoint that the document does not have `source: 'own'`";
  expect(new Set([...named, ...served]).size, advice).toBe(200);
});
