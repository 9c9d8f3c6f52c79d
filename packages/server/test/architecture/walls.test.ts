import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { findBreaches, findUnlistedFolders } from './walls.js';

// The walls that .oxlintrc.json cannot express; canaries.test.ts proves that they are not blind.
const root = fileURLToPath(new URL('../../../../', import.meta.url));

it('an area knows only the areas before it, and writes only its own tables from stores that hold SQL alone', () => {
  expect(findBreaches(root)).toEqual([]);
});

it('every folder of core has its place in AREAS.md', () => {
  expect(findUnlistedFolders(root)).toEqual([]);
});
