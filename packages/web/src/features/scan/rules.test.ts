import { expect, test } from 'vitest';
import { pathOf } from './rules.js';

const ORIGIN = 'https://kith.example';

test.each([
  ['https://kith.example/add/7?code=AB', '/add/7?code=AB'],
  ['{"action":"chat_add","user_id":7}', '/add/7'],
  ['{"action":"chat_add","user_id":"7"}', '/add/7'],
  ['{"action":"chat_add","user_id":"../me"}', undefined],
  ['{"action":"toPage","url":"https://evil.example"}', undefined],
  ['https://evil.example/add/7', undefined],
  ['javascript:alert(1)', undefined],
  ['WIFI:S:home;;', undefined],
  ['7', undefined],
  ['', undefined],
])('the code %j leads to %j', (text, path) => {
  expect(pathOf(text, ORIGIN)).toBe(path);
});
