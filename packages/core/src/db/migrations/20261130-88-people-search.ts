import { sql, type Kysely } from 'kysely';

/** Finding accounts by the beginning of a name, and by a device; the notes of staff about an account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index accounts_nickname_prefix on accounts (tenant_id, folded_nickname text_pattern_ops)
  `.execute(db);
  await sql`
    create index accounts_username_prefix on accounts (tenant_id, folded_username text_pattern_ops)
  `.execute(db);
  await sql`
    create index accounts_client on accounts (tenant_id, client_id, id) where client_id <> ''
  `.execute(db);
  await sql`
    create table account_notes (
      tenant_id integer not null,
      id bigint not null generated always as identity,
      account_id integer not null,
      written_by text not null,
      text text not null,
      created_at bigint not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`create index account_notes_of on account_notes (tenant_id, account_id, id)`.execute(db);
}
