import { expect, test } from 'vitest';
import { compareExample } from './compare-example.js';

function differences(example: unknown, answer: unknown): string[] {
  return compareExample(example, answer).differences.map(({ says }) => says);
}

const example = {
  err: 0,
  msg: 'success',
  data: {
    id: 7,
    money: '0.00',
    last: null,
    at: '2024-12-05 16:09:54',
    password: '<md5>',
    token: '<token>',
    rows: [{ id: 7 }],
    none: [],
  },
};
const good = {
  err: 0,
  msg: 'success',
  data: {
    id: 1,
    money: '5.10',
    last: null,
    at: '2026-01-01 00:00:00',
    password: '',
    token: 'x',
    rows: [{ id: 1 }, { id: 2 }],
    none: [],
  },
};

test('a response with every member in its type matches the example, also with extra members', () => {
  expect(differences(example, good)).toEqual([]);
  expect(
    differences(example, { ...good, total: 1, data: { ...good.data, more: 1, none: { 1: {} } } }),
  ).toEqual([]);
});

test.each([
  ['body.err is 1, not 0', { ...good, err: 1 }],
  ['body.err is "0", not 0', { ...good, err: '0' }],
  ['body.msg is "ok", not "success"', { ...good, msg: 'ok' }],
  ['body.data is array, not object', { ...good, data: [] }],
  ['body.data is null, not object', { ...good, data: null }],
  ['body.data.id is missing', { ...good, data: { ...good.data, id: undefined } }],
  ['body.data.id is string, not number', { ...good, data: { ...good.data, id: '1' } }],
  ['body.data.id is not a whole number', { ...good, data: { ...good.data, id: 1.5 } }],
  ['body.data.money is number, not string', { ...good, data: { ...good.data, money: 0 } }],
  ['body.data.last is string, not null', { ...good, data: { ...good.data, last: '' } }],
  ['body.data.at is "now", not like "2024-12-05 16:09:54"', { ...good, data: { ...good.data, at: 'now' } }],
  ['body.data.password discloses a secret', { ...good, data: { ...good.data, password: 'x' } }],
  ['body.data.rows has no rows to compare', { ...good, data: { ...good.data, rows: [] } }],
  ['body.data.rows[1].id is missing', { ...good, data: { ...good.data, rows: [{ id: 1 }, {}] } }],
  ['body.data.none is string, not array', { ...good, data: { ...good.data, none: '' } }],
])('%s', (difference, answer) => {
  expect(differences(example, JSON.parse(JSON.stringify(answer)))).toEqual([difference]);
});

test('a member counts once for all rows, and equal differences of many rows are reported once', () => {
  const rows = [{ id: '1' }, { id: 2 }, { id: '3' }];
  expect(compareExample({ rows: [{ id: 1 }] }, { rows })).toEqual({
    members: 2,
    differences: [{ kind: 'type', says: 'body.rows[0].id is string, not number (2 times)' }],
  });
});

test('values of a server are reported without terminal escapes, and shortened', () => {
  const [line = ''] = differences({ msg: 'ok' }, { msg: `\u001b[31m\u202e${'x'.repeat(1000)}` });
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(line.length).toBeLessThan(200);
});

test('a page may be a number or its digits, whichever the example shows', () => {
  for (const page of [1, '1']) {
    expect(differences({ current_page: 1 }, { current_page: page })).toEqual([]);
    expect(differences({ current_page: '1' }, { current_page: page })).toEqual([]);
  }
  for (const page of ['', 'x', null, [], true, 1.5])
    expect(differences({ current_page: 1 }, { current_page: page }), String(page)).toHaveLength(1);
});
