import { sql, type Kysely } from 'kysely';

/**
 * Domains instead of check constraints on the tables that a message changes. PostgreSQL parses the check constraints of
 * a table for each statement that inserts or updates a row, also if the statement assigns none of their columns: that
 * took a fifth of the processor time of storing one message. A domain is parsed once on each connection, and checked
 * only where its column is assigned.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

// A domain gets its check after its column: otherwise the table would be written again.
const statements = `
  create domain conversation_kind as text;
  create domain conversation_wave as smallint;
  alter table conversations
    drop constraint conversations_kind_check,
    drop constraint conversations_wave_check,
    drop constraint conversations_check,
    drop constraint conversations_check1,
    alter column kind type conversation_kind,
    alter column wave type conversation_wave;
  alter domain conversation_kind add check (value in ('single', 'group', 'support'));
  alter domain conversation_wave add check (value in (0, 1, 2));

  -- A trigger can name its columns; a constraint of several columns cannot be a domain.
  create function refuse_pair() returns trigger language plpgsql as $$
  begin
    raise check_violation using message = 'A single conversation has two members, in the order of their ids.',
      constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end $$;
  create trigger conversations_paired after insert or update of kind, low_id, high_id on conversations for each row
    when ((new.kind = 'single') <> (new.low_id is not null and new.high_id is not null) or new.low_id >= new.high_id)
    execute function refuse_pair();

  create domain member_role as text;
  drop trigger members_changed on members;
  alter table members drop constraint members_role_check, alter column role type member_role;
  create trigger members_changed after update of role, left_at, muted_until, alias on members for each row
    when ((old.role, old.left_at, old.muted_until, old.alias) is distinct from (new.role, new.left_at, new.muted_until, new.alias))
    execute function note_change_of_member();
  alter domain member_role add check (value in ('member', 'admin', 'owner'));

  create domain entry_kind as text;
  create domain gone_reason as text;
  drop trigger hold_message_files on entries;
  alter table entries
    drop constraint entries_kind_check,
    drop constraint entries_gone_check,
    alter column kind type entry_kind,
    alter column gone type gone_reason;
  create or replace function hold_message_files() returns trigger language plpgsql as $$
  begin
    if new.type in (1, 2, 3, 4, 11) and new.kind = 'message' then
      insert into message_files (tenant_id, conversation_id, seq, file_id)
      select new.tenant_id, new.conversation_id, new.seq, f.file_id
      from unnest(referenced_file_ids(new.content::jsonb)) as w(file_id)
      cross join lateral (
        select f.file_id from files f where f.tenant_id = new.tenant_id and f.file_id = w.file_id limit 1
        for key share
      ) f;
    end if;
    return null;
  end $$;
  -- Each statement parses the condition of a trigger, so it is short. Texts have the type 0.
  create trigger hold_message_files after insert on entries for each row when (new.type > 0)
    execute function hold_message_files();
  alter domain entry_kind add check (value in ('message', 'system', 'recall', 'edit', 'reaction', 'member'));
  alter domain gone_reason add check (value in ('recalled', 'burnt', 'destroyed'));
`;
