import type { AccountId, Ctx, MemberCtx } from '../kernel/index.js';

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
