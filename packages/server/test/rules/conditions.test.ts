import { ageOn, hasContactName, isAdultOn, isContactName } from '@kith/core/accounts';
import { findEntitlement, isVip } from '@kith/core/billing';
import {
  conditions,
  isFromStranger,
  isMuted,
  isMutedAlone,
  isPending,
  isToBurn,
  type Entry,
} from '@kith/core/conversations';
import type { AccountId } from '@kith/core/kernel';
import fc from 'fast-check';
import { sql, type RawBuilder } from 'kysely';
import { expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { operator } from '../im/operator.js';

/*
 * Rules that exist twice, because a statement needs them and a decision without a query too: the database and
 * TypeScript judge the same cases.
 */
const kith = useKith();
const NOW = 1_800_000_000_000;
const now = sql`${NOW}::bigint`;

const role = fc.constantFrom('member', 'admin', 'owner');
const moment = fc.option(fc.constantFrom(NOW - 1000, NOW - 1, NOW, NOW + 1, NOW + 1000), { nil: null });

test('a member is muted alone, or with the others, in SQL as in TypeScript', async () => {
  const cases = fc.sample(fc.record({ role, muted_until: moment, is_muted_all: fc.boolean() }), 300);
  const members = cases.map((one) => ({
    role: one.role as 'member',
    mutedUntil: one.muted_until,
    isMutedAll: one.is_muted_all,
  }));
  expect(await judge(conditions.isMutedAlone(now), cases)).toEqual(
    members.map((member) => isMutedAlone(member, NOW)),
  );
  expect(await judge(conditions.isMuted(now), cases)).toEqual(members.map((member) => isMuted(member, NOW)));
});

test('a stranger waits for an answer, and the messages for a key, in SQL as in TypeScript', async () => {
  const vip = await kith.person('vip');
  await insertPlan(vip.id, { starts_at: NOW - 1, ends_at: NOW + 1, grace_until: null, revoked_at: null });
  const others = [await kith.person('ada'), await kith.person('bo')];
  const account = fc.constantFrom(vip.id, ...others.map(({ id }) => id));
  const cases = fc.sample(
    fc.record({
      tenant_id: fc.constant(1),
      account_id: account,
      opener_id: fc.option(account, { nil: null }),
      answered_at: moment,
      unlocked_at: moment,
      wave: fc.constantFrom(0 as const, 1 as const, 2 as const),
    }),
    600,
  );
  const openings = cases.map(({ opener_id, answered_at, unlocked_at, wave }) => ({
    opening:
      opener_id === null
        ? undefined
        : {
            openerId: opener_id as AccountId,
            wave,
            isRandom: false,
            openedAt: 0,
            openedSeq: 0,
            answeredAt: answered_at,
            isUnlocked: unlocked_at !== null,
          },
  }));
  const isStranger = openings.map((one, index) => isFromStranger(one, cases[index]!.account_id as AccountId));
  expect(await judge(conditions.isPending, cases)).toEqual(openings.map((one) => isPending(one)));
  expect(await judge(conditions.isFromStranger, cases)).toEqual(isStranger);
  expect(await judge(conditions.isWithheld(now), cases)).toEqual(
    cases.map(({ account_id, wave }, index) => isStranger[index] && wave !== 2 && account_id !== vip.id),
  );
});

test('an account is a VIP in SQL as in TypeScript', async () => {
  const at = fc.constantFrom(NOW - 2000, NOW - 1, NOW, NOW + 1, NOW + 2000);
  const plans = fc.array(fc.record({ starts_at: at, ends_at: at, grace_until: moment, revoked_at: moment }), {
    maxLength: 3,
  });
  const ctx = { ...(await operator(kith, 1)), now: () => NOW };
  const verdicts: [boolean, boolean][] = [];
  const ada = await kith.person('ada');
  for (const held of fc.sample(plans, 60)) {
    await kith.sql('delete from entitlements where account_id = $1', [ada.id]);
    for (const plan of held) await insertPlan(ada.id, plan);
    const [inSql] = await judge(isVip(sql`m.tenant_id`, sql`m.account_id`, now), [
      { tenant_id: 1, account_id: ada.id },
    ]);
    verdicts.push([inSql ?? false, (await findEntitlement(ctx, ada.id as AccountId)).isVip]);
  }
  expect(verdicts.filter(([inSql, inTypeScript]) => inSql !== inTypeScript)).toEqual([]);
  expect(new Set(verdicts.map(([inSql]) => inSql))).toEqual(new Set([true, false]));
});

test('a birth date makes an adult on the same day in SQL as in TypeScript', async () => {
  const day = (min: string, max: string) =>
    fc
      .date({ min: new Date(min), max: new Date(max), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  const near = fc.constantFrom('2026-02-28', '2026-03-01', '2028-02-28', '2028-02-29', '2028-03-01');
  const born = fc.constantFrom('2008-02-28', '2008-02-29', '2008-03-01', '2010-02-28', '2010-03-01');
  const days = fc.sample(
    fc.oneof(
      fc.tuple(near, born),
      fc.tuple(day('2026-01-01', '2030-01-01'), day('2005-01-01', '2013-01-01')),
    ),
    300,
  );
  const found: boolean[] = [];
  for (const [today, birthDate] of days)
    found.push(...(await judge(isAdultOn(today, sql`${birthDate}::date`), [{}])));
  expect(found).toEqual(days.map(([today, birthDate]) => ageOn(today, birthDate) === 1));
});

test('a user name is a contact in SQL as in TypeScript', async () => {
  const names = ['ada', 'ada1', '12345', '123456789012345', '+12345', 'a@b.c', '小明', '1a', 'x_1', '１２a'];
  const cases = names.map((username) => ({
    username,
    username_key: username.normalize('NFKC').toLowerCase(),
  }));
  expect(await judge(hasContactName('m'), cases)).toEqual(names.map(isContactName));
});

test('a message burns in SQL as in TypeScript', async () => {
  const spelled = [
    'true',
    'false',
    '1',
    '0',
    '1.0',
    '1e0',
    '10e-1',
    '"1"',
    '"true"',
    '"1.0"',
    '"TRUE"',
    'null',
    '[1]',
    '2',
  ];
  const contents = ['{}', ...spelled.map((value) => `{"text":"x","yhjf":${value}}`)];
  const { rows } = await sql<{ burns: boolean }>`
    select burns_after_reading(content::jsonb) as burns from unnest(${contents}::text[]) with ordinality as t(content, n) order by n
  `.execute(kith.server.deps.db);
  const entries = contents.map((content) => ({ content }) as Entry);
  expect(rows.map(({ burns }) => burns)).toEqual(entries.map(isToBurn));
});

/** What a condition on rows `c` and `m` says to each case, whose members are columns of both. */
async function judge(
  condition: RawBuilder<boolean>,
  cases: readonly Readonly<Record<string, unknown>>[],
): Promise<boolean[]> {
  const columns = sql`idx int, tenant_id int, account_id int, role text, muted_until bigint, is_muted_all boolean,
    opener_id int, answered_at bigint, unlocked_at bigint, wave int, opened_seq int, username text, username_key text`;
  const { rows } = await sql<{ verdict: boolean }>`
    select ${condition} as verdict
    from jsonb_to_recordset(${JSON.stringify(cases.map((one, idx) => ({ ...one, idx })))}::jsonb) as m(${columns})
    cross join lateral (select m.is_muted_all, m.opener_id, m.answered_at, m.wave, m.opened_seq) as c
    order by m.idx
  `.execute(kith.server.deps.db);
  return rows.map(({ verdict }) => verdict);
}

async function insertPlan(
  accountId: number,
  plan: { starts_at: number; ends_at: number; grace_until: number | null; revoked_at: number | null },
): Promise<void> {
  await kith.sql(
    `insert into entitlements (tenant_id, account_id, plan_id, months, price, bought_at, starts_at, ends_at, grace_until, revoked_at)
     select 1, $1, min(id), 1, 1, 1, $2, $3, $4, $5 from plans where tenant_id = 1`,
    [accountId, plan.starts_at, plan.ends_at, plan.grace_until, plan.revoked_at],
  );
}
