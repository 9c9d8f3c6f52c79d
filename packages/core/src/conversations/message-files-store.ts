import { sql } from 'kysely';
import type { ConversationId, MemberCtx, MemberTx, Tx } from '../kernel/index.js';
import type { ConversationHead, Entry } from './event-types.js';
import type { Membership } from './types.js';
import { shownColumns, toEntry, type EntryRow } from './entry-rows-store.js';

/**
 * Messages of some types whose content the caller may see, newest first, at most 500. With a name, includes only
 * messages that may contain the folded text.
 */
export async function selectMessagesOfTypes(
  ctx: MemberCtx,
  of: Membership,
  types: readonly number[],
  name: string | undefined,
): Promise<Entry[]> {
  // Messages outside the index may match.
  const named =
    name === undefined
      ? sql``
      : sql`and coalesce((
          select strpos(s.folded collate "C", ${name}) > 0 from entry_search s
          where s.tenant_id = e.tenant_id and s.conversation_id = e.conversation_id and s.seq = e.seq
        ), true)`;
  // The literal list of types lets the planner use the partial index.
  const { rows } = await sql<EntryRow>`
    select ${shownColumns(ctx)} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.conversation.id} and e.seq > ${of.clearedSeq}
      and coalesce(e.seq <= ${of.withheldAfter}::int, true)
      and e.type in (2, 4, 11) and e.type = any(${[...types]}::int[]) and e.kind = 'message' and e.gone is null ${named}
    order by e.seq desc limit 500
  `.execute(ctx.db);
  return rows.map((row) => toEntry(ctx, row, { ...of, withheldAfter: null }));
}

/** Deletes the file references of messages; returns the files. */
export async function deleteMessageFiles(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  seqs: readonly number[],
): Promise<string[]> {
  const { rows } = await sql<{ file_id: string }>`
    delete from message_files
    where tenant_id = ${tx.tenant.id} and conversation_id = ${of.id} and seq = any(${[...seqs]}::int[])
    returning file_id
  `.execute(tx.db);
  return rows.map((row) => row.file_id);
}

/** Deletes some file references of a conversation's messages; returns the files. */
export async function deleteSomeMessageFiles(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ file_id: string }>`
    delete from message_files
    where tenant_id = ${tx.tenant.id} and conversation_id = ${of.id} and (seq, file_id) in (
      select seq, file_id from message_files
      where tenant_id = ${tx.tenant.id} and conversation_id = ${of.id} order by seq, file_id limit ${limit}
    )
    returning file_id
  `.execute(tx.db);
  return rows.map((row) => row.file_id);
}

/** A conversation in which the caller sees a picture, see the database function `lock_visible_files`; or undefined. */
export async function selectVisiblePicture(
  tx: MemberTx,
  fileId: string,
): Promise<ConversationId | undefined> {
  const { rows } = await sql<{ conversationId: ConversationId }>`
    select s.seen_in as "conversationId"
    from files f cross join lateral lock_visible_files(f.tenant_id, ${tx.actor}, array[f.file_id]) s
    where f.tenant_id = ${tx.tenant.id} and f.file_id = ${fileId} and f.family = 'image' and s.seen_in is not null
    limit 1
  `.execute(tx.db);
  return rows[0]?.conversationId;
}
