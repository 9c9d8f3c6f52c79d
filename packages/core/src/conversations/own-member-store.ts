import { sql } from 'kysely';
import { listIdText, type AccountId, type MemberCtx, type MemberTx } from '../kernel/index.js';
import type { ConversationHead, ConversationKind } from './event-types.js';
import { readCount, readSeq } from './store.js';

/** A member's own settings for a conversation. */
export interface MemberChange {
  readonly pinned_at?: number | null;
  readonly archived_at?: number | null;
  readonly is_silent?: boolean;
  readonly hidden_seq?: number | null;
  readonly is_marked_unread?: boolean;
}

/** Changes the caller's settings for a conversation. */
export async function updateMember(tx: MemberTx, of: ConversationHead, change: MemberChange): Promise<void> {
  await tx.db
    .updateTable('members')
    .set(change)
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('account_id', '=', tx.actor)
    .execute();
}

/** Advances the caller's read position to `seq`, never back; returns the position if anything changed. */
export async function updateRead(
  ctx: MemberCtx,
  of: ConversationHead,
  seq: number,
): Promise<{ seq: number; sentAt: number } | undefined> {
  const { rows } = await sql<{ seq: number; sentAt: number }>`
    with target as (
      select c.*, e.seq, e.ordinal from conversations c
      cross join lateral (
        select e.seq, e.ordinal from entries e
        where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.id} and e.seq = least(${seq}, c.last_seq) offset 0
      ) e
      where c.tenant_id = ${ctx.tenant.id} and c.id = ${of.id}
    )
    update members m
    set read_seq = greatest(${readSeq}, c.seq), read_count = greatest(${readCount}, c.ordinal), is_marked_unread = false
    from target c
    where m.tenant_id = ${ctx.tenant.id} and m.conversation_id = ${of.id} and m.account_id = ${ctx.actor}
      and (${readSeq} < c.seq or m.is_marked_unread)
    returning m.read_seq as seq, (
      select e.sent_at from entries e
      where e.tenant_id = m.tenant_id and e.conversation_id = m.conversation_id and e.seq = m.read_seq
    ) as "sentAt"
  `.execute(ctx.db);
  return rows[0];
}

/** The newest entry that was read: its number, and when it was sent in milliseconds. */
export interface ReadPlace {
  readonly seq: number;
  readonly sentAt: number;
}

export const NOTHING_READ: ReadPlace = { seq: 0, sentAt: 0 };

/** The newest entry that an account has read. */
export async function selectReadUpTo(
  ctx: MemberCtx,
  of: ConversationHead,
  accountId: AccountId,
): Promise<ReadPlace> {
  const { rows } = await sql<ReadPlace>`
    select e.seq, e.sent_at as "sentAt" from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.id} and e.seq = (
      select ${readSeq} from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
      where m.tenant_id = ${ctx.tenant.id} and m.conversation_id = ${of.id} and m.account_id = ${accountId}
    )
  `.execute(ctx.db);
  return rows[0] ?? NOTHING_READ;
}

/** The newest entry that all other members of a group have read. */
export async function selectReadUpToByAll(ctx: MemberCtx, of: ConversationHead): Promise<ReadPlace> {
  const { rows } = await sql<ReadPlace>`
    select e.seq, e.sent_at as "sentAt" from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.id} and e.seq = (
      select min(m.read_seq) from members m
      where m.tenant_id = ${ctx.tenant.id} and m.conversation_id = ${of.id} and m.left_at is null
        and m.account_id <> ${ctx.actor}
    )
  `.execute(ctx.db);
  return rows[0] ?? NOTHING_READ;
}

/** Clears everything up to `end` for the caller or for all members, and marks it as read; returns the members. */
export async function updateCleared(
  tx: MemberTx,
  of: ConversationHead,
  end: { lastSeq: number; messageCount: number },
  whose: 'own' | 'all',
): Promise<AccountId[]> {
  let query = tx.db
    .updateTable('members')
    .set({
      cleared_seq: end.lastSeq,
      read_seq: end.lastSeq,
      read_count: end.messageCount,
      is_marked_unread: false,
    })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('left_at', 'is', null);
  if (whose === 'own') query = query.where('account_id', '=', tx.actor);
  const rows = await query.returning('account_id').execute();
  return rows.map((row) => row.account_id);
}

/**
 * Clears all of the caller's conversations and returns them. They are not locked, so another device may have advanced
 * a position meanwhile; positions never decrease.
 */
export async function updateAllCleared(
  tx: MemberTx,
): Promise<{ listId: string; kind: ConversationKind; lastSeq: number }[]> {
  const { rows } = await sql<{ listId: string; kind: ConversationKind; lastSeq: number }>`
    update members m
    set cleared_seq = greatest(m.cleared_seq, c.last_seq), read_seq = greatest(m.read_seq, c.last_seq),
      read_count = greatest(m.read_count, c.message_count), is_marked_unread = false
    from conversations c
    where c.tenant_id = m.tenant_id and c.id = m.conversation_id
      and m.tenant_id = ${tx.tenant.id} and m.account_id = ${tx.actor} and m.left_at is null and m.cleared_seq < c.last_seq
    returning c.list_id as "listId", c.kind, c.last_seq as "lastSeq"
  `.execute(tx.db);
  return rows.map((row) => ({ ...row, listId: listIdText(row.listId) }));
}
