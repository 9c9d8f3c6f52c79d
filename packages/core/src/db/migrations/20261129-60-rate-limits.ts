import { sql, type Kysely } from 'kysely';

/**
 * The counts of rate limits that several nodes without Redis share. Unlogged: they cost no write-ahead log, and may be
 * lost in a crash. The library that counts defines the columns and their order.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create unlogged table rate_limits (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    ) with (fillfactor = 50)
  `.execute(db);
}
