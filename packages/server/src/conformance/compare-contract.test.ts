import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { answerSchema, endpoint, im } from '@kith/contract';
import { compareContract, compareSchema } from './compare-contract.js';
import { endpoints } from './document-checks.js';

const Bit = Type.Union([Type.Literal(0), Type.Literal(1)]);
const schema = Type.Object({
  err: Type.Integer(),
  password: Type.Literal(''),
  sex: Bit,
  last: Type.Union([Type.String(), Type.Null()]),
  rows: Type.Array(Type.Object({ id: Type.Integer() })),
  letters: Type.Union([
    Type.Array(Type.Object({ letter: Type.String() })),
    Type.Record(Type.String(), Type.Object({ letter: Type.String() })),
  ]),
  short: Type.Optional(Type.String({ maxLength: 3 })),
});
const good = { err: 0, password: '', sex: 1, last: null, rows: [{ id: 1 }], letters: { 0: { letter: 'A' } } };

test('a response that matches the schema, also with extra members, has no differences', () => {
  expect(compareSchema(schema, good)).toEqual({ members: 8, differences: [] });
  const more = { ...good, more: 1, last: 'x', letters: [{ letter: 'A' }], short: 'abc' };
  expect(compareSchema(schema, more).differences).toEqual([]);
});

test.each([
  ['body is array, not object', 'type', []],
  ['body.err is string, not a whole number', 'type', { ...good, err: '0' }],
  ['body.err is 0.5, not a whole number', 'type', { ...good, err: 0.5 }],
  ['body.err is missing', 'missing', { ...good, err: undefined }],
  ['body.password discloses a secret', 'value', { ...good, password: 'e10adc39' }],
  ['body.sex is 2, not 0 or 1', 'value', { ...good, sex: 2 }],
  ['body.last is number, not string or null', 'type', { ...good, last: 1 }],
  ['body.rows is object, not array', 'type', { ...good, rows: {} }],
  ['body.rows has no rows to compare', 'rows', { ...good, rows: [] }],
  ['body.rows[1].id is missing', 'missing', { ...good, rows: [{ id: 1 }, {}] }],
  ['body.letters is string, not array or object', 'type', { ...good, letters: '' }],
  ['body.letters[0].letter is number, not string', 'type', { ...good, letters: { 3: { letter: 1 } } }],
  ['body/short must not have more than 3 characters', 'value', { ...good, short: 'abcd' }],
])('%s', (says, kind, answer) => {
  expect(compareSchema(schema, JSON.parse(JSON.stringify(answer))).differences).toEqual([{ says, kind }]);
});

describe('the head of a response', () => {
  const declared = endpoint({ path: '/im/x/y', summary: '', result: Type.Integer() });

  test('is required, unless the document shows the path without it', () => {
    expect(compareContract(declared, { data: 1 }).differences).toHaveLength(2);
    expect(compareContract(declared, { data: 1 }, { err: 0, data: 1 }).differences).toEqual([
      { kind: 'missing', says: 'body.err is missing' },
    ]);
    expect(compareContract(declared, { data: 1 }, { data: 1 }).differences).toEqual([]);
    expect(compareContract(declared, {}, { data: 1 }).differences).toHaveLength(1);
  });

  test('keeps its type where it is optional', () => {
    expect(compareContract(declared, { err: '0', data: 1 }, { data: 1 }).differences).toHaveLength(1);
  });
});

test('an empty response matches no contract with required members', () => {
  const wrong = endpoints.filter((one) => {
    const fits = Compile(answerSchema(one)).Check({});
    return fits === compareContract(one, {}).differences.length > 0;
  });
  expect(wrong.map(({ path }) => path)).toEqual([]);
  expect(compareContract(im.get.base, {}).differences).toHaveLength(3);
});

test('a list within rows may be empty in some of them', () => {
  const nested = Type.Array(Type.Object({ likes: Type.Array(Type.Object({ uid: Type.Integer() })) }));
  expect(compareSchema(nested, [{ likes: [] }, { likes: [{ uid: 1 }] }]).differences).toEqual([]);
  expect(compareSchema(nested, [{ likes: [] }, { likes: [] }]).differences).toEqual([
    { kind: 'rows', says: 'body[0].likes has no rows to compare (2 times)' },
  ]);
});
