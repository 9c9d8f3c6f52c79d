import { sql, type Kysely } from 'kysely';

/** Copies of their data that accounts have requested. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table data_exports (
      tenant_id integer not null,
      account_id integer not null,
      state text not null check (state in ('waiting', 'running', 'ready', 'failed')),
      requested_at bigint not null,
      attempts smallint not null default 0,
      -- The parts of the file that are written, and all of them.
      done integer not null default 0,
      total integer not null default 0,
      -- Random, because it suffices to fetch the file.
      file_id text,
      size_bytes bigint,
      -- When the file is deleted.
      expires_at bigint,
      primary key (tenant_id, account_id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`
    create index data_exports_open on data_exports (tenant_id, requested_at) where state in ('waiting', 'running')
  `.execute(db);
  await sql`create index data_exports_old on data_exports (tenant_id, expires_at)`.execute(db);
}
