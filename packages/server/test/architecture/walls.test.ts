import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { acrossTenants } from './across-tenants.js';
import { findBreaches, findUnlistedFolders, listFunctionsAcrossTenants, listUnneededReads } from './walls.js';

// The walls that .oxlintrc.json cannot express; canaries.test.ts proves that they are not blind.
const root = fileURLToPath(new URL('../../../../', import.meta.url));

it('an area imports only the areas before it, and writes only its own tables, with the tenant, from stores that contain only SQL; presenters load nothing', () => {
  expect(findBreaches(root, new Set(Object.keys(acrossTenants)))).toEqual([]);
});

it('across-tenants.ts lists no function whose queries restrict the tenant', () => {
  const found = listFunctionsAcrossTenants(root);
  expect(Object.keys(acrossTenants).filter((name) => !found.has(name))).toEqual([]);
});

it('AREAS.md declares no read of a later table that no query needs', () => {
  expect(listUnneededReads(root)).toEqual([]);
});

it('every folder of core is listed in AREAS.md', () => {
  expect(findUnlistedFolders(root)).toEqual([]);
});
