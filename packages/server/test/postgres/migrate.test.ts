import { expect, test } from 'vitest';
import { migrations } from '@kith/core/db';
import { explainUnknown } from '../../src/adapters/postgres/migrate.js';

test('each migration has a name that sorts behind the one before it', () => {
  const names = Object.keys(migrations);
  expect(names).toEqual(names.toSorted());
  for (const name of names) expect(name).toMatch(/^\d{8}-\d\d-[a-z-]+$/);
});

test('a database of a development version is told apart from one of a newer version', () => {
  expect(explainUnknown(['20261122-01-foundation', '20261126-01-groups']).problem).toContain(
    'A development version of Kith from before the first release made this database (20261122-01-foundation, ',
  );
  expect(explainUnknown(['29991231-01-future']).problem).toContain('A newer version of Kith');
  expect(explainUnknown(['20261122-01-foundation', '29991231-01-future']).problem).toContain(
    'A newer version',
  );
});
