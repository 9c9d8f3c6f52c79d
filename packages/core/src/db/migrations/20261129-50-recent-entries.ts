import { sql, type Kysely } from 'kysely';

/**
 * Finds what was written since a time, for nodes that may have missed it and for the search index. The tables grow in the
 * order of time, so a block range index is small, and an insert changes it only when a range begins.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index entries_sent_at on entries using brin (sent_at)
      with (pages_per_range = 32, autosummarize = on)
  `.execute(db);
  await sql`
    create index account_events_created_at on account_events using brin (created_at)
      with (pages_per_range = 32, autosummarize = on)
  `.execute(db);
}
