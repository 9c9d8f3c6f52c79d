import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { makeArrayEncoder } from '../../src/adapters/postgres/binary-arrays.js';
import '../../src/adapters/postgres/pool.js'; // which parses bigint as a number

const cases: readonly [type: string, values: unknown[]][] = [
  ['int', [0, 1, -1, 2147483647, -2147483648]],
  [
    'bigint',
    [0, 1, -1, 2 ** 32, 2 ** 32 - 1, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ],
  ['smallint', [0, 32767, -32768]],
  ['boolean', [true, false]],
  ['text', ['', 'plain', '{"text":"a \\"b\\" \\\\ , {} \n"}', 'NULL', '你好', '👩‍👩‍👧', 'x'.repeat(100_000)]],
  ['uuid', ['00000000-0000-4000-8000-000000000001', 'ffffffff-ffff-ffff-ffff-ffffffffffff']],
];

test.each(cases)('an array of %s arrives as it was sent, also with nulls or empty', async (type, values) => {
  const client = new pg.Client({ ...inject('database') });
  await client.connect();
  try {
    const sql = `select v, i::int from unnest($1::${type}[]) with ordinality as t(v, i) where $2::int > 0 order by i`;
    const encode = makeArrayEncoder(sql);
    for (const sent of [values, [null, ...values, null], []]) {
      const { rows } = await client.query<{ v: unknown }>(sql, encode([sent, 1]));
      expect(rows.map(({ v }) => v)).toEqual(sent);
    }
    const element = await client.query<{ v: unknown }>(`select ($1::${type}[])[2] as v`, encode([values]));
    expect(element.rows[0]?.v).toEqual(values[1]);
  } finally {
    await client.end();
  }
});

test('the parameters that are not cast to arrays stay as they are', () => {
  const encode = makeArrayEncoder('select $1, $2::int[], $3::jsonb, $4');
  const [first, second, ...others] = encode([5, [1], '[1]', [1]]);
  expect([first, ...others]).toEqual([5, '[1]', [1]]);
  expect(second).toBeInstanceOf(Buffer);
});

test.each([
  ['int', 2 ** 31],
  ['smallint', 40_000],
  ['uuid', '00000000-0000-4000-8000-00000000000g'],
])('a value that is no %s is refused with the code of an invalid row', (type, value) => {
  const encode = makeArrayEncoder(`select $1::${type}[]`);
  expect(() => encode([[value]])).toThrow(expect.objectContaining({ code: '22003' }));
});
