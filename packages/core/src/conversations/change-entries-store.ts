import { sql } from 'kysely';
import type { AccountId, MemberCtx, MemberTx, Tx } from '../kernel/index.js';
import type { ConversationHead, Entry, EntryKind, GoneReason } from './event-types.js';
import { insertTakenAway } from './evidence-store.js';
import {
  entryColumns,
  placesOfEach,
  shownColumns,
  target,
  toEntry,
  type EntryRow,
} from './entry-rows-store.js';
import { deleteReactions, hadReactions } from './reactions-store.js';
import { emptySearchRows } from './search-index-store.js';

/**
 * One message, an account's messages since a time (milliseconds), or everything up to a position. Only its own sender
 * can select an anonymous message by sender.
 */
export type WhichEntries =
  | { readonly seq: number }
  | { readonly senderId: AccountId; readonly sentSince: number }
  | { readonly upTo: number };

/** The entry that records that a message was emptied. */
export async function selectRecall(
  ctx: MemberCtx,
  of: ConversationHead,
  seq: number,
): Promise<Entry | undefined> {
  const { rows } = await sql<EntryRow>`
    select ${shownColumns(ctx)} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.id} and e.kind = 'recall' and ${target} = ${seq}
    limit 1
  `.execute(ctx.db);
  return rows[0] && toEntry(ctx, rows[0], { conversation: of, withheldAfter: null });
}

/**
 * Permanently empties messages that still have content and keeps copies for moderation; returns the emptied messages,
 * in order.
 */
export async function updateEntriesGone(
  tx: MemberTx,
  of: ConversationHead,
  which: WhichEntries,
  reason: GoneReason,
): Promise<Pick<Entry, 'seq' | 'senderId' | 'sentAt' | 'alias'>[]> {
  const filter =
    'seq' in which
      ? sql`e.seq = ${which.seq}`
      : 'upTo' in which
        ? sql`e.seq <= ${which.upTo}`
        : sql`e.sender_id = ${which.senderId} and e.sent_at >= ${which.sentSince}
            and (e.alias is null or e.sender_id = ${tx.actor})`;
  await insertTakenAway(tx, of, filter, reason);
  const { rows } = await sql<
    Pick<Entry, 'seq' | 'senderId' | 'sentAt' | 'editedAt' | 'alias'> & { hadReactions: boolean }
  >`
    update entries e set gone = ${reason}, mentions = null, reactions = null, pin_seq = null, content = case when e.sender_id = ${tx.actor} then '{}'
      else json_build_object('by', ${tx.actor}::int)::text end
    where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and ${filter}
      and e.kind = 'message' and e.gone is null
    returning e.seq, e.sender_id as "senderId", e.sent_at as "sentAt", e.edited_at as "editedAt", e.alias,
      ${hadReactions} as "hadReactions"
  `.execute(tx.db);
  if (rows.length === 0) return [];
  await tx.db
    .updateTable('conversations')
    .set({
      gone_seq: sql<number>`greatest(gone_seq, ${rows.reduce((last, { seq }) => Math.max(last, seq), 0)}::int)`,
    })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', of.id)
    .execute();
  await emptyEdits(
    tx,
    of,
    rows.filter((row) => row.editedAt !== null).map((row) => row.seq),
  );
  await deleteReactions(
    tx,
    of,
    rows.filter((row) => row.hadReactions).map((row) => row.seq),
  );
  await emptySearchRows(
    tx,
    of,
    rows.map((row) => row.seq),
  );
  return rows.sort((a, b) => a.seq - b.seq);
}

/** Edits of emptied messages are emptied too. */
async function emptyEdits(tx: MemberTx, of: ConversationHead, targets: readonly number[]): Promise<void> {
  if (targets.length === 0) return;
  await sql`
    update entries e set content = jsonb_build_object('target', ${target}, 'content', '{}'::jsonb)::text
    where e.tenant_id = ${tx.tenant.id} and e.ctid = any(${placesOfEach(
      targets,
      sql`entries e where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and e.kind = 'edit' and ${target} = w.seq`,
    )})
  `.execute(tx.db);
}

/** Replaces the content of an existing message in a locked conversation. */
export async function updateEntryContent(
  tx: MemberTx,
  of: ConversationHead,
  seq: number,
  content: string,
): Promise<void> {
  await insertTakenAway(tx, of, sql`e.seq = ${seq}`, 'edited');
  await tx.db
    .updateTable('entries')
    .set({ content, edited_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('seq', '=', seq)
    .where('kind', '=', 'message')
    .execute();
}

/** Appends entries that are not messages to the stream, in the given order; returns them with their true senders. */
export async function insertEntries(
  tx: Tx,
  of: ConversationHead,
  entries: readonly {
    kind: Exclude<EntryKind, 'message'>;
    senderId: AccountId | 0;
    content: string;
    alias: string | null;
  }[],
): Promise<Entry[]> {
  const { rows } = await sql<EntryRow>`
    with moved as (
      update conversations
      set last_seq = last_seq + ${entries.length}::int, last_sent_at = greatest(last_sent_at, ${tx.now()})
      where tenant_id = ${tx.tenant.id} and id = ${of.id}
      returning last_seq - ${entries.length}::int as seq_before, last_sent_at, message_count
    )
    insert into entries as e (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content, alias)
    select ${tx.tenant.id}, ${of.id}, seq_before + t.idx, t.kind, 0, t.sender_id, last_sent_at, message_count, t.content, t.alias
    from moved, unnest(
      ${entries.map((entry) => entry.kind)}::text[],
      ${entries.map((entry) => entry.senderId)}::int[],
      ${entries.map((entry) => entry.content)}::text[],
      ${entries.map((entry) => entry.alias)}::text[]
    ) with ordinality as t(kind, sender_id, content, alias, idx)
    returning ${entryColumns}
  `.execute(tx.db);
  return rows.map((row) => ({ ...row, isWithheld: false })).sort((a, b) => a.seq - b.seq);
}
