import { sql, type RawBuilder } from 'kysely';
import { literalLimit, type AccountId, type Ctx, type MemberCtx } from '../kernel/index.js';
import type { OwnProfile, Profile } from './profile.js';

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

/** The user name as a viewer sees it: a contact name is empty, except for the user and friends; that of a deleted account is empty. Operators (no viewer) see all. */
function shownUsername(of: 'accounts' | 'inviter', viewer: AccountId | undefined): RawBuilder<string> {
  const column = (name: string) => sql.ref(`${of}.${name}`);
  if (viewer === undefined) return sql<string>`${column('username')}`;
  return sql<string>`case
    when ${column('status')} <> 'active' and exists (
      select from account_deletions d where d.tenant_id = ${column('tenant_id')} and d.account_id = ${column('id')}
    ) then ''
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
  const picked = [...new Set(ids)];
  const rows: Profile[] = await ctx.db
    .selectFrom('accounts')
    .select(profileColumns)
    .select(shownUsername('accounts', viewerOf(ctx)).as('username'))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', sql<AccountId>`any(${picked}::int[])`)
    .limit(sql.lit(literalLimit(picked.length)))
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
