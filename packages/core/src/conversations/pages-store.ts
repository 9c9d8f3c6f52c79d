import { sql } from 'kysely';
import type { MemberCtx } from '../kernel/index.js';
import { isFromStranger, isHidden } from './conditions-store.js';
import { isInList, ownConversations } from './list-store.js';

/**
 * `friends`: conversations with friends and those that the caller opened; `strangers`: unanswered ones from strangers;
 * or all.
 */
export type ListFilter = 'friends' | 'strangers' | 'all';

/** A page by its number, or the rows after a time (milliseconds) and, for the same time, after an id. */
export type PageOfConversations = { readonly box: ListFilter; readonly perPage: number } & (
  | { readonly page: number }
  | { readonly before: number; readonly beforeId?: number | undefined }
);

const HOUR_MS = 3600 * 1000;

/**
 * The ids of a page and of one more row, and the total of the box. Pinned rows come first; a page after a time has
 * none.
 */
export async function selectPageOfConversations(
  ctx: MemberCtx,
  page: PageOfConversations,
): Promise<{ picked: { id: string; isTop: boolean }[]; total: number }> {
  const box = { friends: sql`not is_stranger`, strangers: sql`is_stranger`, all: sql`true` }[page.box];
  const isBehind =
    'page' in page
      ? sql`true`
      : sql`not is_top and (ts, id) < (${page.before}::bigint, ${page.beforeId ?? 0}::bigint)`;
  const offset = 'page' in page ? (page.page - 1) * page.perPage : 0;
  const topSince = ctx.now() - ctx.tenant.settings.superWaveTopHours * HOUR_MS;
  const { rows } = await sql<{ id: string | null; isTop: boolean; total: number }>`
    with boxed as materialized (
      select * from (
        select c.id, c.last_sent_at as ts, coalesce(${isFromStranger}, false) as is_stranger,
          m.pinned_at is not null or coalesce(${isFromStranger} and c.wave = 2 and c.opened_at > ${topSince}, false) as is_top
        from ${ownConversations(ctx)}
        where c.last_seq > 0 and not ${isHidden(ctx, 'many')} and ${isInList}
      ) as mine where ${box}
    )
    select p.id::text as id, p.is_top as "isTop", t.total from (select count(*)::int as total from boxed) as t
    left join lateral (
      select id, ts, is_top from boxed where ${isBehind}
      order by is_top desc, ts desc, id desc limit ${page.perPage + 1} offset ${offset}
    ) as p on true
    order by p.is_top desc, p.ts desc, p.id desc
  `.execute(ctx.db);
  return {
    picked: rows.flatMap(({ id, isTop }) => (id === null ? [] : [{ id, isTop }])),
    total: rows[0]?.total ?? 0,
  };
}
