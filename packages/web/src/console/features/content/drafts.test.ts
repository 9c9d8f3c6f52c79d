import { expect, test } from 'vitest';
import { isSame, languagesOf, NEW, titleOf, untitled, withText } from './drafts.js';

const tea = withText(NEW, 'en', { title: 'Tea' });

test('a language without any text is left out, and one without a title is named', () => {
  expect(tea.texts).toEqual({ en: { title: 'Tea', summary: '', body: '' } });
  expect(withText(tea, 'en', { title: ' ' })).toEqual(NEW);
  expect(untitled(withText(tea, 'zh-Hant', { body: '<p>茶</p>' }))).toEqual(['zh-Hant']);
  expect(untitled(tea)).toEqual([]);
});

test('texts are the same in any order, and differ by a word', () => {
  const both = withText(tea, 'zh-Hant', { title: '茶' });
  const other = withText(withText(NEW, 'zh-Hant', { title: '茶' }), 'en', { title: 'Tea' });
  expect(isSame(both, other)).toBe(true);
  expect(isSame(both, tea)).toBe(false);
  expect(isSame(both, { ...both, sort: 1 })).toBe(false);
});

test('a text for all languages can be changed where there is one, and a title is found in some language', () => {
  expect(languagesOf(tea)).not.toContain('all');
  expect(languagesOf(withText(NEW, 'all', { title: 'Tea' }))).toContain('all');
  expect(titleOf({ 'zh-Hant': '茶', all: 'Tea' }, 'en')).toBe('Tea');
  expect(titleOf({ 'zh-Hant': '茶' }, 'en')).toBe('茶');
  expect(titleOf({}, 'en')).toBe('');
});
