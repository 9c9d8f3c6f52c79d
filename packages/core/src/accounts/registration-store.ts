import { sql } from 'kysely';
import { addressKey, bounds, siteKey, type AccountId, type Ctx, type Tx } from '../kernel/index.js';
import type { NameColumns } from './names.js';

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
