import { sql, type Kysely } from 'kysely';

/**
 * The conversation of two people stores how far each has written, so that a message does not change the sender's
 * membership: the read position of a member is at least that.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const statements = `
  alter table conversations
    add column low_sent_seq integer not null default 0,
    add column low_sent_count integer not null default 0,
    add column high_sent_seq integer not null default 0,
    add column high_sent_count integer not null default 0;

  -- A message removes the mark. In a single conversation only the batch statement does.
  create function note_mark_of_member() returns trigger language plpgsql as $$
  begin
    perform raise_writers_version(c.tenant_id, c.id) from conversations c
    where c.tenant_id = new.tenant_id and c.id = new.conversation_id and c.kind = 'single';
    return null;
  end $$;
  create trigger members_marked after update of is_marked_unread on members for each row
    when (new.is_marked_unread and not old.is_marked_unread)
    execute function note_mark_of_member();
`;
