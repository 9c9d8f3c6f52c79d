import { sql, type Kysely } from 'kysely';
import type { Tables } from '@kith/core/db';

/** The version of the server in its usual form. */
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

/**
 * Commits a write without lasting effect, and reads it: proves that there is space and that the server is not a
 * standby.
 */
export async function writeAndRead(db: Kysely<Tables>): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    await sql`create temporary table kith_doctor on commit drop as select 'written' as word`.execute(tx);
    const { rows } = await sql<{ word: string }>`select word from kith_doctor`.execute(tx);
    return rows[0]?.word === 'written';
  });
}

/** The number of sessions that have not ended. */
export async function countSessions(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from sessions where revoked_at is null
  `.execute(db);
  return rows[0]?.n ?? 0;
}

/**
 * The number of conversations whose end differs from their newest entry, among the newest and a random sample, or all.
 */
export async function countBrokenStreams(
  db: Kysely<Tables>,
  sample: number | undefined,
): Promise<{ looked: number; broken: number }> {
  const half = sample === undefined ? null : Math.ceil(sample / 2);
  const { rows } = await sql<{ looked: number; broken: number }>`
    with picked as (
      (select tenant_id, id from conversations order by tenant_id desc, id desc limit ${half})
      union
      (select tenant_id, id from conversations
       where id >= (select floor(random() * coalesce(max(id), 0))::bigint from conversations)
       order by tenant_id, id limit ${half})
    )
    select count(*)::int as looked, (count(*) filter (where c.last_seq <> coalesce(e.seq, 0)))::int as broken
    from picked
    join conversations c using (tenant_id, id)
    left join lateral (
      select max(e.seq) as seq from entries e where e.tenant_id = c.tenant_id and e.conversation_id = c.id
    ) e on true
  `.execute(db);
  return rows[0] ?? { looked: 0, broken: 0 };
}

/** A stored file with its blob and its size. The size is unknown for pictures, which are re-encoded. */
export interface StoredBlob {
  readonly name: string;
  readonly key: string;
  readonly sizeBytes: number;
  readonly isPicture: boolean;
  readonly createdAt: number;
}

/** Files ordered by name, or the newest and a random sample. */
export async function selectStoredFiles(
  db: Kysely<Tables>,
  which: { after: string | undefined; limit: number } | { sample: number },
): Promise<StoredBlob[]> {
  const chosen =
    'sample' in which
      ? sql`
          (select * from files order by created_at desc limit ${Math.ceil(which.sample / 2)})
          union
          (select * from files where name >= (select md5(random()::text))
           order by name limit ${Math.ceil(which.sample / 2)})
        `
      : sql`
          select * from files where name > ${which.after ?? ''}
          order by name limit ${which.limit}
        `;
  const { rows } = await sql<StoredBlob>`
    select name, case when is_hidden then 'evidence/' else '' end || 'chat/' || name as key,
      size_bytes as "sizeBytes", family = 'image' as "isPicture", created_at as "createdAt"
    from (${chosen}) f order by name
  `.execute(db);
  return rows;
}

/** Identifies the database among all clusters; a copy in another cluster has another identity. */
export async function readIdentity(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ identity: string }>`
    select system_identifier || '/' || oid as identity
    from pg_control_system(), pg_database where datname = current_database()
  `.execute(db);
  return rows[0]?.identity ?? '';
}
