import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, TenantId } from '../kernel/index.js';
import { isWithheld } from './conditions-store.js';
import { bytesBefore, pagedColumns, toPage, type PagedEntry } from './entries-store.js';
import { shownContentFor } from './entry-rows-store.js';
import type { ConversationHead, Entry } from './event-types.js';
import { headColumns, type HeadRow } from './store.js';
import type { Membership } from './types.js';

/** A position in a conversation that a client of a member knows. */
export interface KnownPosition {
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  /** A UUID. */
  readonly listId: string;
  readonly seq: number;
}

/** A known position that is not the newest one, by its index. */
interface StalePosition
  extends HeadRow, Pick<Membership, 'isHidden' | 'withheldAfter' | 'lastSeq' | 'clearedSeq'> {
  readonly idx: number;
}

/** Of positions that clients of many members know, those in the members' conversations that differ from the end. */
export async function selectStalePositions(
  db: Kysely<Tables>,
  known: readonly KnownPosition[],
  now: number,
): Promise<StalePosition[]> {
  const other = sql`case when c.low_id = m.account_id then c.high_id else c.low_id end`;
  const { rows } = await sql<StalePosition>`
    select a.place::int - 1 as idx, ${headColumns}, c.last_seq as "lastSeq", m.cleared_seq as "clearedSeq",
      (c.kind = 'single' and not may_meet(c.tenant_id, m.account_id, ${other})) as "isHidden",
      case when ${isWithheld(sql`${now}`)} then c.opened_seq end as "withheldAfter"
    from unnest(
      ${known.map(({ tenantId }) => tenantId)}::int[], ${known.map(({ accountId }) => accountId)}::int[],
      ${known.map(({ listId }) => listId)}::uuid[], ${known.map(({ seq }) => seq)}::int[]
    ) with ordinality as a(tenant_id, account_id, list_id, seq, place)
    join conversations c on c.tenant_id = a.tenant_id and c.list_id = a.list_id
    join members m on m.tenant_id = a.tenant_id and m.account_id = a.account_id and m.conversation_id = c.id
    where m.left_at is null and c.last_seq <> a.seq
  `.execute(db);
  return rows;
}

/** Entries of one conversation that a member's client lacks. */
export interface Lag {
  readonly accountId: AccountId;
  readonly conversation: ConversationHead;
  readonly after: number;
  readonly clearedSeq: number;
  readonly withheldAfter: number | null;
}

/** For each lag, the first entries after its position, as its member may see them. Entries have no gaps. */
export async function selectLaggingEntries(
  db: Kysely<Tables>,
  lags: readonly Lag[],
  limit: number,
): Promise<{ entries: Entry[]; hasMore: boolean }[]> {
  const content = shownContentFor({ tenantId: sql`w.tenant_id`, id: sql`w.account_id` });
  const { rows } = await sql<PagedEntry & { idx: number }>`
    select w.place::int - 1 as idx, ${pagedColumns(content, { id: sql`w.account_id`, clearedSeq: sql`w.cleared_seq` })}
    from unnest(
      ${lags.map(({ conversation }) => conversation.tenantId)}::int[], ${lags.map(({ accountId }) => accountId)}::int[],
      ${lags.map(({ conversation }) => conversation.id)}::bigint[], ${lags.map(({ after }) => after)}::int[],
      ${lags.map(({ clearedSeq }) => clearedSeq)}::int[]
    ) with ordinality as w(tenant_id, account_id, conversation_id, after, cleared_seq, place)
    cross join lateral (
      select e.*, ${bytesBefore(sql`e.seq`)} as bytes_before from (
        select * from entries e
        where e.tenant_id = w.tenant_id and e.conversation_id = w.conversation_id
          and e.seq > w.after and e.seq <= w.after + ${limit + 1}
      ) e
    ) e
    order by w.place, e.seq
  `.execute(db);
  const pages: PagedEntry[][] = lags.map(() => []);
  for (const { idx, ...row } of rows) pages[idx]?.push(row);
  return lags.map((lag, i) => toPage({ actor: lag.accountId }, pages[i] ?? [], limit, lag));
}
