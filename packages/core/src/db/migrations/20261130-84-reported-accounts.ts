import { sql, type Kysely } from 'kysely';

/** The queue of reported accounts, which decision closed a report, and what only those who handle child safety see. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const statements = `
  alter table report_reasons add column is_child_safety boolean not null default false;
  alter table reports
    add column is_child_safety boolean not null default false,
    -- The line of the log of moderation that closed the case.
    add column decision_id bigint;
  create index reports_decision on reports (tenant_id, decision_id) where decision_id is not null;
  create index reports_open_of_target on reports (tenant_id, target_id, is_child_safety, id)
    where is_case and state = 'open';

  alter table sanctions add column is_child_safety boolean not null default false;
  alter table moderation_log add column is_child_safety boolean not null default false;
  update moderation_log set is_child_safety = true
  where what in ('photo refused for child safety', 'restricted photo opened');
  update moderation_log b set is_child_safety = true from moderation_log p
  where b.what = 'ban' and p.what = 'photo refused for child safety'
    and (p.tenant_id, p.account_id, p.done_by, p.why) = (b.tenant_id, b.account_id, b.done_by, b.why)
    and p.id > b.id and p.at - b.at < 60000;
  update sanctions s set is_child_safety = true from moderation_log b
  where b.is_child_safety and b.sanction_id = s.id and b.tenant_id = s.tenant_id;
  create index moderation_log_reports on moderation_log (tenant_id, account_id, id) where upload_id is null;

  -- The open cases about an account together, which follow from reports.
  create table reported_accounts (
    tenant_id integer not null,
    account_id integer not null,
    is_child_safety boolean not null,
    reports integer not null,
    weight double precision not null,
    oldest_at bigint not null,
    primary key (tenant_id, account_id, is_child_safety),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index reported_accounts_heaviest on reported_accounts (tenant_id, is_child_safety, weight, account_id);
  create index reported_accounts_oldest on reported_accounts (tenant_id, is_child_safety, oldest_at);
  insert into reported_accounts
  select tenant_id, target_id, false, count(*), round(sum(weight)::numeric, 2), min(created_at)
  from reports where is_case and state = 'open' group by tenant_id, target_id;
`;
