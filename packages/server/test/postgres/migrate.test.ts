import { expect, test } from 'vitest';
import { migrations } from '@kith/core/db';
import { explainUnknown } from '../../src/adapters/postgres/migrate.js';

/** Add only at the end: a database with some of them gets the others in this order. */
const LANDED = [
  '20261129-05-foundation',
  '20261129-10-writers-version',
  '20261129-20-search-keys',
  '20261129-30-read-few',
  '20261129-31-last-gone',
  '20261129-40-session-ends',
  '20261129-50-recent-entries',
  '20261129-60-rate-limits',
  '20261129-70-file-store',
  '20261129-80-column-domains',
  '20261129-80-sent-positions',
  '20261129-80-trigger-conditions',
  '20261129-82-short-probes',
  '20261129-84-search-blocks',
  '20261129-86-reactions',
  '20261129-87-mentions',
  '20261129-88-pins-and-drafts',
  '20261129-89-call-signals',
  '20261129-90-session-devices',
  '20261129-91-outbox',
  '20261129-94-author-counts',
  '20261129-95-email',
  '20261129-95-longer-keys',
  '20261129-96-account-deletions',
  '20261129-97-push',
  '20261129-98-data-exports',
  '20261129-99-link-previews',
  '20261129-99-own-archive',
  '20261130-10-entry-targets',
  '20261130-20-unfinished-exports',
  '20261130-30-staff',
  '20261130-40-callers-seen',
  '20261130-50-review-leases',
  '20261130-80-article-languages',
  '20261130-82-setting-changes',
  '20261130-84-reported-accounts',
  '20261130-88-people-search',
  '20261130-90-audit-times',
  '20261130-92-figures',
  '20261130-94-article-versions',
  '20261130-96-message-openings',
  '20261130-96-purchase-search',
  '20261130-99-appeals',
  '20261130-99-job-runs',
  '20261130-99-photo-returns',
  '20261130-99-taken-down-videos',
  '20261130-99-timed-announcements',
];

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
