import { sql, type Kysely } from 'kysely';

/**
 * A minor is an account with a proven age; unproven minors are shown to nobody. Changes of the age group are recorded.
 * Lists are not sorted by hidden activity.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index accounts_near, accounts_present, accounts_near_mutual, accounts_present_mutual;
    alter table accounts
      add column is_age_proven boolean not null default false,
      drop column is_minor;
    update accounts set is_age_proven = true where birth_date is not null;
    alter table accounts
      -- Null equals nothing: an unproven minor belongs to neither age group.
      add column is_minor boolean generated always as
        (case when age_status <> 2 then false when is_age_proven then true end) stored,
      -- The sort key of lists: the last activity, if it is visible.
      add column active_at bigint generated always as
        (case when is_presence_hidden then created_at else last_seen_at end) stored;

    create index accounts_near on accounts
      (tenant_id, university_id, is_minor, sex_code, is_finished, active_at, id) where is_listed and university_id is not null;
    create index accounts_present on accounts
      (tenant_id, is_minor, sex_code, is_finished, active_at, id) where is_listed and not is_presence_hidden;
    create index accounts_near_mutual on accounts
      (tenant_id, university_id, is_minor, sex_code, is_finished, sex_filter, active_at, id)
      where is_listed and university_id is not null;
    create index accounts_present_mutual on accounts
      (tenant_id, is_minor, sex_code, is_finished, sex_filter, active_at, id) where is_listed and not is_presence_hidden;

    create table age_moves (
      tenant_id integer not null,
      id bigint not null generated always as identity,
      account_id integer not null,
      from_status smallint not null,
      from_proven boolean not null,
      to_status smallint not null,
      to_proven boolean not null,
      cause text not null check (cause in ('word', 'operator', 'birth_date', 'birthday')),
      friends_across integer not null,
      chats_across integer not null,
      moved_at bigint not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    );
    create index age_moves_made on age_moves (tenant_id, moved_at);

    -- Blocks changes of the counted rows.
    lock table accounts in share row exclusive mode;
    delete from people_counts;
    insert into people_counts (tenant_id, university_id, age_status, sex_code, is_finished, sex_filter, amount)
      select tenant_id, university_id, age_status, sex_code, is_finished, sex_filter, count(*) from accounts
      where is_listed and university_id is not null and is_minor is not null group by 1, 2, 3, 4, 5, 6;
    create or replace function count_people() returns trigger language plpgsql as $$
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
    drop trigger accounts_counted on accounts;
    create trigger accounts_counted after insert or delete
      or update of university_id, sex, is_sex_stated, age_status, is_age_proven, photo_count, status, is_shadow_limited, sex_filter
      on accounts for each row execute function count_people();
  `.execute(db);
}
