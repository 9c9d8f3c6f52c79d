import { expect, test } from 'vitest';
import { findArticles, type Article } from './rules.js';

const article = (id: number, article_name: string, article_desc: string, content: string): Article => ({
  id,
  article_name,
  article_desc,
  content,
  status: 1,
  position: '',
  create_time: '',
  update_time: '',
  small_pic: '',
  sort: 0,
});

test('articles are found by title, summary and words, not by their tags', () => {
  const articles = [
    article(1, 'Adding friends', '', '<p class="strong">Enter a user name.</p>'),
    article(2, '密碼', 'Safe passwords', '<p>Never share <b>it</b> &amp; sleep well.</p>'),
  ];
  const ids = (text: string) => findArticles(articles, text).map(({ id }) => id);
  expect(ids(' ')).toEqual([1, 2]);
  expect(ids('USER name')).toEqual([1]);
  expect(ids('share it')).toEqual([2]);
  expect(ids('密')).toEqual([2]);
  expect(ids('passwords')).toEqual([2]);
  expect(ids('it & sleep')).toEqual([2]);
  expect(ids('strong')).toEqual([]);
});
