import { sql, type Kysely } from 'kysely';

/** Whom lists show and who is not seen, verified birth dates, and what is found to be swept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table accounts
      add column birth_date date,
      add column is_browsing_hidden boolean not null default false;

    -- Whom somebody looks for is a kind of people too, where tenants want both to look for each other.
    create index accounts_near_mutual on accounts
      (tenant_id, university_id, is_minor, sex_code, is_finished, sex_filter, last_seen_at, id)
      where is_listed and university_id is not null;
    create index accounts_present_mutual on accounts
      (tenant_id, is_minor, sex_code, is_finished, sex_filter, last_seen_at, id) where is_listed and not is_presence_hidden;
    create index accounts_coming_of_age on accounts (tenant_id, birth_date) where birth_date is not null and age_status = 2;

    -- Old rows are swept; none of these columns ever changes while a session is used.
    create index sessions_made on sessions (tenant_id, created_at);
    create index codes_made on codes (tenant_id, created_at);

    -- Nobody is to change what is being counted.
    lock table accounts in share row exclusive mode;
    delete from people_counts;
    alter table people_counts
      drop constraint people_counts_pkey,
      add column sex_filter text not null,
      add primary key (tenant_id, university_id, age_status, sex_code, is_finished, sex_filter);
    insert into people_counts (tenant_id, university_id, age_status, sex_code, is_finished, sex_filter, amount)
      select tenant_id, university_id, age_status, sex_code, is_finished, sex_filter, count(*) from accounts
      where is_listed and university_id is not null group by 1, 2, 3, 4, 5, 6;
    create or replace function count_people() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' and old.is_listed and old.university_id is not null then
        update people_counts set amount = amount - 1
        where tenant_id = old.tenant_id and university_id = old.university_id and age_status = old.age_status
          and sex_code = old.sex_code and is_finished = old.is_finished and sex_filter = old.sex_filter;
      end if;
      if tg_op <> 'DELETE' and new.is_listed and new.university_id is not null then
        insert into people_counts as p (tenant_id, university_id, age_status, sex_code, is_finished, sex_filter, amount)
        values (new.tenant_id, new.university_id, new.age_status, new.sex_code, new.is_finished, new.sex_filter, 1)
        on conflict (tenant_id, university_id, age_status, sex_code, is_finished, sex_filter)
          do update set amount = p.amount + 1;
      end if;
      return null;
    end $$;
    drop trigger accounts_counted on accounts;
    create trigger accounts_counted after insert or delete
      or update of university_id, sex, is_sex_stated, age_status, photo_count, status, is_shadow_limited, sex_filter
      on accounts for each row execute function count_people();
  `.execute(db);
}
