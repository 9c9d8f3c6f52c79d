import { sql, type Kysely } from 'kysely';

/** Mails and text messages are stored with the change that they belong to, and sent afterwards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outgoing_messages (
      tenant_id integer not null references tenants,
      id bigint not null generated always as identity,
      channel text not null check (channel in ('mail', 'sms')),
      purpose text not null,
      account_id integer,
      address text,
      code text,
      masked_address text not null,
      locale text not null,
      state text not null
        check (state in ('void', 'waiting', 'sending', 'sent', 'refused', 'failed', 'unclear', 'expired')),
      attempts smallint not null default 0,
      due_at bigint not null,
      expires_at bigint not null,
      created_at bigint not null,
      changed_at bigint not null,
      answer text not null default '',
      primary key (tenant_id, id),
      -- A settled message holds nothing that a reader of the database could use.
      check (state in ('waiting', 'sending') or (address is null and code is null))
    )
  `.execute(db);
  await sql`
    create index outgoing_messages_open on outgoing_messages (channel, due_at) where state in ('waiting', 'sending')
  `.execute(db);
  await sql`create index outgoing_messages_made on outgoing_messages (tenant_id, created_at)`.execute(db);
  await sql`create index outgoing_messages_account on outgoing_messages (tenant_id, account_id)`.execute(db);
}
