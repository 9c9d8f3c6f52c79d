import { sql, type Kysely } from 'kysely';

/** The last run of each background job, whichever node has made it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table job_runs (
      job text primary key,
      started_at bigint not null,
      duration_ms integer not null,
      every_ms integer not null,
      runs bigint not null,
      failures bigint not null,
      failed_at bigint,
      error text
    )
  `.execute(db);
}
