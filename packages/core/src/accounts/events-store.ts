import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  bounds,
  inParts,
  type AccountEventData,
  type AccountEventType,
  type AccountId,
  type TenantId,
  type Tx,
} from '../kernel/index.js';

/** An event to append to an account's stream. */
interface NewAccountEvent {
  readonly accountId: AccountId;
  readonly type: AccountEventType;
  readonly data: AccountEventData[AccountEventType];
}

/**
 * Gives each event the next position in its account's stream; returns the positions in the given order. Locks the
 * accounts by id, so that changes that notify the same accounts cannot deadlock.
 */
export async function insertAccountEvents(tx: Tx, events: readonly NewAccountEvent[]): Promise<number[]> {
  const positions: number[] = [];
  const byAccount = [...events.keys()].toSorted((a, b) => events[a]!.accountId - events[b]!.accountId);
  for (const part of inParts(byAccount, bounds.database.rowsWrittenAtOnce)) {
    const inserted = await insertPart(
      tx,
      part.map((i) => events[i]!),
    );
    part.forEach((i, place) => (positions[i] = inserted[place]!));
  }
  return positions;
}

async function insertPart(tx: Tx, events: readonly NewAccountEvent[]): Promise<number[]> {
  const { rows } = await sql<{ position: number }>`
    with told as (
      select * from unnest(
        ${events.map((event) => event.accountId)}::int[],
        ${events.map((event) => event.type)}::text[],
        ${events.map((event) => JSON.stringify(event.data))}::text[]
      ) with ordinality as t(account_id, type, data, idx)
    ),
    locked as materialized (
      select id from accounts where tenant_id = ${tx.tenant.id} and id in (select account_id from told)
      order by id for no key update
    ),
    counted as (
      select account_id, count(*) as amount from told join locked on locked.id = told.account_id group by account_id
    ),
    moved as (
      update accounts a set event_position = event_position + n.amount
      from counted n where a.tenant_id = ${tx.tenant.id} and a.id = n.account_id
      returning a.id, a.event_position - n.amount as before
    ),
    placed as (
      select t.*, m.before + row_number() over (partition by t.account_id order by t.idx) as position
      from told t join moved m on m.id = t.account_id
    ),
    written as (
      insert into account_events (tenant_id, account_id, position, type, data, created_at)
      select ${tx.tenant.id}, account_id, position, type, data::jsonb, ${tx.now()} from placed
    )
    select position from placed order by idx
  `.execute(tx.db);
  if (rows.length !== events.length) throw new Error('An account to notify has no row.');
  return rows.map((row) => row.position);
}

/** A position in an account's own stream. */
export interface StreamPosition {
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly position: number;
}

/** For each position, by its index, the first `limit` events after it, oldest first. */
export async function selectAccountEvents(
  db: Kysely<Tables>,
  after: readonly StreamPosition[],
  limit: number,
): Promise<
  {
    readonly idx: number;
    readonly position: number;
    readonly type: AccountEventType;
    readonly data: AccountEventData[AccountEventType];
  }[]
> {
  const { rows } = await sql<{
    idx: number;
    position: number;
    type: AccountEventType;
    data: AccountEventData[AccountEventType];
  }>`
    select a.place::int - 1 as idx, v.position, v.type, v.data
    from unnest(
      ${after.map(({ tenantId }) => tenantId)}::int[], ${after.map(({ accountId }) => accountId)}::int[],
      ${after.map(({ position }) => position)}::bigint[]
    ) with ordinality as a(tenant_id, account_id, position, place)
    cross join lateral (
      select e.position, e.type, e.data from account_events e
      where e.tenant_id = a.tenant_id and e.account_id = a.account_id and e.position > a.position
      order by e.position limit ${limit}
    ) v
    order by a.place, v.position
  `.execute(db);
  return rows;
}

/** The accounts among these with an event since a time (milliseconds), and the first and the last of these events. */
export async function selectMovedAccounts(
  db: Kysely<Tables>,
  sinceMs: number,
  accounts: readonly AccountId[],
): Promise<{ tenantId: TenantId; accountId: AccountId; first: number; last: number }[]> {
  // The time is a literal, so that the statement is planned for it, as the sweep of the search index.
  const { rows } = await sql<{ tenantId: TenantId; accountId: AccountId; first: number; last: number }>`
    select tenant_id as "tenantId", account_id as "accountId", min(position) as first, max(position) as last
    from account_events where created_at >= ${sql.lit(sinceMs)} and account_id = any(${[...accounts]}::int[])
    group by tenant_id, account_id
  `.execute(db);
  return rows;
}

/** For events of accounts: the last event before each from before a time (milliseconds), or 0. */
export async function selectPositionsBefore(
  db: Kysely<Tables>,
  events: readonly { tenantId: TenantId; accountId: AccountId; position: number }[],
  sinceMs: number,
): Promise<{ accountId: AccountId; position: number; before: number }[]> {
  const { rows } = await sql<{ accountId: AccountId; position: number; before: number }>`
    select w.account_id as "accountId", w.position, coalesce((
      select e.position from account_events e
      where e.tenant_id = w.tenant_id and e.account_id = w.account_id and e.position < w.position
        and e.created_at < ${sinceMs}
      order by e.position desc limit 1
    ), 0) as before
    from unnest(
      ${events.map(({ tenantId }) => tenantId)}::int[], ${events.map(({ accountId }) => accountId)}::int[],
      ${events.map(({ position }) => position)}::bigint[]
    ) as w(tenant_id, account_id, position)
  `.execute(db);
  return rows;
}

/** The current positions and epochs of the accounts' own streams. */
export function selectCursors(
  db: Kysely<Tables>,
  accounts: readonly { tenantId: TenantId; accountId: AccountId }[],
): Promise<{ tenantId: TenantId; accountId: AccountId; epoch: string; position: number }[]> {
  return sql<{ tenantId: TenantId; accountId: AccountId; epoch: string; position: number }>`
    select a.tenant_id as "tenantId", a.id as "accountId", coalesce(a.epoch, i.epoch) as epoch, a.event_position as position
    from unnest(
      ${accounts.map(({ tenantId }) => tenantId)}::int[], ${accounts.map(({ accountId }) => accountId)}::int[]
    ) as asked(tenant_id, id)
    join accounts a on a.tenant_id = asked.tenant_id and a.id = asked.id
    cross join installation i
  `
    .execute(db)
    .then(({ rows }) => rows);
}

/** Gives each account's stream its own epoch, unless its epoch already differs from `from`. Locks them by id. */
export async function updateEpochs(
  db: Kysely<Tables>,
  streams: readonly { tenantId: TenantId; accountId: AccountId; from: string }[],
): Promise<void> {
  await sql`
    with due as materialized (
      select a.tenant_id, a.id
      from unnest(
        ${streams.map(({ tenantId }) => tenantId)}::int[], ${streams.map(({ accountId }) => accountId)}::int[],
        ${streams.map(({ from }) => from)}::text[]
      ) as asked(tenant_id, id, epoch)
      join accounts a on a.tenant_id = asked.tenant_id and a.id = asked.id
      cross join installation i
      where coalesce(a.epoch, i.epoch)::text = asked.epoch
      order by a.tenant_id, a.id for no key update of a
    )
    update accounts a set epoch = gen_random_uuid() from due d where a.tenant_id = d.tenant_id and a.id = d.id
  `.execute(db);
}

/** Removes the epochs of individual accounts. */
export async function clearStreamEpochs(db: Kysely<Tables>): Promise<void> {
  await db.updateTable('accounts').set({ epoch: null }).where('epoch', 'is not', null).execute();
}
