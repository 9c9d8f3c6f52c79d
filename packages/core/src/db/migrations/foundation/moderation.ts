/** Report reasons, reports, sanctions, and the audit log of decisions. */
export const moderation = `
  create table report_reasons (
    tenant_id integer not null references tenants (id) on delete cascade,
    id integer not null,
    kind text not null check (kind in ('ban', 'report')),
    tag text not null,
    needs_text boolean not null default false,
    title text not null,
    description text not null,
    primary key (tenant_id, id)
  );

  -- The initial reasons of every tenant; a tenant's own reasons have ids from 100.
  create function begin_report_reasons(tenant integer) returns void language sql as $$
    insert into report_reasons (tenant_id, id, kind, tag, needs_text, title, description)
    select tenant, r.* from (values
      (10, 'ban', 'block_user', false, '封鎖這個用戶', '封鎖後你們將無法再看見彼此與對話'),
      (11, 'report', 'info', false, '不雅的照片或自介', '您的意見回饋能幫助我們瞭解是否出現不適當的內容'),
      (12, 'report', 'scam', false, '疑似詐騙集團', '您的意見回饋能幫助我們瞭解是否出現不適當的內容'),
      (13, 'report', 'fake', false, '假冒他人資料', '您的意見回饋能幫助我們瞭解是否出現不適當的內容'),
      (14, 'report', 'other_info', true, '其他', '告訴我們他做了什麼?')
    ) as r
  $$;

  create function begin_tenant_reasons() returns trigger language plpgsql as $$
  begin
    perform begin_report_reasons(new.id);
    return null;
  end $$;
  create trigger tenants_reasons after insert on tenants for each row execute function begin_tenant_reasons();
  select begin_report_reasons(id) from tenants;

  -- Reports about an account: the reason of a block, a case for moderators, or both.
  create table reports (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    reporter_id integer not null,
    target_id integer not null,
    reason_id integer not null,
    text text not null,
    is_case boolean not null,
    -- lifted: the reason of a removed block.
    state text not null default 'open' check (state in ('open', 'upheld', 'dismissed', 'lifted')),
    weight real not null default 0,
    snapshot jsonb,
    -- A report of an anonymous message is a separate row, hidden from its reporter: it would reveal the sender.
    is_anonymous boolean not null default false,
    -- The reporter's network while the report counts: many accounts of one network are one source.
    network cidr,
    created_at bigint not null,
    judged_at bigint,
    primary key (tenant_id, id),
    check (reporter_id <> target_id),
    foreign key (tenant_id, reporter_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, target_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, reason_id) references report_reasons (tenant_id, id)
  );
  create unique index reports_open on reports (tenant_id, reporter_id, target_id, reason_id, is_anonymous)
    where state = 'open';
  create index reports_pair on reports (tenant_id, reporter_id, target_id, id);
  create index reports_target on reports (tenant_id, target_id, created_at) where is_case;
  create index reports_queue on reports (tenant_id, id) where is_case and state = 'open';

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

  create table sanctions (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    account_id integer not null,
    kind text not null check (kind in ('limit', 'bucket', 'ban')),
    report_id bigint,
    -- Null for a sanction without an end, which a moderator must lift.
    until bigint,
    created_at bigint not null,
    ended_at bigint,
    -- For a ban: the status to restore; null if the account was already disabled.
    status_before text,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, report_id) references reports (tenant_id, id)
  );
  -- Small in any case: storing a message looks up its sender here.
  create unique index sanctions_in_force on sanctions (tenant_id, account_id, kind) where ended_at is null;
  create index sanctions_account on sanctions (tenant_id, account_id, ended_at);
  create index sanctions_due on sanctions (until) where ended_at is null;
  create index sanctions_report on sanctions (tenant_id, report_id) where report_id is not null;

  -- Audit log of moderation; append-only.
  create table moderation_log (
    tenant_id integer not null,
    id bigint not null generated always as identity,
    at bigint not null,
    done_by text not null,
    what text not null,
    until bigint,
    account_id integer not null,
    report_id bigint,
    sanction_id bigint,
    why text not null,
    upload_id bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
  create index moderation_log_account on moderation_log (tenant_id, account_id, id);
`;
