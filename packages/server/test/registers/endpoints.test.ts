import { describe, expect, it } from 'vitest';
import { api, im, type Endpoint } from '@kith/contract';
import { apiEndpoints as apiOfOthers, nameOf } from '../../src/conformance/api-call.js';
import { endpoints as imOfOthers } from '../../src/conformance/document-checks.js';
import { apiRecipes } from '../../src/conformance/recipes/api.js';
import { recipes } from '../../src/conformance/recipes/index.js';
import { personParameters, surfacesOf, withoutSurface } from '../api/surfaces.js';
import { cases } from '../authorisation/cases.js';
import { explained as needsNoLimit, limitOf } from '../authorisation/limited.js';
import { explained as staysOpen, silenced } from '../authorisation/silenced.js';
import { endpoints as signedIn, ids, plain, special } from '../tenants/parameters.js';

/*
 * Every endpoint has its row in every register. A failure names the file to edit; docs/adding-an-endpoint.md says what
 * each register holds. The tests that use the registers run in those files.
 */
const imEndpoints: readonly Endpoint[] = Object.values(im).flatMap((group): Endpoint[] =>
  Object.values(group),
);
const apiEndpoints: readonly Endpoint[] = Object.values(api).flatMap((group): Endpoint[] =>
  Object.values(group),
);
const all: readonly Endpoint[] = [...imEndpoints, ...apiEndpoints];

/** Expects each endpoint exactly once in a register. */
function expectOnce(endpoints: readonly Endpoint[], register: readonly Endpoint[], file: string): void {
  const missing = endpoints.filter((one) => !register.includes(one));
  expect(missing.map(nameOf), `Add these endpoints to packages/server/${file}`).toEqual([]);
  const repeated = register.filter((one, index) => register.indexOf(one) !== index);
  expect(repeated.map(nameOf), `Remove these duplicates from packages/server/${file}`).toEqual([]);
}

describe('every endpoint', () => {
  it('has outcomes for each role', () => {
    const rows = new Set(cases.map(({ endpoint }) => endpoint));
    expectOnce(imEndpoints, [...rows], 'test/authorisation/cases.ts');
  });

  it('is refused to silenced accounts or has a reason, not both', () => {
    const register = [...silenced, ...Object.values(staysOpen).flat()];
    expectOnce(all, register, 'test/authorisation/silenced.ts (`silenced` or `explained`)');
  });

  it('has a limit or a reason, not both', () => {
    const register = [...limitOf.keys(), ...Object.values(needsNoLimit).flat()];
    expectOnce(all, register, 'test/authorisation/limited.ts (`limited` or `explained`)');
  });

  it('with a person parameter has a surface of visibility or a reason, not both', () => {
    const takesPerson = (endpoint: Endpoint): boolean => {
      const names = Object.keys(endpoint.params.properties);
      // In the Friendship API that is the caller.
      const own = endpoint.path.startsWith('/api/') ? ['user_id'] : [];
      return personParameters.some((name) => names.includes(name) && !own.includes(name));
    };
    const register = [...Object.values(surfacesOf).flat(), ...Object.values(withoutSurface).flat()];
    expectOnce(all.filter(takesPerson), register, 'test/api/surfaces.ts');
  });

  it('has only parameters that are known as identifiers or values', () => {
    const unknown = signedIn.flatMap((endpoint) =>
      Object.keys(endpoint.params.properties)
        .filter((name) => !ids[name] && !special[endpoint.path]?.[name] && !plain.has(name))
        .map((name) => `${endpoint.path} ${name}`),
    );
    const where = 'packages/server/test/tenants/parameters.ts (`ids`, `special` or `plain`)';
    expect(unknown, `Add these parameters to ${where}`).toEqual([]);
  });

  it('of other servers has a recipe for kith conformance, and no other endpoint has one', () => {
    const where = 'packages/server/src/conformance/recipes';
    const paths = imOfOthers.map(({ path }) => path);
    const names = apiOfOthers.map(nameOf);
    expect(
      paths.filter((path) => !recipes[path]),
      `Add these paths to ${where}`,
    ).toEqual([]);
    expect(
      names.filter((name) => !apiRecipes[name]),
      `Add these endpoints to ${where}/api.ts`,
    ).toEqual([]);
    const unknown = [
      ...Object.keys(recipes).filter((path) => !paths.includes(path)),
      ...Object.keys(apiRecipes).filter((name) => !names.includes(name)),
    ];
    expect(unknown, `Remove these from ${where}`).toEqual([]);
  });
});
