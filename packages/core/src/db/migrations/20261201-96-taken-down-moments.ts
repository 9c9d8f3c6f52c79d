import { sql, type Kysely } from 'kysely';

/** Moments, and comments on moments and videos, that staff have taken down: nobody sees them, until they are restored. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const statements = `
  alter table moments add column taken_down_at bigint;
  alter table moment_comments add column taken_down_at bigint;
  alter table video_comments add column taken_down_at bigint;
  create index moments_taken_down on moments (tenant_id, id) where taken_down_at is not null;
  create index video_comments_video on video_comments (tenant_id, video_id, id desc);
`;
