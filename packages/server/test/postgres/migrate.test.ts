import { expect, test } from 'vitest';
import { migrations } from '@kith/core/db';
import { explainUnknown } from '../../src/adapters/postgres/migrate.js';

/** Add only at the end: a database with some of them gets the others in this order. */
const LANDED = ['20261129-05-foundation'];

test('each migration has a name that sorts after the one before it, and none is inserted between existing ones', () => {
  const names = Object.keys(migrations);
  expect(names.slice(0, LANDED.length)).toEqual(LANDED);
  expect(names).toEqual(names.toSorted());
  for (const name of names) expect(name).toMatch(/^\d{8}-\d\d-[a-z-]+$/);
});

test('a database of a development version is distinguished from one of a newer version', () => {
  expect(explainUnknown(['20261122-01-foundation', '20261128-94-clock-doubt']).problem).toContain(
    'A development version of Kith from before the first release made this database (20261122-01-foundation, ',
  );
  expect(explainUnknown(['29991231-01-future']).problem).toContain('A newer version of Kith');
  expect(explainUnknown(['20261122-01-foundation', '29991231-01-future']).problem).toContain(
    'A newer version',
  );
});
