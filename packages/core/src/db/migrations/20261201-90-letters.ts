import { sql, type Kysely } from 'kysely';

/**
 * Reasons of blocks and reports have texts by language, among them a letter, an order, an end and versions. A letter is what a
 * decision for a reason has told a person, in the words that the reason had then.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table report_reasons
      add column version integer not null default 1,
      add column sort integer not null default 0,
      add column is_offered boolean not null default true,
      add column texts jsonb not null default '{}',
      add column written_by text not null default 'kith',
      add column changed_at bigint not null default 0
  `.execute(db);
  await nameInitialReasons(db);
  await sql`
    create table letters (
      tenant_id integer not null,
      id bigint not null generated always as identity,
      account_id integer not null,
      reason_id integer not null,
      -- The line of the log of moderation that it tells of.
      decision_id bigint not null,
      texts jsonb not null,
      created_at bigint not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
      foreign key (tenant_id, reason_id) references report_reasons (tenant_id, id)
    )
  `.execute(db);
  await sql`create index letters_account on letters (tenant_id, account_id, id)`.execute(db);
  // Like the address, it is gone once the message is settled.
  await sql`
    alter table outgoing_messages
      add column letter text,
      add check (letter is null or state in ('waiting', 'sending'))
  `.execute(db);
}

/** The initial reasons in the other languages: the title of the row is that of documents, in traditional Chinese. */
async function nameInitialReasons(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function name_initial_reasons(tenant integer) returns void language sql as $$
      update report_reasons r set texts = jsonb_build_object(
        'en', jsonb_build_object('title', t.en, 'description', '', 'letter', ''),
        'zh-Hans', jsonb_build_object('title', t.hans, 'description', '', 'letter', '')
      )
      from (values
        (10, 'I do not want to see this person', '不想看到这个人'),
        (11, 'Offensive photos or words', '照片或文字不当'),
        (12, 'Fraud or advertising', '诈骗或广告'),
        (13, 'Not a real person', '冒充身份'),
        (14, 'Something else', '其他')
      ) t (id, en, hans)
      where r.tenant_id = tenant and r.id = t.id
    $$
  `.execute(db);
  await sql`
    create or replace function begin_tenant_reasons() returns trigger language plpgsql as $$
    begin
      perform begin_report_reasons(new.id);
      perform name_initial_reasons(new.id);
      return null;
    end $$
  `.execute(db);
  await sql`select name_initial_reasons(id) from tenants`.execute(db);
}
