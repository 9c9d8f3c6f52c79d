import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test.each(['app', 'console'])('no route is twice in the tree of %s: its page would not start', (program) => {
  const file = new URL(`../../../web/src/${program}/router.tsx`, import.meta.url);
  const [, tree = ''] =
    /routeTree: (root\.addChildren\(\[.*?\n {2}\]\)),\n/s.exec(readFileSync(file, 'utf8')) ?? [];
  const names = [...tree.replaceAll('.addChildren', '').matchAll(/\w+/g)].map(([name]) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
