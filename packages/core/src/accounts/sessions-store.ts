import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  addressKey,
  bounds,
  type AccountId,
  type Ctx,
  type MemberCtx,
  type Platform,
  type TenantId,
} from '../kernel/index.js';

/** Inserts a session with the caller's network and device. */
export async function insertSession(
  ctx: Ctx,
  session: { id: string; accountId: AccountId; createdAt: number; device: string; platform: Platform },
): Promise<void> {
  await ctx.db
    .insertInto('sessions')
    .values({
      tenant_id: ctx.tenant.id,
      id: session.id,
      account_id: session.accountId,
      created_at: session.createdAt,
      last_used_at: session.createdAt,
      revoked_at: null,
      network: addressKey(ctx.address) || null,
      device: session.device,
      platform: session.platform,
    })
    .execute();
}

/** A session as its account sees it. */
export interface OwnSession {
  readonly id: string;
  /** The program and the system, as `Firefox on Windows`; empty if unknown. */
  readonly device: string;
  readonly platform: Platform;
  /** The network of the sign-in, or empty. */
  readonly network: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly isCurrent: boolean;
}

/** The sessions of the caller that are neither revoked nor last used before a time; the current one first. */
export function selectOwnSessions(ctx: MemberCtx, usedSince: number): Promise<OwnSession[]> {
  const isCurrent = sql<boolean>`id = ${ctx.sessionId}`;
  return ctx.db
    .selectFrom('sessions')
    .select(['id', 'device', 'platform', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .select([
      sql<string>`coalesce(replace(network::text, '/32', ''), '')`.as('network'),
      isCurrent.as('isCurrent'),
    ])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('revoked_at', 'is', null)
    .where('last_used_at', '>=', usedSince)
    .orderBy(isCurrent, 'desc')
    .orderBy('last_used_at', 'desc')
    .limit(bounds.list.sessions)
    .execute();
}

/** Whether an account has an unrevoked session from the caller's network. */
export async function selectIsKnownNetwork(ctx: Ctx, accountId: AccountId | undefined): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select('id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId ?? null)
    .where('network', '=', addressKey(ctx.address) || null)
    .where('revoked_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A session that is not revoked, with its account's status. */
interface LiveSession {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly knowsNewerFrames: boolean;
  readonly status: 'active' | 'frozen' | 'disabled';
}

/** The sessions among the ids, of all tenants, that are not revoked. */
export function selectLiveSessions(db: Kysely<Tables>, ids: readonly string[]): Promise<LiveSession[]> {
  return db
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.tenant_id', '=', 's.tenant_id').onRef('a.id', '=', 's.account_id'),
    )
    .select([
      's.id',
      's.tenant_id as tenantId',
      's.account_id as accountId',
      's.created_at as createdAt',
      's.last_used_at as lastUsedAt',
      's.knows_newer_frames as knowsNewerFrames',
      'a.status',
    ])
    .where('s.id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('s.revoked_at', 'is', null)
    .execute();
}

/** Records the use of sessions. Skips locked ones: another attempt follows within a minute. */
export async function touchSessions(
  db: Kysely<Tables>,
  sessions: readonly { id: string }[],
  now: number,
): Promise<void> {
  await sql`
    update sessions set last_used_at = ${now}
    where id in (
      select id from sessions
      where id = any(${sessions.map(({ id }) => id)}::uuid[]) and last_used_at < ${now}
      for no key update skip locked
    )
  `.execute(db);
}

/** Records that the client of the caller's session supports the newer frames; false if that was already recorded. */
export async function updateNewerFrames(ctx: MemberCtx): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('sessions')
    .set({ knows_newer_frames: true })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', ctx.sessionId)
    .where('knows_newer_frames', '=', false)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Revokes sessions of an account: all, one, or all but one; returns the ids. */
export async function updateSessionsRevoked(
  ctx: Ctx,
  which: { accountId: AccountId; only?: string; except?: string },
): Promise<string[]> {
  let query = ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', which.accountId)
    .where('revoked_at', 'is', null);
  if (which.only !== undefined) query = query.where('id', '=', which.only);
  if (which.except !== undefined) query = query.where('id', '!=', which.except);
  const rows = await query.returning('id').execute();
  return rows.map((row) => row.id);
}

/** Deletes sessions that were revoked before `revokedBefore` or last used before `usedBefore`. */
export async function deleteSessions(
  ctx: Ctx,
  dead: { revokedBefore: number; usedBefore: number },
): Promise<void> {
  await ctx.db
    .deleteFrom('sessions')
    .where('tenant_id', '=', ctx.tenant.id)
    // A younger session can be neither; this condition uses the index.
    .where('created_at', '<', dead.revokedBefore)
    .where((or) =>
      or.or([or('revoked_at', '<', dead.revokedBefore), or('last_used_at', '<', dead.usedBefore)]),
    )
    .execute();
}

/** The ids without a valid session: revoked, missing, or of an account that is not active. */
export async function selectInvalidSessions(db: Kysely<Tables>, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select asked.id from unnest(${[...ids]}::uuid[]) as asked(id)
    left join sessions s on s.id = asked.id and s.revoked_at is null
    left join accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id and a.status = 'active'
    where a.id is null
  `.execute(db);
  return rows.map((row) => row.id);
}

/**
 * The sessions, of all tenants, that ended at or after a time of the database's clock, with the current time of that
 * clock (milliseconds). Without a time, none.
 */
export async function selectSessionEnds(
  db: Kysely<Tables>,
  since: number | undefined,
): Promise<{ now: number; ids: string[] }> {
  const { rows } = await sql<{ now: number; ids: string[] }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as now,
      coalesce(array_agg(distinct e.session_id), '{}') as ids
    from session_ends e where e.ended_at >= ${since ?? null}::bigint
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('An aggregate has one row.');
  return row;
}

/** Deletes the ends of sessions that are older than `keptMs` milliseconds. */
export async function deleteSessionEnds(ctx: Ctx, keptMs: number): Promise<void> {
  await sql`
    delete from session_ends
    where tenant_id = ${ctx.tenant.id} and ended_at < (extract(epoch from clock_timestamp()) * 1000)::bigint - ${keptMs}::bigint
  `.execute(ctx.db);
}

/** Clamps future times of at most `limit` sessions to now; returns how many. */
export async function updateFutureSessionTimes(
  db: Kysely<Tables>,
  now: number,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update sessions s
    set created_at = least(s.created_at, ${now}), last_used_at = least(s.last_used_at, ${now}),
      revoked_at = case when s.revoked_at > ${now} then ${now} else s.revoked_at end
    from (
      select tenant_id, id from sessions
      where last_used_at > ${now} or created_at > ${now} or revoked_at > ${now} limit ${limit} for no key update
    ) as late
    where s.tenant_id = late.tenant_id and s.id = late.id
  `.execute(db);
  return Number(numAffectedRows);
}
