import { sql } from 'kysely';
import { addressKey, type AccountId, type Ctx, type Tx } from '../kernel/index.js';

/** Stores the folder of a pending avatar from the caller's network; returns the folder that it replaces. */
export async function upsertPendingAvatar(
  tx: Tx,
  usernameKey: string,
  folder: string,
): Promise<string | undefined> {
  const network = addressKey(tx.address);
  // Locks the row without changing it, and so sees what it has now: a part of one statement would see what it had before.
  const { rows } = await sql<{ held: string }>`
    insert into pending_avatars (tenant_id, username_key, network, blob_key, created_at)
    values (${tx.tenant.id}, ${usernameKey}, ${network}, ${folder}, ${tx.now()})
    on conflict (tenant_id, username_key, network) do update set network = excluded.network
    returning blob_key as held
  `.execute(tx.db);
  await tx.db
    .updateTable('pending_avatars')
    .set({ blob_key: folder, created_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('username_key', '=', usernameKey)
    .where('network', '=', network)
    .execute();
  const held = rows[0]?.held;
  return held === folder ? undefined : held;
}

/**
 * Deletes the pending avatar's row for the caller's network and returns its folder, unless it is older than `since`.
 */
export async function deletePendingAvatar(
  ctx: Ctx,
  usernameKey: string,
  since: number,
): Promise<string | undefined> {
  const row = await ctx.db
    .deleteFrom('pending_avatars')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('username_key', '=', usernameKey)
    .where('network', '=', addressKey(ctx.address))
    .where('created_at', '>=', since)
    .returning('blob_key')
    .executeTakeFirst();
  return row?.blob_key;
}

/** The folder of a picture that the tenant offers to new accounts, or undefined. */
export async function selectOfferedAvatar(ctx: Ctx, id: number): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('offered_avatars')
    .select('name')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.name;
}

/** Deletes rows of pending avatars before a time; returns their folders. */
export async function deletePendingAvatarsBefore(ctx: Ctx, before: number): Promise<string[]> {
  const rows = await ctx.db
    .deleteFrom('pending_avatars')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('created_at', '<', before)
    .returning('blob_key')
    .execute();
  return rows.map((row) => row.blob_key);
}

/** An avatar as it was when it was looked at. */
interface UnmeasuredAvatar {
  readonly id: AccountId;
  readonly name: string;
  readonly updatedAt: number;
}

/** Avatars whose sizes are not known. */
export function selectUnmeasuredAvatars(ctx: Ctx, limit: number): Promise<UnmeasuredAvatar[]> {
  return ctx.db
    .selectFrom('accounts')
    .select(['id', 'avatar_name as name', 'updated_at as updatedAt'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('avatar_name', 'is not', null)
    .where('avatar_bytes', 'is', null)
    .orderBy('id')
    .limit(limit)
    .$narrowType<{ name: string }>()
    .execute();
}

/** Notes the sizes of avatars, unless the account has changed since it was looked at: the avatar may be another one. */
export async function updateAvatarSizes(
  ctx: Ctx,
  sizes: readonly (UnmeasuredAvatar & { readonly bytes: number })[],
): Promise<void> {
  await sql`
    update accounts a set avatar_bytes = s.bytes
    from jsonb_to_recordset(${JSON.stringify(sizes)}::jsonb) as s (id int, "updatedAt" bigint, bytes bigint)
    where a.tenant_id = ${ctx.tenant.id} and a.id = s.id and a.updated_at = s."updatedAt"
  `.execute(ctx.db);
}
