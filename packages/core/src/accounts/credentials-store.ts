import { sql } from 'kysely';
import { type AccountId, type Ctx, type MemberCtx, type MemberTx, type Tx } from '../kernel/index.js';

/** The data that authenticates an account. */
export interface Credentials {
  readonly id: AccountId;
  readonly username: string;
  readonly password_hash: string | null;
  readonly status: 'active' | 'frozen' | 'disabled';
  readonly phone: string | null;
}

const CREDENTIALS = ['id', 'username', 'password_hash', 'status', 'phone'] as const;

/** The credentials of an account by its user name key, or undefined. */
export function selectCredentials(ctx: Ctx, usernameKey: string): Promise<Credentials | undefined> {
  return ctx.db
    .selectFrom('accounts')
    .select(CREDENTIALS)
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
    .select(CREDENTIALS)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The same, locked until the transaction ends. */
export function lockCredentials(tx: Tx, id: AccountId): Promise<Credentials | undefined> {
  return tx.db
    .selectFrom('accounts')
    .select(CREDENTIALS)
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Replaces the hash of an unchanged password; false if the password was changed meanwhile. */
export async function updateHashRenewed(
  ctx: Ctx,
  { id, password_hash: before }: Credentials,
  password_hash: string,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('accounts')
    .set({ password_hash })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('password_hash', '=', before)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The credentials of the account that has confirmed an address. */
export function selectCredentialsByEmail(ctx: Ctx, emailKey: string): Promise<Credentials | undefined> {
  return ctx.db
    .selectFrom('accounts')
    .select(CREDENTIALS)
    .where('tenant_id', '=', ctx.tenant.id)
    .where('email_key', '=', emailKey)
    .executeTakeFirst();
}

/** Sets or removes the caller's confirmed address; returns the one from before. Fails if another account has it. */
export async function updateEmail(
  tx: MemberTx,
  email: { email: string; key: string } | undefined,
): Promise<{ email: string | null; key: string | null }> {
  const { rows } = await sql<{ email: string | null; key: string | null }>`
    update accounts a set email = ${email?.email ?? null}, email_key = ${email?.key ?? null}
    from (
      select email, email_key from accounts where tenant_id = ${tx.tenant.id} and id = ${tx.actor} for no key update
    ) o
    where a.tenant_id = ${tx.tenant.id} and a.id = ${tx.actor}
    returning o.email, o.email_key as key
  `.execute(tx.db);
  const [before] = rows;
  if (!before) throw new Error('The account of the caller does not exist.');
  return before;
}
