import { sql, type RawBuilder } from 'kysely';
import { bounds, cutCharacters, type AccountId, type MemberCtx } from '../kernel/index.js';
import { CONTENT } from './content.js';
import type { ConversationHead, Quote } from './event-types.js';

/** Enough code points for the shown characters in any form. */
const READ_CHARACTERS = bounds.text.quoteCharacters * 4;

/** `Quote` as JSON, of a row `q` of entries: with the true author, and more text than is shown. */
const quoteOfRow = sql<Quote>`json_build_object('senderId', q.sender_id, 'alias', q.alias, 'type', q.type,
  'text', case when q.type = ${sql.lit(CONTENT.text)} and not burns_after_reading(q.content::jsonb)
    then left(q.content::jsonb->>'text', ${sql.lit(READ_CHARACTERS)}) else '' end)`;

/** The message that an entry `e` replies to, if it exists and its number is above that of this column; else null. */
export function quoteAbove(clearedSeq: RawBuilder<unknown>): RawBuilder<Quote | null> {
  return sql<Quote | null>`case when e.reply_to is not null then (
    select ${quoteOfRow} from entries q
    where q.tenant_id = e.tenant_id and q.conversation_id = e.conversation_id and q.seq = e.reply_to
      and q.seq > ${clearedSeq} and q.kind = 'message' and q.gone is null
  ) end`;
}

/** A quote that was read, as an account may see it; without one, as everybody may. */
export function toQuote({ senderId, alias, type, text }: Quote, viewerId?: AccountId): Quote {
  const shownId = alias === null || senderId === viewerId ? senderId : 0;
  return { senderId: shownId, alias, type, text: cutCharacters(text, bounds.text.quoteCharacters) };
}

/** A message to reply to, and the members who may not see it; undefined if the caller may not, or it does not exist. */
export async function selectReplied(
  { db, tenant, actor }: MemberCtx,
  of: Pick<ConversationHead, 'id'>,
  seq: number,
): Promise<{ quote: Quote; hiddenFrom: AccountId[] } | undefined> {
  const { rows } = await sql<{ quote: Quote; hiddenFrom: AccountId[] }>`
    select ${quoteOfRow} as quote, array(
      select o.account_id from members o
      where o.tenant_id = ${tenant.id} and o.conversation_id = ${of.id} and o.left_at is null and o.cleared_seq >= q.seq
    ) as "hiddenFrom"
    from members m join entries q on q.tenant_id = m.tenant_id and q.conversation_id = m.conversation_id
    where m.tenant_id = ${tenant.id} and m.conversation_id = ${of.id} and m.account_id = ${actor} and m.left_at is null
      and q.seq = ${seq} and q.seq > m.cleared_seq and q.kind = 'message' and q.gone is null
  `.execute(db);
  return rows[0];
}

/** Whether the caller has sent a message with this client id. */
export async function isSent({ db, tenant, actor }: MemberCtx, clientId: string): Promise<boolean> {
  const row = await db
    .selectFrom('entries')
    .select('seq')
    .where('tenant_id', '=', tenant.id)
    .where('sender_id', '=', actor)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  return row !== undefined;
}
