import { expect, test } from 'vitest';
import { languageOf } from './languages.js';

test.each([
  [['fr-FR', 'zh-TW', 'en'], 'zh-Hant'],
  [['zh-HK'], 'zh-Hant'],
  [['zh'], 'zh-Hans'],
  [['zh-SG'], 'zh-Hans'],
  [['zh-Hant-CN'], 'zh-Hant'],
  [['en-GB'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
])('who prefers %j reads %s', (tags, language) => {
  expect(languageOf(tags)).toBe(language);
});
