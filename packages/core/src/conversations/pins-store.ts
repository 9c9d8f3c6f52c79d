import { sql } from 'kysely';
import { bounds, type MemberCtx, type MemberTx } from '../kernel/index.js';
import { shownColumns, toEntry, type EntryRow } from './entry-rows-store.js';
import type { ConversationHead, Entry } from './event-types.js';
import type { Membership } from './types.js';

/** Where the pin of a message was recorded, or null; and how many messages of the locked conversation are pinned. */
export async function selectPinPlace(
  tx: MemberTx,
  of: ConversationHead,
  seq: number,
): Promise<{ pinned: { seq: number; sentAt: number } | null; amount: number }> {
  const { rows } = await sql<{ pinned: { seq: number; sentAt: number } | null; amount: number }>`
    select (
      select json_build_object('seq', r.seq, 'sentAt', r.sent_at) from entries e
      join entries r on r.tenant_id = e.tenant_id and r.conversation_id = e.conversation_id and r.seq = e.pin_seq
      where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and e.seq = ${seq}
    ) as pinned, (
      select count(*)::int from entries e
      where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and e.pin_seq is not null
    ) as amount
  `.execute(tx.db);
  return rows[0] ?? { pinned: null, amount: 0 };
}

/** Stores the entry that recorded the pin of a message; null unpins it. */
export async function updatePin(
  tx: MemberTx,
  of: ConversationHead,
  seq: number,
  pinSeq: number | null,
): Promise<void> {
  await tx.db
    .updateTable('entries')
    .set({ pin_seq: pinSeq })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('seq', '=', seq)
    .execute();
}

/** The pinned messages of a conversation that the caller may see, the last pinned first. */
export async function selectPinned(ctx: MemberCtx, of: Membership): Promise<Entry[]> {
  const { rows } = await sql<EntryRow>`
    select ${shownColumns(ctx)} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.conversation.id} and e.pin_seq is not null
      and e.seq > ${of.clearedSeq}
    order by e.pin_seq desc limit ${bounds.list.pinnedMessages}
  `.execute(ctx.db);
  return rows.map((row) => toEntry(ctx, row, of));
}
