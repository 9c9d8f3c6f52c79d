import { sql, type Kysely } from 'kysely';

/**
 * Recalled, burnt, edited and destroyed content stays readable to moderators for a time, and reports reference
 * messages.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Copy of a message from before its removal or from a report. No member-facing query reads it.
    create table evidence (
      tenant_id integer not null,
      id bigint not null generated always as identity,
      conversation_id bigint not null,
      seq integer not null,
      sender_id integer not null,
      alias text,
      type smallint not null,
      content text not null,
      reason text not null check (reason in ('recalled', 'burnt', 'destroyed', 'edited', 'reported')),
      sent_at bigint not null,
      kept_at bigint not null,
      remove_at bigint not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
    );
    create index evidence_conversation on evidence (tenant_id, conversation_id, id);
    create index evidence_sender on evidence (tenant_id, sender_id, id);
    create index evidence_due on evidence (tenant_id, remove_at);

    create table evidence_files (
      tenant_id integer not null,
      evidence_id bigint not null,
      file_id text not null,
      primary key (tenant_id, evidence_id, file_id),
      foreign key (tenant_id, evidence_id) references evidence (tenant_id, id) on delete cascade,
      foreign key (tenant_id, file_id) references files (tenant_id, file_id)
    );
    create index evidence_files_file on evidence_files (tenant_id, file_id);

    -- The evidence of a case: kept while the case is open and for some time after.
    create table case_evidence (
      tenant_id integer not null,
      report_id bigint not null,
      evidence_id bigint not null,
      primary key (tenant_id, report_id, evidence_id),
      foreign key (tenant_id, report_id) references reports (tenant_id, id) on delete cascade,
      foreign key (tenant_id, evidence_id) references evidence (tenant_id, id) on delete cascade
    );
    create index case_evidence_evidence on case_evidence (tenant_id, evidence_id);

    -- Files referenced only by evidence are not served: their blobs move to another folder.
    alter table files add column is_hidden boolean not null default false;
    alter table file_removals add column hides boolean not null default false;

    -- A report of an anonymous message is a separate row, hidden from its reporter: it would reveal the sender.
    alter table reports add column is_anonymous boolean not null default false;
    drop index reports_open;
    create unique index reports_open on reports (tenant_id, reporter_id, target_id, reason_id, is_anonymous)
      where state = 'open';
  `.execute(db);
}
