/** Intros, their viewers, and the numbers of people per school. */
export const discovery = `
  -- Number of people per school, for each kind that lists can select.
  create table people_counts (
    tenant_id integer not null,
    university_id integer not null,
    age_status smallint not null,
    sex_code text not null,
    is_finished boolean not null,
    sex_filter text not null,
    amount integer not null,
    primary key (tenant_id, university_id, age_status, sex_code, is_finished, sex_filter),
    foreign key (tenant_id, university_id) references universities (tenant_id, id) on delete cascade
  );

  create function count_people() returns trigger language plpgsql as $$
  begin
    if tg_op <> 'INSERT' and old.is_listed and old.university_id is not null and old.is_minor is not null then
      update people_counts set amount = amount - 1
      where tenant_id = old.tenant_id and university_id = old.university_id and age_status = old.age_status
        and sex_code = old.sex_code and is_finished = old.is_finished and sex_filter = old.sex_filter;
    end if;
    if tg_op <> 'DELETE' and new.is_listed and new.university_id is not null and new.is_minor is not null then
      insert into people_counts as p (tenant_id, university_id, age_status, sex_code, is_finished, sex_filter, amount)
      values (new.tenant_id, new.university_id, new.age_status, new.sex_code, new.is_finished, new.sex_filter, 1)
      on conflict (tenant_id, university_id, age_status, sex_code, is_finished, sex_filter)
        do update set amount = p.amount + 1;
    end if;
    return null;
  end $$;
  create trigger accounts_counted after insert or delete
    or update of university_id, sex, is_sex_stated, age_status, is_age_proven, photo_count, status, is_shadow_limited, sex_filter
    on accounts for each row execute function count_people();

  create table intros (
    tenant_id integer not null,
    account_id integer not null,
    adj_code text not null,
    animal_code text not null,
    background_code text not null,
    foreground_code text not null,
    tags text[] not null,
    topic_ids integer[] not null,
    relation_ids integer[] not null,
    love_ids integer[] not null,
    actor_ids integer[] not null,
    private_blocks text[] not null,
    accepts_chats boolean not null,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  -- One row per intro and viewer, so that viewers of a popular profile do not wait for each other.
  create table intro_views (
    tenant_id integer not null,
    account_id integer not null,
    viewer_id integer not null,
    viewed_at bigint not null,
    counted_on date not null,
    counted smallint not null,
    primary key (tenant_id, account_id, viewer_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, viewer_id) references accounts (tenant_id, id) on delete cascade
  );
  create index intro_views_newest on intro_views (tenant_id, account_id, viewed_at, viewer_id);

  -- Clicks on an intro, in several rows: simultaneous viewers rarely share one.
  create table intro_clicks (
    tenant_id integer not null,
    account_id integer not null,
    part smallint not null,
    amount bigint not null,
    primary key (tenant_id, account_id, part),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );

  -- The count at the owner's last reset. Later commits count after it.
  create table intro_click_marks (
    tenant_id integer not null,
    account_id integer not null,
    amount bigint not null,
    primary key (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
  );
`;
