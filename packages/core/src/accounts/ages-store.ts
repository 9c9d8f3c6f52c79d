import { sql, type RawBuilder } from 'kysely';
import type { AccountId, AgeStatus, Ctx, Tx, MemberTx } from '../kernel/index.js';
import { ADULT_YEARS } from './rules.js';

/** Why an account changed between minor and adult. */
export type AgeGroupChangeCause = 'word' | 'operator' | 'birth_date' | 'birthday';

/** A change between minor and adult, or of the proof of being a minor. */
export interface AgeGroupChange {
  readonly id: number;
  readonly accountId: AccountId;
  readonly username: string;
  readonly from: AgeStatus;
  readonly fromProven: boolean;
  readonly to: AgeStatus;
  readonly toProven: boolean;
  readonly cause: AgeGroupChangeCause;
  /** Friends, and participants of single conversations, in the other age group after the change, at most 1000. */
  readonly friendsAcross: number;
  readonly chatsAcross: number;
  readonly changedAt: number;
}

/**
 * Changes the caller's age status if the current one is in `from` and no birth date decides; false otherwise. The
 * statement proves nothing.
 */
export async function updateOwnAge(
  tx: MemberTx,
  status: AgeStatus,
  from: readonly AgeStatus[],
): Promise<boolean> {
  const moved = await updateAges(tx, {
    which: sql`id = ${tx.actor} and age_status = any(${[...from]}::smallint[])
      and (birth_date is null or age_status = ${status})`,
    status,
    isProven: sql`a.is_age_proven and a.age_status = ${status}`,
    birthDate: sql`a.birth_date`,
    cause: 'word',
  });
  return moved.length > 0;
}

/** Sets an account's age status, regardless of the current one. */
export async function updateAge(
  tx: Tx,
  id: AccountId,
  to: { status: AgeStatus; birthDate: string | null },
): Promise<void> {
  await updateAges(tx, {
    which: sql`id = ${id}`,
    status: to.status,
    isProven: sql`${to.status !== 0}::boolean`,
    birthDate: sql`${to.birthDate}::date`,
    cause: to.birthDate === null ? 'operator' : 'birth_date',
  });
}

/** Whether a birth date makes an adult on a day; `ageOn` has the same rule. */
export function isAdultOn(day: string, birthDate: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${birthDate} <= (${day}::date - make_interval(years => ${sql.lit(ADULT_YEARS)}))::date`;
}

/** Marks accounts as adults whose birth date makes them adults, at most 500, and returns their ids. */
export function updateAdults(tx: Tx, today: string): Promise<AccountId[]> {
  return updateAges(tx, {
    which: sql`${isAdultOn(today, sql`birth_date`)} and age_status = 2`,
    status: 1,
    isProven: sql`true`,
    birthDate: sql`a.birth_date`,
    cause: 'birthday',
  });
}

/** Changes age statuses and records each change of age group, in one statement. */
async function updateAges(
  tx: Tx,
  {
    which,
    status,
    isProven,
    birthDate,
    cause,
  }: {
    which: RawBuilder<unknown>;
    status: AgeStatus;
    isProven: RawBuilder<unknown>;
    birthDate: RawBuilder<unknown>;
    cause: AgeGroupChangeCause;
  },
): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    with picked as (
      select id, age_status, is_age_proven, is_minor from accounts
      where tenant_id = ${tx.tenant.id} and ${which} order by id limit 500 for no key update
    ),
    moved as (
      update accounts a set age_status = ${status}, is_age_proven = ${isProven}, birth_date = ${birthDate}
      from picked p where a.tenant_id = ${tx.tenant.id} and a.id = p.id
      returning a.id, p.age_status as from_status, p.is_age_proven as from_proven, p.is_minor as was_minor,
        a.age_status as to_status, a.is_age_proven as to_proven, a.is_minor as now_minor
    ),
    noted as (
      insert into age_group_changes (tenant_id, account_id, from_status, from_proven, to_status, to_proven, cause,
        friends_across, chats_across, changed_at)
      select ${tx.tenant.id}, m.id, m.from_status, m.from_proven, m.to_status, m.to_proven, ${cause},
        ${across(tx, sql`select f.friend_id as id from friends f where f.tenant_id = ${tx.tenant.id} and f.account_id = m.id`)},
        ${across(
          tx,
          sql`select case when c.low_id = m.id then c.high_id else c.low_id end as id
            from members own join conversations c on c.tenant_id = own.tenant_id and c.id = own.conversation_id
            where own.tenant_id = ${tx.tenant.id} and own.account_id = m.id and c.kind = 'single'`,
        )}, ${tx.now()}
      from moved m where m.was_minor is distinct from m.now_minor
    )
    select id from moved order by id
  `.execute(tx.db);
  return rows.map((row) => row.id);
}

/** The number of these people in the other age group than the changed account. */
function across(tx: Tx, people: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(
    select count(*)::int from (
      select from (${people}) as known join accounts o on o.tenant_id = ${tx.tenant.id} and o.id = known.id
      where (o.age_status = 2) <> (m.to_status = 2) limit 1000
    ) as counted
  )`;
}

/** Changes between minor and adult with smaller ids than `before`, newest first. */
export async function selectAgeGroupChanges(
  ctx: Ctx,
  before: number | undefined,
  limit: number,
): Promise<AgeGroupChange[]> {
  const older = before === undefined ? sql`` : sql`and m.id < ${before}`;
  const { rows } = await sql<AgeGroupChange>`
    select m.id, m.account_id as "accountId", a.username, m.from_status as "from", m.from_proven as "fromProven",
      m.to_status as "to", m.to_proven as "toProven", m.cause, m.friends_across as "friendsAcross",
      m.chats_across as "chatsAcross", m.changed_at as "changedAt"
    from age_group_changes m join accounts a on a.tenant_id = m.tenant_id and a.id = m.account_id
    where m.tenant_id = ${ctx.tenant.id} ${older} order by m.id desc limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** Deletes records of age changes before a time. */
export async function deleteAgeGroupChangesBefore(ctx: Ctx, before: number): Promise<void> {
  await ctx.db
    .deleteFrom('age_group_changes')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('changed_at', '<', before)
    .execute();
}
