import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { admin, api, im, imClosedPaths, imFrames, realtime, type Endpoint } from '@kith/contract';
import { nameOf } from '../../src/conformance/api-call.js';
import { readTitles, titlesIn } from './titles.js';

/*
 * One search for a path or a frame in the tests finds the story that tests it. A missing name belongs in the title of
 * that story, or of a `describe` around it; a table of `each` counts, because its texts can be searched for, too.
 */
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const advice = 'Put each of these into the title of the test that shows its behaviour';
const titles = readTitles(root, ['packages/server/test', 'packages/server/src', 'packages/sdk/test']);

/** The names that no title contains as a whole word or path. */
function missingIn(texts: readonly string[], names: readonly string[]): string[] {
  const text = texts.join('\n');
  return names.filter((name) => {
    const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    return !new RegExp(String.raw`(?<![\w/])${literal}(?![\w/{])`).test(text);
  });
}

/** The values of `t` in a union of frames of `kith.v1`. */
function kindsOf(schema: object): string[] {
  if ('anyOf' in schema) return (schema.anyOf as object[]).flatMap(kindsOf);
  return [(schema as { properties: { t: { const: string } } }).properties.t.const];
}

describe('a test title names', () => {
  it('every path of the Chat API', () => {
    const endpoints = Object.values(im).flatMap((group): Endpoint[] => Object.values(group));
    const paths = [...imClosedPaths, ...endpoints.map(({ path }) => path)];
    expect(missingIn(titles, paths), advice).toEqual([]);
  });

  it('every endpoint of the Friendship API, with its method', () => {
    const endpoints = Object.values(api).flatMap((group): Endpoint[] => Object.values(group));
    expect(missingIn(titles, endpoints.map(nameOf)), advice).toEqual([]);
  });

  it('every endpoint of the admin API, with its method', () => {
    const endpoints = Object.values(admin).flatMap((group): Endpoint[] => Object.values(group));
    expect(missingIn(titles, endpoints.map(nameOf)), advice).toEqual([]);
  });

  it('every socket action of existing clients', () => {
    expect(missingIn(titles, Object.keys(imFrames)), advice).toEqual([]);
  });

  it('every frame of kith.v1, as "kith.v1 hello"', () => {
    const kinds = new Set([...kindsOf(realtime.ClientFrame), ...kindsOf(realtime.ServerFrame)]);
    const names = [...kinds].map((kind) => `kith.v1 ${kind}`);
    expect(missingIn(titles, names), advice).toEqual([]);
  });
});

it('a name counts in a title or a table of `each`, as a whole, and nowhere else', () => {
  const found = titlesIn(`
    describe('/im/a/one and /im/a/twoMore', () => {
      it.each([['/im/a/three']])('%s works', () => { call('/im/a/four'); });
    });
  `);
  const names = ['/im/a/one', '/im/a/two', '/im/a/three', '/im/a/four', 'one'];
  expect(missingIn(found, names)).toEqual(['/im/a/two', '/im/a/four', 'one']);
});
