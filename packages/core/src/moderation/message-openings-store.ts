import { sql, type RawBuilder } from 'kysely';
import { bounds, listIdText, type AccountId, type ConversationId, type Ctx } from '../kernel/index.js';
import type { StaffCtx, StaffTx } from '../staff/index.js';

/** A part of a conversation: the entries from one number to another. */
export interface EntryPart {
  readonly conversationId: ConversationId;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** A conversation with what staff see of it before they open its messages. */
export interface OpenableConversation {
  readonly id: ConversationId;
  readonly listId: string;
  readonly kind: 'single' | 'group' | 'support';
  readonly lastSeq: number;
}

/** A conversation of an account, without its messages. */
export interface ConversationOfPerson {
  readonly id: ConversationId;
  readonly listId: string;
  readonly kind: 'single' | 'group' | 'support';
  /** Of a group; empty for others. */
  readonly name: string;
  /** The other person of a single conversation. */
  readonly otherId: AccountId | null;
  readonly otherName: string | null;
  readonly messages: number;
  readonly lastSentAt: number;
  readonly hasLeft: boolean;
}

/** A place in the list of an account's conversations. */
export interface ConversationPlace {
  readonly lastSentAt: number;
  readonly id: number;
}

/** A message as staff see it. */
export interface OpenedMessage {
  readonly seq: number;
  /** Null for an anonymous message, as `senderName`. */
  readonly senderId: AccountId | null;
  readonly senderName: string | null;
  readonly alias: string | null;
  readonly type: number;
  readonly sentAt: number;
  readonly editedAt: number | null;
  readonly isRemoved: boolean;
  /** JSON text; null if the message is removed and no evidence of it is kept. */
  readonly content: string | null;
}

/** An opening of messages. */
export interface MessageOpening extends EntryPart {
  readonly id: number;
  readonly listId: string;
  readonly until: number;
}

/** A conversation by its list id (a UUID); undefined if there is none. */
export async function selectOpenable(ctx: Ctx, uuid: string): Promise<OpenableConversation | undefined> {
  const { rows } = await sql<OpenableConversation>`
    select c.id, c.list_id as "listId", c.kind, c.last_seq as "lastSeq" from conversations c
    where c.tenant_id = ${ctx.tenant.id} and c.list_id = ${uuid}
  `.execute(ctx.db);
  return rows.map(toListed)[0];
}

/** The numbers of the entries that were sent from one time to another, which is excluded. */
export async function selectPartBetween(
  ctx: Ctx,
  of: OpenableConversation,
  { since, until }: { since: number; until: number },
): Promise<{ firstSeq: number; lastSeq: number }> {
  const before = (ms: number) =>
    sql`last_seq_before(${ctx.tenant.id}, ${of.id}::bigint, ${of.lastSeq}::int, ${ms}::bigint)`;
  const { rows } = await sql<{ firstSeq: number; lastSeq: number }>`
    select ${before(since)} + 1 as "firstSeq", ${before(until)} as "lastSeq"
  `.execute(ctx.db);
  return rows[0]!; // a statement without a table has one row
}

/** Opens a part of a conversation to the caller; returns the id. */
export async function insertOpening(tx: StaffTx, part: EntryPart, until: number): Promise<number> {
  const { id } = await tx.db
    .insertInto('message_openings')
    .values({
      tenant_id: tx.tenant.id,
      staff_tenant_id: tx.staff.tenantId,
      staff_id: tx.staff.id,
      conversation_id: part.conversationId,
      first_seq: part.firstSeq,
      last_seq: part.lastSeq,
      until,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** An opening of the caller that has not ended; undefined otherwise. */
export async function selectOpening(ctx: StaffCtx, id: number): Promise<MessageOpening | undefined> {
  const [opening] = await selectOpeningsWhere(ctx, sql`and o.id = ${id}`);
  return opening;
}

/** The openings of the caller that have not ended, newest first. */
export function selectOpenings(ctx: StaffCtx): Promise<MessageOpening[]> {
  return selectOpeningsWhere(ctx, sql``);
}

async function selectOpeningsWhere(ctx: StaffCtx, filter: RawBuilder<unknown>): Promise<MessageOpening[]> {
  const { rows } = await sql<MessageOpening>`
    select o.id, o.conversation_id as "conversationId", c.list_id as "listId", o.first_seq as "firstSeq",
      o.last_seq as "lastSeq", o.until
    from message_openings o join conversations c on c.tenant_id = o.tenant_id and c.id = o.conversation_id
    where o.tenant_id = ${ctx.tenant.id} and o.staff_tenant_id = ${ctx.staff.tenantId}
      and o.staff_id = ${ctx.staff.id} and o.until > ${ctx.now()} ${filter}
    order by o.id desc limit ${bounds.staff.openingsListed}
  `.execute(ctx.db);
  return rows.map(toListed);
}

/** Ends an opening of the caller; returns whether it was open. */
export async function deleteOpening(tx: StaffTx, id: number): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('message_openings')
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('staff_tenant_id', '=', tx.staff.tenantId)
    .where('staff_id', '=', tx.staff.id)
    .where('until', '>', tx.now())
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Deletes the openings that have ended. */
export async function deleteEndedOpenings(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('message_openings')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('until', '<=', ctx.now())
    .execute();
}

/**
 * The messages of a part of a conversation, oldest first, with the originals of removed ones while evidence of them is kept.
 * Without `seesChildSafety`, a message that is evidence of a case of child safety looks like a removed one.
 */
export async function selectOpenedMessages(
  ctx: Ctx,
  { conversationId, firstSeq, lastSeq }: EntryPart,
  { seesChildSafety }: { seesChildSafety: boolean },
): Promise<OpenedMessage[]> {
  const { rows } = await sql<OpenedMessage>`
    select e.seq, a.id as "senderId", a.username as "senderName", e.alias, coalesce(v.type, e.type) as type,
      e.sent_at as "sentAt", e.edited_at as "editedAt", (e.gone is not null or h.is_hidden) as "isRemoved",
      case when h.is_hidden then null when e.gone is null then e.content else v.content end as content
    from entries e
    -- The author of an anonymous message is shown by a report about it only.
    left join accounts a on a.tenant_id = e.tenant_id and a.id = e.sender_id and e.alias is null
    left join lateral (
      select v.type, v.content from evidence v
      where v.tenant_id = e.tenant_id and v.conversation_id = e.conversation_id and v.seq = e.seq and v.reason <> 'edited'
      order by v.id desc limit 1
    ) v on e.gone is not null
    cross join lateral (
      select not ${seesChildSafety} and exists (
        select from evidence x
        join case_evidence s on s.tenant_id = x.tenant_id and s.evidence_id = x.id
        join reports r on r.tenant_id = s.tenant_id and r.id = s.report_id and r.is_child_safety
        where x.tenant_id = e.tenant_id and x.conversation_id = e.conversation_id and x.seq = e.seq
      ) as is_hidden
    ) h
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${conversationId}
      and e.seq between ${firstSeq} and ${lastSeq} and e.kind = 'message'
    order by e.seq
  `.execute(ctx.db);
  return rows;
}

/** The conversations of an account that are not empty, the last active first. */
export async function selectConversationsOf(
  ctx: Ctx,
  accountId: AccountId,
  { after, limit }: { after: ConversationPlace | undefined; limit: number },
): Promise<ConversationOfPerson[]> {
  const isAfter = after
    ? sql`(c.last_sent_at, c.id) < (${after.lastSentAt}::bigint, ${after.id}::bigint)`
    : sql`true`;
  const { rows } = await sql<ConversationOfPerson>`
    select f.id, f."listId", f.kind, f.name, a.id as "otherId", a.username as "otherName", f.messages, f."lastSentAt",
      f."hasLeft"
    from (
      select c.id, c.list_id as "listId", c.kind, c.name, c.message_count as messages, c.last_sent_at as "lastSentAt",
        m.left_at is not null as "hasLeft", case when c.low_id = ${accountId} then c.high_id else c.low_id end as other
      from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
      where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${accountId} and c.message_count > 0 and ${isAfter}
      order by c.last_sent_at desc, c.id desc limit ${limit}
    ) f
    left join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = f.other
    order by f."lastSentAt" desc, f.id desc
  `.execute(ctx.db);
  return rows.map(toListed);
}

function toListed<T extends { readonly listId: string }>(row: T): T {
  return { ...row, listId: listIdText(row.listId) };
}
