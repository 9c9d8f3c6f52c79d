import { sql, type Kysely } from 'kysely';

/**
 * The search index has words instead of pieces where a script separates words by spaces, and does not write to
 * conversations. Only the process can compute keys, so the index begins empty, and the first sweep fills it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop table entry_search`.execute(db);
  // No foreign key: it would lock and rewrite the message's row. The rows of a message are never deleted.
  await sql`
    create table entry_search (
      tenant_id integer not null,
      conversation_id bigint not null,
      seq integer not null,
      type smallint not null,
      grams text[] not null,
      folded text not null,
      primary key (tenant_id, conversation_id, seq)
    ) with (autovacuum_vacuum_insert_scale_factor = 0.05)
  `.execute(db);
  // A search reads the whole pending list, so it is short.
  await sql`
    create index entry_search_grams on entry_search using gin (array_to_tsvector(grams))
      with (gin_pending_list_limit = 1024)
  `.execute(db);
  await sql`alter table conversations drop column indexed_seq`.execute(db);
  await sql`
    create table search_progress (
      is_only boolean primary key default true check (is_only),
      -- All messages sent before this time (milliseconds) are in the index.
      complete_until bigint not null
    )
  `.execute(db);
  await sql`insert into search_progress (complete_until) values (0)`.execute(db);
}
