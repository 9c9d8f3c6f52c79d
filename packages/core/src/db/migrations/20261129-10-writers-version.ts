import { sql, type Kysely } from 'kysely';

/**
 * `conversations.writers_version`: the last transaction that changed who may write to a conversation, or how a
 * member's messages are stored. The batch writer remembers a decision under this version. Triggers raise it, so no
 * change can forget it.
 *
 * Only decisions to store a message are remembered, and only for members without a pending opening or a hidden sender.
 * So a change that merely permits more needs no trigger: new members, new friends, a lifted block or sanction.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

// The triggers name columns (`update of`), because the batch writer updates conversations and members for each message.
const statements = `
  alter table conversations add column writers_version bigint not null default 0;

  -- A transaction id never repeats, and one transaction raises the version of a conversation once, however many rows
  -- it changes.
  create function raise_writers_version(of_tenant integer, of_conversation bigint) returns void language plpgsql as $$
  begin
    update conversations set writers_version = pg_current_xact_id()::text::bigint
    where tenant_id = of_tenant and id = of_conversation
      and writers_version <> pg_current_xact_id()::text::bigint;
  end $$;

  create function raise_writers_version_of_pair(of_tenant integer, one integer, other integer)
  returns void language plpgsql as $$
  begin
    update conversations set writers_version = pg_current_xact_id()::text::bigint
    where tenant_id = of_tenant and low_id = least(one, other) and high_id = greatest(one, other)
      and writers_version <> pg_current_xact_id()::text::bigint;
  end $$;

  -- All conversations of an account, in the order of their ids, as every batch of messages locks them. The exclusive
  -- lock waits for conversations that are being created with the account, and delays others until this change is
  -- visible. Accounts share 64 locks, so that a group of thousands does not fill the lock table.
  create function raise_writers_version_of_account(of_tenant integer, of_account integer)
  returns void language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(-1, of_account % 64);
    update conversations c set writers_version = pg_current_xact_id()::text::bigint
    from (
      select c.id from members m
      join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
      where m.tenant_id = of_tenant and m.account_id = of_account
      order by c.id for no key update of c
    ) own
    where c.tenant_id = of_tenant and c.id = own.id and c.writers_version <> pg_current_xact_id()::text::bigint;
  end $$;

  create function note_new_member() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock_shared(-1, new.account_id % 64);
    return null;
  end $$;
  create trigger members_added after insert on members for each row execute function note_new_member();

  create function note_change_of_member() returns trigger language plpgsql as $$
  begin
    perform raise_writers_version(old.tenant_id, old.conversation_id);
    return null;
  end $$;
  create trigger members_changed after update of role, left_at, muted_until, alias on members for each row
    when ((old.role, old.left_at, old.muted_until, old.alias) is distinct from (new.role, new.left_at, new.muted_until, new.alias))
    execute function note_change_of_member();
  create trigger members_removed after delete on members for each row execute function note_change_of_member();

  create function note_change_of_conversation() returns trigger language plpgsql as $$
  begin
    perform raise_writers_version(old.tenant_id, old.id);
    return null;
  end $$;
  create trigger conversations_changed
    after update of is_muted_all, allows_anonymous, opener_id, answered_at on conversations for each row
    when ((old.is_muted_all, old.allows_anonymous, old.opener_id, old.answered_at)
      is distinct from (new.is_muted_all, new.allows_anonymous, new.opener_id, new.answered_at))
    execute function note_change_of_conversation();

  create function note_end_of_friendship() returns trigger language plpgsql as $$
  begin
    perform raise_writers_version_of_pair(old.tenant_id, old.account_id, old.friend_id);
    return null;
  end $$;
  create trigger friends_removed after delete on friends for each row execute function note_end_of_friendship();

  create function note_block() returns trigger language plpgsql as $$
  begin
    perform raise_writers_version_of_pair(new.tenant_id, new.account_id, new.blocked_id);
    return null;
  end $$;
  create trigger blocks_added after insert on blocks for each row execute function note_block();

  create function note_change_of_account() returns trigger language plpgsql as $$
  begin
    perform raise_writers_version_of_account(new.tenant_id, new.id);
    return null;
  end $$;
  create trigger accounts_changed
    after update of is_shadow_limited, age_status, is_age_proven on accounts for each row
    when ((old.is_shadow_limited, old.age_status, old.is_minor) is distinct from (new.is_shadow_limited, new.age_status, new.is_minor))
    execute function note_change_of_account();

  -- Also when the end of a sanction moves: an expired one is in force again.
  create function note_sanction() returns trigger language plpgsql as $$
  begin
    perform raise_writers_version_of_account(new.tenant_id, new.account_id);
    return null;
  end $$;
  create trigger sanctions_added after insert or update of until, ended_at on sanctions for each row
    when (new.kind = 'bucket' and new.ended_at is null)
    execute function note_sanction();
`;
