import { sql, type Kysely } from 'kysely';

/** What each decision has done, so that its undo takes back just that: its change of a sanction, and its refused picture. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const statements = `
  -- The line of a sanction's change that this one takes back.
  alter table moderation_log add column undoes bigint;
  update moderation_log d set sanction_id = (
    select b.sanction_id from moderation_log b
    where b.tenant_id = d.tenant_id and b.account_id = d.account_id and b.id < d.id and b.what = 'ban'
      and b.done_by = d.done_by and b.why = d.why and d.at - b.at < 60000
    order by b.id desc limit 1
  )
  where d.what = 'photo refused for child safety' and d.sanction_id is null;

  alter table refused_images add column upload_id bigint not null default 0;
  alter table refused_images alter column upload_id drop default;
  alter table refused_images drop constraint refused_images_pkey;
  alter table refused_images add primary key (tenant_id, hash, upload_id);
`;
