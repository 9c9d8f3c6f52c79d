import { sql } from 'kysely';
import { listIdText, type AccountId, type MemberCtx, type MemberTx } from '../kernel/index.js';
import type { ConversationHead, Entry } from '../conversations/index.js';

/** A message saved by the caller, as it was when it was saved. */
export interface Favourite {
  readonly id: number;
  readonly type: number;
  /** The conversation from which it was saved. */
  readonly listId: string;
  /** 0 if another member wrote it under an alias. */
  readonly senderId: AccountId | 0;
  readonly alias: string | null;
  /** JSON text. */
  readonly content: string;
  /** When it was saved, in milliseconds. */
  readonly savedAt: number;
}

/** The number and total size of saved items. */
export interface TypeUsage {
  readonly count: number;
  readonly bytes: number;
}

/** The stored files of a message, with their sizes. */
export async function selectFilesOfMessage(
  ctx: MemberCtx,
  of: ConversationHead,
  seq: number,
): Promise<{ fileId: string; sizeBytes: number }[]> {
  return await ctx.db
    .selectFrom('message_files as h')
    .innerJoin('files as f', (join) =>
      join.onRef('f.tenant_id', '=', 'h.tenant_id').onRef('f.file_id', '=', 'h.file_id'),
    )
    .select(['f.file_id as fileId', 'f.size_bytes as sizeBytes'])
    .where('h.tenant_id', '=', ctx.tenant.id)
    .where('h.conversation_id', '=', of.id)
    .where('h.seq', '=', seq)
    .execute();
}

/** Saves a message; returns false if it is already saved. */
export async function insertFavourite(
  tx: MemberTx,
  from: { conversation: ConversationHead; message: Entry },
  kept: { sizeBytes: number; fileIds: readonly string[] },
): Promise<boolean> {
  const { conversation, message } = from;
  const { rows } = await sql`
    with kept as (
      insert into favourites (tenant_id, account_id, conversation_id, seq, type, sender_id, alias, content, size_bytes, created_at)
      values (${tx.tenant.id}, ${tx.actor}, ${conversation.id}, ${message.seq}, ${message.type}, ${message.senderId}, ${message.alias},
        ${message.content}, ${kept.sizeBytes}, ${tx.now()})
      on conflict (tenant_id, account_id, conversation_id, seq) do nothing
      returning tenant_id, id
    ),
    held as (
      insert into favourite_files (tenant_id, favourite_id, file_id)
      select tenant_id, id, file_id from kept, unnest(${[...kept.fileIds]}::text[]) as file_id
    )
    select id from kept
  `.execute(tx.db);
  return rows.length > 0;
}

/** Deletes a favourite of the caller; returns its size and files, or undefined if it does not exist. */
export async function deleteFavouriteRow(
  tx: MemberTx,
  id: number,
): Promise<{ sizeBytes: number; fileIds: string[] } | undefined> {
  // The deleted files are still visible: the statement reads its initial snapshot.
  const { rows } = await sql<{ sizeBytes: number; fileIds: string[] }>`
    with gone as (
      delete from favourites
      where tenant_id = ${tx.tenant.id} and account_id = ${tx.actor} and id = ${id}
      returning tenant_id, id, size_bytes
    )
    select g.size_bytes as "sizeBytes", array(
      select h.file_id from favourite_files h where h.tenant_id = g.tenant_id and h.favourite_id = g.id
    ) as "fileIds"
    from gone g
  `.execute(tx.db);
  return rows[0];
}

/** A page of the caller's favourites, newest first, or the one with an id. */
export async function selectFavourites(
  ctx: MemberCtx,
  filter: { id: number } | { type: number | undefined; offset: number; limit: number },
): Promise<Favourite[]> {
  const which = 'id' in filter ? sql`and v.id = ${filter.id}` : ofType(filter.type);
  const page = 'id' in filter ? sql`` : sql`limit ${filter.limit} offset ${filter.offset}`;
  const { rows } = await sql<Favourite>`
    select v.id, v.type, c.list_id as "listId", v.sender_id as "senderId", v.alias, v.content, v.created_at as "savedAt"
    from favourites v join conversations c on c.tenant_id = v.tenant_id and c.id = v.conversation_id
    where v.tenant_id = ${ctx.tenant.id} and v.account_id = ${ctx.actor} ${which}
    order by v.id desc ${page}
  `.execute(ctx.db);
  return rows.map((row) => ({ ...row, listId: listIdText(row.listId) }));
}

/** The number of the caller's favourites, of one or all content types. */
export async function countFavourites(ctx: MemberCtx, type: number | undefined): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from favourites v
    where v.tenant_id = ${ctx.tenant.id} and v.account_id = ${ctx.actor} ${ofType(type)}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

function ofType(type: number | undefined) {
  return type === undefined ? sql`` : sql`and v.type = ${type}::int`;
}

/** The caller's usage by content type. */
export async function selectUsageByType(ctx: MemberCtx): Promise<Map<number, TypeUsage>> {
  const { rows } = await sql<TypeUsage & { type: number }>`
    select type, count(*) as count, sum(size_bytes)::bigint as bytes from favourites
    where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor} group by type
  `.execute(ctx.db);
  return new Map(rows.map(({ type, count, bytes }) => [type, { count, bytes }]));
}
