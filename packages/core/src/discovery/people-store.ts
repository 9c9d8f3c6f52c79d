import { sql, type RawBuilder } from 'kysely';
import {
  ageColumns,
  blocksBothWays,
  isolatesUnknownAge,
  isSameAgeGroup,
  isVisible,
  type AgeColumns,
} from '../contacts/index.js';
import { conditions } from '../conversations/index.js';
import { literalLimit, type AccountId, type MemberCtx } from '../kernel/index.js';

/** The people of a list: of the caller's school, of all schools of its city, or recently active. */
export type Pool = 'school' | 'city' | 'present';

/**
 * Visible people of a pool whom the caller's filter admits, and whose own filter admits the caller if the tenant
 * requires it: finished profiles first, then by last activity. Reads each admitted kind of people from its own index
 * range, so the cost depends on the requested rows and not on the total.
 */
export async function selectPeople(
  ctx: MemberCtx,
  pool: Pool,
  range: { offset: number; limit: number },
): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    select x.id from ${mostActive(ctx, pool, range.offset + range.limit)} as x
    order by x.is_finished desc, x.active_at desc, x.id desc limit ${range.limit} offset ${range.offset}
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** A random choice from the `among` most active people of a pool. */
export async function selectRandomPeople(
  ctx: MemberCtx,
  pool: Pool,
  { limit, among }: { limit: number; among: number },
): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    select x.id from (
      select y.id from ${mostActive(ctx, pool, among)} as y
      order by y.is_finished desc, y.active_at desc, y.id desc limit ${among}
    ) as x order by random() limit ${limit}
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** The first rows of each kind of people that the caller's filter admits. */
function mostActive(ctx: MemberCtx, pool: Pool, limit: number): RawBuilder<unknown> {
  const { settings } = ctx.tenant;
  const finished = settings.finishedPeopleOnly ? sql`(values (true))` : sql`(values (true), (false))`;
  const place = {
    school: sql`a.university_id = v.university_id`,
    city: sql`a.university_id = school.id`,
    present: sql`not a.is_presence_hidden and not v.is_presence_hidden and a.active_at >= ${ctx.now() - settings.recentWindowMs}`,
  }[pool];
  const schools = pool === 'city' ? sql`cross join lateral ${schoolsOfCity} as school` : sql``;
  const [wishes, isWished] = settings.filterMutual
    ? [
        sql`cross join lateral unnest(array['BOTH', nullif(v.sex_code, '')]) as wish(sex)`,
        sql`and a.sex_filter = wish.sex`,
      ]
    : [sql``, sql``];
  return sql`(
    select of_kind.* from accounts v
    cross join lateral unnest(${admittedSexes}) as admitted(sex)
    cross join ${finished} as profile(finished)
    ${wishes}
    ${schools}
    cross join lateral (
      select a.id, a.is_finished, a.active_at from accounts a
      where a.tenant_id = ${ctx.tenant.id} and a.is_listed and ${place} and a.is_minor = v.is_minor
        and a.sex_code = admitted.sex and a.is_finished = profile.finished ${isWished}
        and a.id <> v.id and ${isVisible(ctx.tenant, 'v', 'a')}
      order by a.active_at desc, a.id desc limit ${sql.lit(literalLimit(limit))}
    ) as of_kind
    where v.tenant_id = ${ctx.tenant.id} and v.id = ${ctx.actor}
  )`;
}

const admittedSexes = sql`case v.sex_filter when 'BOTH' then array['M', 'F', ''] else array[v.sex_filter] end`;

/** The caller's school, and the others of its city. */
const schoolsOfCity = sql`(
  select s.id from universities own join universities s
    on s.tenant_id = own.tenant_id and (s.id = own.id or (s.city = own.city and own.city <> ''))
  where own.tenant_id = v.tenant_id and own.id = v.university_id
)`;

/** The number of people that `selectPeople` can show for schools: the counters, minus blocked people and the caller. */
export async function countPeople(ctx: MemberCtx, pool: 'school' | 'city'): Promise<number> {
  const { finishedPeopleOnly, filterMutual } = ctx.tenant.settings;
  const schools = pool === 'school' ? sql`(v.university_id)` : schoolsOfCity;
  const isMeant = (row: string, age: AgeColumns) => sql`
    ${sql.ref(`${row}.university_id`)} in ${schools}
    and ${isSameAgeGroup(age, ageColumns('v'), isolatesUnknownAge(ctx.tenant))}
    and ${sql.ref(`${row}.sex_code`)} = any(${admittedSexes})
    and (${sql.ref(`${row}.is_finished`)} or not ${finishedPeopleOnly}::boolean)
    and (${sql.ref(`${row}.sex_filter`)} in ('BOTH', v.sex_code) or not ${filterMutual}::boolean)`;
  // The counters contain no unproven minors.
  const counted = { isMinor: sql`(p.age_status = 2)`, status: sql`p.age_status` };
  const { rows } = await sql<{ count: number }>`
    select (
      coalesce((select sum(p.amount) from people_counts p where p.tenant_id = v.tenant_id and ${isMeant('p', counted)}), 0)
      - (
        select count(*) from accounts a
        where a.tenant_id = v.tenant_id and a.is_listed and ${isMeant('a', ageColumns('a'))} and a.id in (
          select v.id
          union select b.other_id from ${blocksBothWays(sql`${ctx.tenant.id}`)} b where b.id = v.id
        )
      )
    )::int as count
    from accounts v where v.tenant_id = ${ctx.tenant.id} and v.id = ${ctx.actor}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Visible people among the last `among` viewers of the caller's intro, newest first. */
export async function selectViewers(
  ctx: MemberCtx,
  among: number,
): Promise<{ id: AccountId; viewedAt: number }[]> {
  const { rows } = await sql<{ id: AccountId; viewedAt: number }>`
    select w.viewer_id as id, w.viewed_at as "viewedAt"
    from (
      select tenant_id, viewer_id, viewed_at from intro_views
      where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor}
      order by viewed_at desc, viewer_id desc limit ${sql.lit(among)}
    ) w
    join accounts v on v.tenant_id = ${ctx.tenant.id} and v.id = ${ctx.actor}
    cross join lateral (select * from accounts a where a.tenant_id = w.tenant_id and a.id = w.viewer_id offset 0) a
    where ${isVisible(ctx.tenant, 'v', 'a')}
    order by w.viewed_at desc, w.viewer_id desc
  `.execute(ctx.db);
  return rows;
}

/** What has happened between the caller and a person: nothing, an unanswered opening of one of both, or friendship. */
export type Contact = 'none' | 'sent' | 'received' | 'friend';

/** What has happened between the caller and each account. */
export async function selectContacts(
  ctx: MemberCtx,
  ids: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Contact>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: AccountId; contact: Contact }>`
    select x.id, case
      when f.friend_id is not null then 'friend'
      when not ${conditions.isPending} or c.last_seq = c.opened_seq then 'none'
      when c.opener_id = ${ctx.actor} then 'sent'
      else 'received' end as contact
    from unnest(${[...ids]}::int[]) as x(id)
    left join friends f on f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor} and f.friend_id = x.id
    left join conversations c on c.tenant_id = ${ctx.tenant.id}
      and c.low_id = least(x.id, ${ctx.actor}::int) and c.high_id = greatest(x.id, ${ctx.actor}::int)
  `.execute(ctx.db);
  return new Map(rows.map(({ id, contact }) => [id, contact]));
}
