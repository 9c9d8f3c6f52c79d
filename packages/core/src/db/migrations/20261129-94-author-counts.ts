import { sql, type Kysely } from 'kysely';

/** Counts of authors of videos, which were counted for each request. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table video_author_counts (
      tenant_id integer not null,
      account_id integer not null,
      following integer not null,
      fans integer not null,
      likes integer not null,
      primary key (tenant_id, account_id),
      foreign key (tenant_id, account_id) references accounts (tenant_id, id) on delete cascade
    )
  `.execute(db);
  await sql`
    insert into video_author_counts (tenant_id, account_id, following, fans, likes)
    select tenant_id, account_id, sum(following), sum(fans), sum(likes) from (
      select tenant_id, account_id, 1 as following, 0 as fans, 0 as likes from video_follows
      union all select tenant_id, followed_id, 0, 1, 0 from video_follows
      union all select tenant_id, account_id, 0, 0, like_count from videos where like_count > 0
    ) c
    group by tenant_id, account_id
  `.execute(db);
}
