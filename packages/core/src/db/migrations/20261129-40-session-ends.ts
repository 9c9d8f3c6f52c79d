import { sql, type Kysely } from 'kysely';

/**
 * Records when sessions end, by the clock of the database, whoever ends them. A server with open sockets asks which
 * sessions ended since its last question, instead of asking about each of its sessions.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `
  create table session_ends (
    tenant_id integer not null references tenants,
    id bigint not null generated always as identity,
    session_id uuid not null,
    ended_at bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
    primary key (tenant_id, id)
  );
  create index session_ends_ended on session_ends (ended_at);

  create function note_session_end() returns trigger language plpgsql as $$
  begin
    insert into session_ends (tenant_id, session_id) values (old.tenant_id, old.id);
    return null;
  end $$;
  create trigger sessions_revoked_noted after update of revoked_at on sessions
    for each row when (old.revoked_at is null and new.revoked_at is not null) execute function note_session_end();
  create trigger sessions_deleted_noted after delete on sessions
    for each row when (old.revoked_at is null) execute function note_session_end();

  -- The sessions of an inactive account are not valid either.
  create function note_account_end() returns trigger language plpgsql as $$
  begin
    insert into session_ends (tenant_id, session_id)
    select s.tenant_id, s.id from sessions s
    where s.tenant_id = new.tenant_id and s.account_id = new.id and s.revoked_at is null;
    return null;
  end $$;
  create trigger accounts_ended_noted after update of status on accounts
    for each row when (old.status = 'active' and new.status <> 'active') execute function note_account_end();
`,
    )
    .execute(db);
}
