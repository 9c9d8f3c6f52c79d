import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type { Ctx } from '../kernel/index.js';

/** The kinds of stored files, in the order in which they are shown. */
export const STORED_KINDS = [
  'chat_files',
  'evidence',
  'moments',
  'photos',
  'old_photos',
  'videos',
  'avatars',
  'data_exports',
] as const;

/** How much of a kind is stored. */
export interface StoredSize {
  readonly kind: (typeof STORED_KINDS)[number];
  readonly amount: number;
  /** Null while some are not measured. */
  readonly bytes: number | null;
}

/** The sum of a column, or null while a row is not measured. */
const ifAllKnown = (column: string) =>
  sql`case when count(*) = count(${sql.ref(column)}) then sum(${sql.ref(column)})::bigint end`;

/**
 * Sums what each tenant stores of each kind: `chat_files` are files in chats, `evidence` those that only evidence references,
 * `old_photos` photos that no card shows. Reads all of these rows.
 */
export async function setStoredSizes(db: Kysely<Tables>, now: number): Promise<void> {
  await sql`
    with sized as (
      select f.tenant_id, case when f.is_hidden then 'evidence' else 'chat_files' end as kind, count(*) as amount,
        sum(f.size_bytes)::bigint as bytes
      from files f group by 1, 2
      union all
      select m.tenant_id, 'moments', count(*), sum(m.size_bytes)::bigint from moment_files m where m.state <> 'gone' group by 1
      union all
      select u.tenant_id, case when u.remove_at is null then 'photos' else 'old_photos' end, count(*), ${ifAllKnown('u.size_bytes')}
      from photo_uploads u group by 1, 2
      union all
      select v.tenant_id, 'videos', count(*), ${ifAllKnown('v.size_bytes')} from videos v group by 1
      union all
      select a.tenant_id, 'avatars', count(*), ${ifAllKnown('a.avatar_bytes')} from accounts a
      where a.avatar_name is not null group by 1
      union all
      select e.tenant_id, 'data_exports', count(*), sum(e.size_bytes)::bigint from data_exports e
      where e.file_id is not null group by 1
    )
    insert into stored_sizes (tenant_id, kind, amount, bytes, at)
    select t.id, k.kind, coalesce(s.amount, 0), s.bytes, ${now}
    from tenants t cross join unnest(${[...STORED_KINDS]}::text[]) as k (kind)
    left join sized s on s.tenant_id = t.id and s.kind = k.kind
    order by t.id, k.kind
    on conflict (tenant_id, kind) do update set amount = excluded.amount, bytes = excluded.bytes, at = excluded.at
  `.execute(db);
}

/** How much the tenant stores of each kind, and when it was summed; nothing before the first time. */
export async function selectStoredSizes(ctx: Ctx): Promise<(StoredSize & { at: number })[]> {
  const { rows } = await sql<StoredSize & { at: number }>`
    select s.kind, s.amount, s.bytes, s.at
    from unnest(${[...STORED_KINDS]}::text[]) with ordinality as k (kind, place)
    join stored_sizes s on s.tenant_id = ${ctx.tenant.id} and s.kind = k.kind and s.amount > 0
    order by k.place
  `.execute(ctx.db);
  return rows;
}
