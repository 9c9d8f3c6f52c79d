import { afterAll, beforeAll, expect, test } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { useKith, type Person } from '../harness/kith.js';
import { openRowCounter, recordStatements, type RowCounter } from '../harness/rows-read.js';
import { changeSettings } from '../im/operator.js';
import { student, universityId } from './people.js';

/*
 * A university of a hundred thousand people: a list reads the rows that it shows and a few more, not
 * all of them.
 */
const kith = useKith({ usualPlans: true });
const PEOPLE = 100_000;

let ada: Person;
let counter: RowCounter;
beforeAll(async () => {
  ada = await student(kith, 'ada', '臺灣大學', { sex_code: 'F' });
  const school = await universityId(kith, '臺灣大學');
  const now = Date.now();
  // Row by row, the trigger would write one count a hundred thousand times in one transaction.
  await kith.sql('alter table accounts disable trigger accounts_counted');
  await kith.sql(
    `insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, is_sex_stated,
       created_at, updated_at, last_seen_at, university_id, sex_filter)
     select 1, 'p' || n, 'p' || n, 'p' || n, 'P', '{}', '', n % 2, n % 3 > 0, 1, 1, $1::bigint - n * 1000, $2::int,
       case when n % 50 = 0 then 'F' else 'M' end
     from generate_series(1, $3::int) n`,
    [now, school, PEOPLE],
  );
  await kith.sql('alter table accounts enable trigger accounts_counted');
  await kith.sql('delete from people_counts');
  await kith.sql(
    `insert into people_counts (tenant_id, university_id, age_status, sex_code, is_finished, amount, sex_filter)
     select tenant_id, university_id, age_status, sex_code, is_finished, count(*), sex_filter from accounts
     where is_listed and university_id is not null group by 1, 2, 3, 4, 5, 7`,
  );
  await kith.sql(
    `insert into intro_views (tenant_id, account_id, viewer_id, viewed_at, counted_on, counted)
     select 1, $1, id, last_seen_at, '2026-01-01', 1 from accounts where id <> $1`,
    [ada.id],
  );
  await kith.sql('vacuum analyze accounts');
  await kith.sql('vacuum analyze intro_views');
  counter = await openRowCounter(kith);
}, atPace(120_000));

afterAll(() => counter.close());

/** The number of rows that each statement of a list reads, planned for its values or for all. */
async function readsOf(
  params: Parameters<Person['api']['user_friendship']['data']>[0],
  who = ada,
): Promise<number[]> {
  const asked = await recordStatements(() => who.api.user_friendship.data(params));
  expect(asked.length).toBeGreaterThan(2);
  const reads: number[] = [];
  for (const statement of asked)
    for (const planning of ['custom', 'generic'] as const)
      reads.push(await counter.rowsReadBy(statement, planning));
  return reads;
}

test.each([
  // Up to six kinds of people, each with a page and a lookup of blocks per person.
  ['near', 1, 3000],
  ['near', 5, 8000],
  ['online', 1, 3000],
  // These count up to a thousand.
  ['seen', 1, 8000],
  ['online_profile', 1, 30_000],
  ['online_random', 1, 30_000],
] as const)(
  'POST /api/user_friendship/data: %s, page %i, reads at most %i rows',
  async (list, page, limit) => {
    for (const filter of ['BOTH', 'M', 'F'] as const) {
      await ada.api.user_friendship.filter_sex_code({ sex_code: filter });
      const reads = await readsOf({ list_type: list, page });
      expect(Math.max(...reads), `${filter}: ${reads.join()}`).toBeLessThan(limit);
    }
  },
);

test('the count is still exact', async () => {
  await ada.api.user_friendship.filter_sex_code({ sex_code: 'BOTH' });
  const { count, total_page } = await ada.api.user_friendship.data({ list_type: 'near', page_size: 3 });
  expect([count, total_page]).toEqual([PEOPLE, Math.ceil(PEOPLE / 3)]);
});

test('with mutual filters, people who search for the other sex are not read', async () => {
  await changeSettings(kith, 1, { filterMutual: true });
  await ada.api.user_friendship.filter_sex_code({ sex_code: 'BOTH' });
  const { count } = await ada.api.user_friendship.data({ list_type: 'near', page_size: 3 });
  expect(count).toBe(PEOPLE / 50);
  for (const [list, limit] of [
    ['near', 3000],
    ['online', 3000],
    ['online_profile', 30_000],
    ['online_random', 30_000],
  ] as const)
    expect(Math.max(...(await readsOf({ list_type: list }))), list).toBeLessThan(limit);
  await changeSettings(kith, 1, { filterMutual: false });
});

test("the schools of a city cost as few reads as the caller's own", async () => {
  await changeSettings(kith, 1, { nearByCity: true });
  const bo = await student(kith, 'bo', '大同大學');
  const { count } = await bo.api.user_friendship.data({ list_type: 'near', page_size: 3 });
  expect(count).toBe(PEOPLE + 1);
  expect(Math.max(...(await readsOf({ list_type: 'near' }, bo)))).toBeLessThan(3000);
  await changeSettings(kith, 1, { nearByCity: false });
});
