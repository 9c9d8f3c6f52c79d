import { sql } from 'kysely';
import { addressKey, type Ctx } from '../kernel/index.js';

/** Stores the folder of a pending avatar from the caller's network; returns the folder that it replaces. */
export async function upsertPendingAvatar(
  ctx: Ctx,
  usernameKey: string,
  folder: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ replaced: string | null }>`
    with old as (
      select blob_key from pending_avatars where tenant_id = ${ctx.tenant.id} and username_key = ${usernameKey}
        and network = ${addressKey(ctx.address)} for update
    )
    insert into pending_avatars (tenant_id, username_key, network, blob_key, created_at)
    values (${ctx.tenant.id}, ${usernameKey}, ${addressKey(ctx.address)}, ${folder}, ${ctx.now()})
    on conflict (tenant_id, username_key, network) do update set blob_key = excluded.blob_key, created_at = excluded.created_at
    returning (select blob_key from old) as replaced
  `.execute(ctx.db);
  return rows[0]?.replaced ?? undefined;
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
