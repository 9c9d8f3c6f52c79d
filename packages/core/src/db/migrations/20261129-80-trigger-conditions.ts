import { sql, type Kysely } from 'kysely';

/**
 * Triggers without conditions on the tables that a message changes. Each statement copies the conditions of all triggers
 * of a table, also of those that it does not fire. These fire seldom, so their functions compare the columns.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const statements = `
  create or replace function note_change_of_member() returns trigger language plpgsql as $$
  begin
    if tg_op = 'DELETE' then
      perform raise_writers_version(old.tenant_id, old.conversation_id);
    elsif (old.role, old.left_at, old.muted_until, old.alias) is distinct from (new.role, new.left_at, new.muted_until, new.alias) then
      perform raise_writers_version(old.tenant_id, old.conversation_id);
    end if;
    return null;
  end $$;
  drop trigger members_changed on members;
  create trigger members_changed after update of role, left_at, muted_until, alias on members for each row
    execute function note_change_of_member();

  create or replace function note_change_of_conversation() returns trigger language plpgsql as $$
  begin
    if (old.is_muted_all, old.allows_anonymous, old.opener_id, old.answered_at)
      is distinct from (new.is_muted_all, new.allows_anonymous, new.opener_id, new.answered_at)
    then
      perform raise_writers_version(old.tenant_id, old.id);
    end if;
    return null;
  end $$;
  drop trigger conversations_changed on conversations;
  create trigger conversations_changed
    after update of is_muted_all, allows_anonymous, opener_id, answered_at on conversations for each row
    execute function note_change_of_conversation();

  drop trigger conversations_paired on conversations;
  drop function refuse_pair();
  create function check_pair() returns trigger language plpgsql as $$
  begin
    if (new.kind = 'single') <> (new.low_id is not null and new.high_id is not null) or new.low_id >= new.high_id then
      raise check_violation using message = 'A single conversation has two members, in the order of their ids.',
        constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
    end if;
    return null;
  end $$;
  create trigger conversations_paired after insert or update of kind, low_id, high_id on conversations for each row
    execute function check_pair();
`;
