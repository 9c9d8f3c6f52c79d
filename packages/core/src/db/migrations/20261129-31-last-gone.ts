import { sql, type Kysely } from 'kysely';

/** The last removed message of each conversation: unread counts look for removed ones only where there are some. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table conversations add column gone_seq integer not null default 0`.execute(db);
  await sql`
    update conversations c set gone_seq = g.seq
    from (
      select tenant_id, conversation_id, max(seq) as seq from entries
      where gone is not null and kind = 'message' group by tenant_id, conversation_id
    ) g
    where c.tenant_id = g.tenant_id and c.id = g.conversation_id
  `.execute(db);
}
