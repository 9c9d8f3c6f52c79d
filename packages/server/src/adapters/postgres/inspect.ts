import { sql, type Kysely } from 'kysely';
import type { Tables } from '@kith/core/db';

/** The version of the server, as people say it. */
export async function readVersion(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ server_version: string }>`show server_version`.execute(db);
  return rows[0]?.server_version ?? '';
}

/** How far the database's clock is ahead of ours, in milliseconds. */
export async function measureClockLead(db: Kysely<Tables>, now: () => number): Promise<number> {
  const before = now();
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms
  `.execute(db);
  return (rows[0]?.ms ?? 0) - (before + now()) / 2;
}

/** Commits a write that leaves nothing behind, and reads it: proves that there is room and that it is no standby. */
export async function writeAndRead(db: Kysely<Tables>): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await sql`create temporary table kith_doctor on commit drop as select 'written' as word`.execute(tx);
    const { rows } = await sql<{ word: string }>`select word from kith_doctor`.execute(tx);
    return rows[0]?.word === 'written';
  });
}
