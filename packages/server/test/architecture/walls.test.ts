import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { acrossTenants } from './across-tenants.js';
import { findBreaches, findUnlistedFolders, listFunctionsAcrossTenants } from './walls.js';

// The walls that .oxlintrc.json cannot express; canaries.test.ts proves that they are not blind.
const root = fileURLToPath(new URL('../../../../', import.meta.url));

it('an area knows only the areas before it, and writes only its own tables from stores that hold SQL alone, with the tenant', () => {
  expect(findBreaches(root, new Set(Object.keys(acrossTenants)))).toEqual([]);
});

it('across-tenants.ts lists no function whose queries name the tenant', () => {
  const found = listFunctionsAcrossTenants(root);
  expect(Object.keys(acrossTenants).filter((name) => !found.has(name))).toEqual([]);
});

it('every folder of core has its place in AREAS.md', () => {
  expect(findUnlistedFolders(root)).toEqual([]);
});
