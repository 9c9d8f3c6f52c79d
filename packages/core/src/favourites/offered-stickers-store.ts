import { sql } from 'kysely';
import { bounds, type Ctx, type Tx } from '../kernel/index.js';
import type { Language } from '../outbox/index.js';

/** What a sticker shows, by language; may be empty. */
export type StickerNames = Readonly<Partial<Record<Language, string>>>;

/** A sticker that the operator offers. */
export interface OfferedSticker {
  readonly id: number;
  readonly version: number;
  /** Name of the picture's file. */
  readonly file: string;
  readonly names: StickerNames;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** The stickers that the operator offers, in the operator's order. */
export function selectOfferedStickers(ctx: Ctx): Promise<OfferedSticker[]> {
  return stickersOf(ctx).orderBy('s.sort').orderBy('s.id').limit(bounds.list.offeredStickers).execute();
}

/** Locks a sticker for a change of it; undefined if it does not exist. */
export function lockOfferedSticker(tx: Tx, id: number): Promise<OfferedSticker | undefined> {
  return stickersOf(tx).where('s.id', '=', id).forUpdate('s').executeTakeFirst();
}

function stickersOf(ctx: Ctx) {
  return ctx.db
    .selectFrom('offered_stickers as s')
    .innerJoin('files as f', (join) =>
      join.onRef('f.tenant_id', '=', 's.tenant_id').onRef('f.file_id', '=', 's.file_id'),
    )
    .select([
      's.id',
      's.version',
      'f.name as file',
      's.names',
      's.changed_at as changedAt',
      's.written_by as changedBy',
    ])
    .$narrowType<{ names: StickerNames }>()
    .where('s.tenant_id', '=', ctx.tenant.id);
}

/**
 * Locks the tenant, so that no other change of the order or number of its stickers happens meanwhile; returns their ids in
 * order.
 */
export async function lockStickerOrder(tx: Tx): Promise<number[]> {
  // The stickers themselves would not do: a tenant has none at first.
  await sql`select id from tenants where id = ${tx.tenant.id} for no key update`.execute(tx.db);
  return (await selectOfferedStickers(tx)).map(({ id }) => id);
}

/** Stores a sticker as the last one; the order must be locked. */
export async function insertOfferedSticker(
  tx: Tx,
  { fileId, names, writtenBy }: { fileId: string; names: StickerNames; writtenBy: string },
): Promise<{ id: number; version: number }> {
  const { rows } = await sql<{ id: number; version: number }>`
    insert into offered_stickers (tenant_id, file_id, names, sort, written_by, changed_at)
    select ${tx.tenant.id}::int, ${fileId}, ${JSON.stringify(names)}::jsonb, coalesce(max(sort) + 1, 0), ${writtenBy},
      ${tx.now()}::bigint
    from offered_stickers where tenant_id = ${tx.tenant.id}
    returning id, version
  `.execute(tx.db);
  return rows[0]!; // an aggregate has one row
}

/** Renames a locked sticker; returns its new version. */
export function updateStickerNames(
  tx: Tx,
  id: number,
  names: StickerNames,
  writtenBy: string,
): Promise<{ version: number }> {
  return tx.db
    .updateTable('offered_stickers')
    .set((now) => ({
      version: sql`${now.ref('version')} + 1`,
      names: JSON.stringify(names),
      written_by: writtenBy,
      changed_at: tx.now(),
    }))
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
}

/** Gives the stickers the order of these ids. */
export async function updateStickerOrder(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`
    update offered_stickers s set sort = o.sort
    from unnest(${[...ids]}::int[]) with ordinality o (id, sort)
    where s.tenant_id = ${tx.tenant.id} and s.id = o.id
  `.execute(tx.db);
}

/** Deletes a locked sticker; returns its file. */
export async function deleteOfferedSticker(tx: Tx, id: number): Promise<string> {
  const row = await tx.db
    .deleteFrom('offered_stickers')
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .returning('file_id')
    .executeTakeFirstOrThrow();
  return row.file_id;
}
