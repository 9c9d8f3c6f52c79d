import { sql, type Kysely } from 'kysely';

/** The edits, recalls and reactions of a message, which are found when it is removed; few entries are any of these. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index entries_targets on entries (
      tenant_id, conversation_id,
      (case when kind in ('recall', 'edit', 'reaction') then (content::jsonb->>'target')::int end)
    ) where kind in ('recall', 'edit', 'reaction')
  `.execute(db);
}
