import { sql, type Kysely } from 'kysely';

/**
 * Filters of the blocks of a conversation instead of one index over the keys of all messages. Only the process can
 * compute them, so none exists at first; the first sweep makes them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index entry_search_grams`.execute(db);
  await sql`alter table entry_search drop column grams`.execute(db);
  await sql`
    create table search_blocks (
      tenant_id integer not null,
      conversation_id bigint not null,
      block integer not null,
      -- The filter covers the entries of the block up to this one.
      last_seq integer not null,
      filter bytea not null,
      primary key (tenant_id, conversation_id, block)
    )
  `.execute(db);
  // Compressing bits costs time and gains nothing.
  await sql`alter table search_blocks alter column filter set storage plain`.execute(db);
  // Edited messages whose new text may be missing from the filter.
  await sql`
    create table search_edits (
      tenant_id integer not null,
      conversation_id bigint not null,
      seq integer not null,
      primary key (tenant_id, conversation_id, seq)
    )
  `.execute(db);
  await sql`update search_progress set complete_until = 0`.execute(db);
}
