import { expect, test } from 'vitest';
import consoleEn from './console/en.json' with { type: 'json' };
import consoleHans from './console/zh-Hans.json' with { type: 'json' };
import consoleHant from './console/zh-Hant.json' with { type: 'json' };
import clientEn from './en.json' with { type: 'json' };
import clientHans from './zh-Hans.json' with { type: 'json' };
import clientHant from './zh-Hant.json' with { type: 'json' };

const en = { ...clientEn, ...consoleEn };
const hans = { ...clientHans, ...consoleHans };
const hant = { ...clientHant, ...consoleHant };

/** Every text by its path. */
function flat(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${name}`, value]] : flat(value as object, `${path}${name}.`),
  );
}

/** The names of the values that a text shows: a name behind a case, as in `one {friend}`, is a word. */
function placeholdersOf(text: string): string[] {
  return [
    ...new Set([...text.matchAll(/(?<!(?:=\d|one|other) )\{(\w+)[,}]/g)].map(([, name]) => name!)),
  ].toSorted();
}

test.each([
  ['zh-Hant', hant],
  ['zh-Hans', hans],
])('%s has every text of English, with the same values', (_, texts) => {
  const shape = (all: object) => flat(all).map(([path, text]) => [path, placeholdersOf(text)]);
  expect(shape(texts)).toEqual(shape(en));
});

test('no text is empty, shouts, or has a space at an end', () => {
  const texts = [en, hant, hans].flatMap((all) => flat(all));
  expect(texts.filter(([, text]) => text === '' || text !== text.trim() || /[!！]/.test(text))).toEqual([]);
});

test('both Chinese texts are translations of their own: they differ where the terms of their readers do', () => {
  expect(flat(hant).filter(([, text]) => /[们这说认证户号关闭]/.test(text))).toEqual([]);
  expect(flat(hans).filter(([, text]) => /[們這說認證戶號關閉訊]/.test(text))).toEqual([]);
});
