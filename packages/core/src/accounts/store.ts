import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  addressKey,
  bounds,
  siteKey,
  type AccountEventData,
  type AccountEventType,
  type AccountId,
  type Ctx,
  type MemberTx,
  type Tx,
  type MemberCtx,
  type SexFilter,
  type TenantId,
} from '../kernel/index.js';
import type { NameColumns } from './names.js';
import type { OwnProfile, Profile } from './profile.js';
import { isSilenced } from './sanctions-store.js';

const isAgent = sql<boolean>`exists (
  select from support_agents s
  where s.tenant_id = accounts.tenant_id and s.account_id = accounts.id and s.state <> 'removed'
)`.as('isAgent');

const profileColumns = [
  'id',
  'nickname',
  'letter',
  'signature',
  'sex',
  'avatar_name as avatarName',
  'cover',
  'may_see_moments as maySeeMoments',
  'status',
  'created_at as createdAt',
  'updated_at as updatedAt',
  'last_seen_at as lastSeenAt',
  isAgent,
] as const;

const ownColumns = [
  'username',
  ...profileColumns,
  'phone',
  'email',
  'client_id as clientId',
  'channel',
  'address',
  'own_code as ownCode',
] as const;

/**
 * Whether the user name of a row with this alias is a phone number or an e-mail address, as an SQL condition;
 * `isContactName` has the same rule. The key contains only ASCII digits: registration accepts no other numbers.
 */
export function hasContactName(alias: string): RawBuilder<boolean> {
  const [name, key] = [sql.ref(`${alias}.username`), sql.ref(`${alias}.username_key`)];
  return sql<boolean>`(${name} ~ '@' or ${name} ~ '^[+]?[0-9]+$' or ${key} ~ '^[0-9]+$')`;
}

/** The user name as a viewer sees it: a contact name is empty, except for the user and friends. Operators (no viewer) see all. */
function shownUsername(of: 'accounts' | 'inviter', viewer: AccountId | undefined): RawBuilder<string> {
  const column = (name: string) => sql.ref(`${of}.${name}`);
  if (viewer === undefined) return sql<string>`${column('username')}`;
  return sql<string>`case
    when not ${hasContactName(of)}
      or ${column('id')} = ${viewer}
      or exists (
        select from friends f
        where f.tenant_id = ${column('tenant_id')} and f.account_id = ${viewer} and f.friend_id = ${column('id')}
      ) then ${column('username')} else '' end`;
}

function viewerOf(ctx: Ctx & { readonly actor?: AccountId }): AccountId | undefined {
  return ctx.actor;
}

/** The profiles of existing ids in the caller's tenant, by id, as the caller sees them. */
export async function loadProfiles(ctx: Ctx, ids: readonly AccountId[]): Promise<Map<AccountId, Profile>> {
  if (ids.length === 0) return new Map();
  const rows: Profile[] = await ctx.db
    .selectFrom('accounts')
    .select(profileColumns)
    .select(shownUsername('accounts', viewerOf(ctx)).as('username'))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', sql<AccountId>`any(${[...new Set(ids)]}::int[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** An account as its owner sees it, or undefined. */
export function selectOwnProfile(ctx: Ctx, id: AccountId): Promise<OwnProfile | undefined> {
  return ctx.db
    .selectFrom('accounts')
    .select(ownColumns)
    .select((own) =>
      own
        .selectFrom('accounts as inviter')
        .select(shownUsername('inviter', id).as('username'))
        .whereRef('inviter.tenant_id', '=', 'accounts.tenant_id')
        .whereRef('inviter.id', '=', 'accounts.inviter_id')
        .as('inviterName'),
    )
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The active account with this invite code. */
export async function selectInviter(ctx: Ctx, code: string): Promise<AccountId | undefined> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('own_code', '=', code)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return row?.id;
}

/** The accounts that the caller has invited, newest first, without disabled ones. */
export function selectInvited(ctx: MemberCtx): Promise<Profile[]> {
  return ctx.db
    .selectFrom('accounts')
    .select(profileColumns)
    .select(shownUsername('accounts', viewerOf(ctx)).as('username'))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('inviter_id', '=', ctx.actor)
    .where('status', '<>', 'disabled')
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
}

/** Serializes counts under the same name until the transaction ends. */
export async function lockCount(tx: Tx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.tenant.id}/${name}`}, 0))`.execute(tx.db);
}

/** The number of accounts created from the caller's network, and from its site. */
export async function countAccountsOfAddress(tx: Tx): Promise<{ ofClient: number; ofSite: number }> {
  const network = networkOf(tx);
  return tx.db
    .selectFrom('accounts')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('network', '=', network).as('ofClient'),
      fn.countAll<number>().as('ofSite'),
    ])
    .where('tenant_id', '=', tx.tenant.id)
    .where('network', sql`<<=`, siteKey(tx.address) || null)
    .executeTakeFirstOrThrow();
}

function networkOf(ctx: Ctx): string | null {
  return addressKey(ctx.address) || null;
}

/** The number of visitors created after a time. */
export async function countVisitorsSince(tx: Tx, since: number): Promise<number> {
  const row = await tx.db
    .selectFrom('accounts')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tx.tenant.id)
    .where('kind', '=', 'visitor')
    .where('created_at', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The data that authenticates an account. */
export interface Credentials {
  readonly id: AccountId;
  readonly username: string;
  readonly password_hash: string | null;
  readonly status: 'active' | 'frozen' | 'disabled';
  readonly phone: string | null;
}

/** The credentials of an account by its user name key, or undefined. */
export function selectCredentials(ctx: Ctx, usernameKey: string): Promise<Credentials | undefined> {
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'username', 'password_hash', 'status', 'phone'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('username_key', '=', usernameKey)
    .executeTakeFirst();
}

/** Whether the caller is a member or a visitor, who has no password. */
export async function selectKind(ctx: MemberCtx): Promise<'member' | 'visitor'> {
  const { kind } = await ctx.db
    .selectFrom('accounts')
    .select('kind')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', ctx.actor)
    .executeTakeFirstOrThrow();
  return kind;
}

/** The credentials of an account by its id. */
export function selectCredentialsOf(ctx: Ctx, id: AccountId): Promise<Credentials | undefined> {
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'username', 'password_hash', 'status', 'phone'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The values of a new account. */
export interface NewAccount {
  readonly names: NameColumns;
  readonly signature: string;
  readonly sex: 0 | 1;
  readonly isSexStated: boolean;
  readonly phone: string | null;
  readonly passwordHash: string | null;
  readonly kind: 'member' | 'visitor';
  readonly clientId: string;
  readonly channel: string;
  /** The invite code given at registration. */
  readonly inviteCode: string;
  readonly ownCode: string;
  readonly inviterId: AccountId | null;
}

/** The nicknames of the tenant's support agents. */
export function selectAgentNames(ctx: Ctx): Promise<{ id: AccountId; nickname: string }[]> {
  return ctx.db
    .selectFrom('accounts')
    .innerJoin('support_agents as s', (join) =>
      join.onRef('s.tenant_id', '=', 'accounts.tenant_id').onRef('s.account_id', '=', 'accounts.id'),
    )
    .select(['accounts.id', 'accounts.nickname'])
    .where('accounts.tenant_id', '=', ctx.tenant.id)
    .where('s.state', '<>', 'removed')
    .limit(bounds.list.agents)
    .execute();
}

/** Whether a user name, or a similar-looking one, is taken. */
export async function isUsernameTaken(
  ctx: Ctx,
  names: Pick<NameColumns, 'username_key' | 'username_skeleton'>,
): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where((or) =>
      or.or([
        or('username_key', '=', names.username_key),
        or('username_skeleton', '=', names.username_skeleton),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Returns the new account's id, or undefined if the user name or the invite code is taken. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<AccountId | undefined> {
  const now = tx.now();
  const row = await tx.db
    .insertInto('accounts')
    .values({
      tenant_id: tx.tenant.id,
      ...account.names,
      signature: account.signature,
      sex: account.sex,
      is_sex_stated: account.isSexStated,
      phone: account.phone,
      password_hash: account.passwordHash,
      kind: account.kind,
      client_id: account.clientId,
      channel: account.channel,
      invite_code: account.inviteCode,
      own_code: account.ownCode,
      inviter_id: account.inviterId,
      address: tx.address,
      network: networkOf(tx),
      created_at: now,
      updated_at: now,
      last_seen_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** The columns of `accounts` that `updateAccount` can set; omitted ones stay the same. */
export interface AccountChange {
  readonly nickname?: string;
  readonly letter?: string;
  readonly grams?: string[];
  readonly folded_nickname?: string;
  readonly signature?: string;
  readonly sex?: 0 | 1;
  readonly is_sex_stated?: boolean;
  readonly cover?: string;
  readonly may_see_moments?: boolean;
  readonly password_hash?: string;
  readonly status?: 'active' | 'frozen' | 'disabled';
  readonly client_id?: string;
  readonly is_shadow_limited?: boolean;
  readonly is_presence_hidden?: boolean;
  readonly is_browsing_hidden?: boolean;
  readonly sex_filter?: SexFilter;
  readonly university_id?: number | null;
  readonly department_id?: number | null;
}

/** The columns that others see; their changes move `updated_at`. */
const SHOWN: readonly (keyof AccountChange)[] = [
  'nickname',
  'signature',
  'sex',
  'is_sex_stated',
  'cover',
  'university_id',
  'department_id',
];

/** Changes an account. Others see `updated_at`, so it moves only if something visible to them changes. */
export async function updateAccount(ctx: Ctx, id: AccountId, change: AccountChange): Promise<boolean> {
  const isOther = SHOWN.flatMap((column) =>
    change[column] === undefined ? [] : [sql`${sql.ref(column)} is distinct from ${change[column]}`],
  );
  const moved = sql<number>`case when ${sql.join([sql`false`, ...isOther], sql` or `)} then ${ctx.now()} else updated_at end`;
  const result = await ctx.db
    .updateTable('accounts')
    .set({ ...change, updated_at: moved })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Returns the name of the account's avatar; sets it to `name` if there is none. */
export async function updateAvatarName(ctx: Ctx, id: AccountId, name: string): Promise<string> {
  const row = await ctx.db
    .updateTable('accounts')
    .set({ avatar_name: sql<string>`coalesce(avatar_name, ${name})`, updated_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .returning('avatar_name as name')
    .executeTakeFirstOrThrow();
  return row.name ?? name;
}

/** Moves the caller's `updated_at` after a visible change that is stored elsewhere. */
export async function updateShownAt(tx: MemberTx): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set({ updated_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', tx.actor)
    .execute();
}

/** Records activity of these accounts. Skips locked ones: they come again within a minute. */
export async function touchAccounts(
  db: Kysely<Tables>,
  accounts: readonly { tenantId: TenantId; accountId: AccountId }[],
  now: number,
): Promise<void> {
  await sql`
    update accounts set last_seen_at = ${now}
    where (tenant_id, id) in (
      select a.tenant_id, a.id from accounts a
      join unnest(
        ${accounts.map(({ tenantId }) => tenantId)}::int[], ${accounts.map(({ accountId }) => accountId)}::int[]
      ) as present(tenant_id, id) on a.tenant_id = present.tenant_id and a.id = present.id
      where a.last_seen_at < ${now}
      for no key update of a skip locked
    )
  `.execute(db);
}

/** Disables an account; returns its previous status, or undefined if it was already disabled. */
export async function updateAccountBanned(tx: Tx, id: AccountId): Promise<'active' | 'frozen' | undefined> {
  const { rows } = await sql<{ before: 'active' | 'frozen' }>`
    with old as (
      select id, status from accounts where tenant_id = ${tx.tenant.id} and id = ${id} and status <> 'disabled' for no key update
    )
    update accounts a set status = 'disabled' from old
    where a.tenant_id = ${tx.tenant.id} and a.id = old.id returning old.status as before
  `.execute(tx.db);
  return rows[0]?.before;
}

/** The number of active accounts among the ids; locks their status until the transaction ends. */
export async function lockActive(tx: Tx, ids: readonly AccountId[]): Promise<number> {
  const rows = await tx.db
    .selectFrom('accounts')
    .select('id')
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', sql<AccountId>`any(${[...ids]}::int[])`)
    .where('status', '=', 'active')
    .orderBy('id')
    .forShare()
    .execute();
  return rows.length;
}

/** The ids whose accounts are active and neither hidden nor silenced by moderation. */
export async function selectUnsanctioned(ctx: Ctx, ids: readonly AccountId[]): Promise<Set<AccountId>> {
  const { rows } = await sql<{ id: AccountId }>`
    select a.id from accounts a
    where a.tenant_id = ${ctx.tenant.id} and a.id = any(${[...ids]}::int[]) and a.is_listed
      and not ${isSilenced(sql`a.tenant_id`, sql`a.id`, sql`${ctx.now()}`)}
  `.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Gives each event the next position in its account's stream; returns the positions in the given order. Locks the
 * accounts by id, so that changes that notify the same accounts cannot deadlock.
 */
export async function insertAccountEvents(
  tx: Tx,
  events: readonly {
    accountId: AccountId;
    type: AccountEventType;
    data: AccountEventData[AccountEventType];
  }[],
): Promise<number[]> {
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

/** The caller's own events after a position, oldest first. */
export function selectAccountEvents(
  ctx: MemberCtx,
  after: number,
  limit: number,
): Promise<{ position: number; type: AccountEventType; data: AccountEventData[AccountEventType] }[]> {
  return ctx.db
    .selectFrom('account_events')
    .select(['position', 'type', 'data'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
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

/** Gives the caller's stream its own epoch, unless its epoch already differs from `from`. */
export async function updateOwnEpoch(ctx: MemberCtx, from: string): Promise<void> {
  await sql`
    update accounts a set epoch = gen_random_uuid() from installation i
    where a.tenant_id = ${ctx.tenant.id} and a.id = ${ctx.actor} and coalesce(a.epoch, i.epoch)::text = ${from}
  `.execute(ctx.db);
}

/** Removes the epochs of individual accounts. */
export async function clearOwnEpochs(db: Kysely<Tables>): Promise<void> {
  await db.updateTable('accounts').set({ epoch: null }).where('epoch', 'is not', null).execute();
}

/** Clamps future times of at most `limit` accounts to now; returns how many. */
export async function updateFutureAccountTimes(
  db: Kysely<Tables>,
  now: number,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update accounts a
    set created_at = least(a.created_at, ${now}), updated_at = least(a.updated_at, ${now}), last_seen_at = least(a.last_seen_at, ${now})
    from (
      select tenant_id, id from accounts
      where last_seen_at > ${now} or updated_at > ${now} or created_at > ${now} limit ${limit} for no key update
    ) as late
    where a.tenant_id = late.tenant_id and a.id = late.id
  `.execute(db);
  return Number(numAffectedRows);
}
