import { sql } from 'kysely';
import { bounds, type Ctx, type Tx } from '../kernel/index.js';

/** A picture from which new accounts choose. */
export interface OfferedAvatar {
  readonly id: number;
  /** The folder of the picture, like the one of an account. */
  readonly name: string;
  readonly createdAt: number;
  readonly createdBy: string;
}

/** The pictures from which new accounts choose, in the order of the operator. */
export function selectOfferedAvatars(ctx: Ctx): Promise<OfferedAvatar[]> {
  return ctx.db
    .selectFrom('offered_avatars')
    .select(['id', 'name', 'created_at as createdAt', 'written_by as createdBy'])
    .where('tenant_id', '=', ctx.tenant.id)
    .orderBy('sort')
    .orderBy('id')
    .limit(bounds.list.offeredAvatars)
    .execute();
}

/**
 * Locks the tenant, so that no other change of the order or number of its pictures happens meanwhile; returns their ids in
 * order.
 */
export async function lockAvatarOrder(tx: Tx): Promise<number[]> {
  // The pictures themselves would not do: a tenant has none at first.
  await sql`select id from tenants where id = ${tx.tenant.id} for no key update`.execute(tx.db);
  return (await selectOfferedAvatars(tx)).map(({ id }) => id);
}

/** Stores a picture as the last one; the order must be locked. */
export async function insertOfferedAvatar(tx: Tx, name: string, writtenBy: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into offered_avatars (tenant_id, name, sort, written_by, created_at)
    select ${tx.tenant.id}::int, ${name}, coalesce(max(sort) + 1, 0), ${writtenBy}, ${tx.now()}::bigint
    from offered_avatars where tenant_id = ${tx.tenant.id}
    returning id
  `.execute(tx.db);
  return rows[0]!.id; // an aggregate has one row
}

/** Gives the pictures the order of these ids. */
export async function updateAvatarOrder(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`
    update offered_avatars a set sort = o.sort
    from unnest(${[...ids]}::int[]) with ordinality o (id, sort)
    where a.tenant_id = ${tx.tenant.id} and a.id = o.id
  `.execute(tx.db);
}

/** Deletes a picture; returns its folder, or undefined if it does not exist. */
export async function deleteOfferedAvatar(tx: Tx, id: number): Promise<string | undefined> {
  const row = await tx.db
    .deleteFrom('offered_avatars')
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst();
  return row?.name;
}
