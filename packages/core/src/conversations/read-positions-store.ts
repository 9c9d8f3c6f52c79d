import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, TenantId } from '../kernel/index.js';
import { isWithheld } from './conditions-store.js';
import { headColumns, readCount, readSeq, type HeadRow } from './store.js';

/** A read position that a member reports. */
export interface ReportedRead {
  readonly tenantId: TenantId;
  readonly accountId: AccountId;
  /** A UUID. */
  readonly listId: string;
  readonly seq: number;
}

/** A report of a member who may read the conversation, by its index. */
interface ReadRow extends HeadRow {
  readonly idx: number;
  readonly isShadowed: boolean;
  /** Another transaction holds the member's row, so the position was not written. */
  readonly isBusy: boolean;
  /** The position after the write, and when that entry was sent; null if the report changed nothing. */
  readonly seq: number | null;
  readonly sentAt: number | null;
}

/**
 * Advances the read positions of many members of all tenants, none back. Members who have left, may not see the other
 * participant, or have only withheld messages are missing in the result. Skips locked rows, so that this statement
 * never waits for a lock: it holds many, in no order.
 */
export async function updateReads(
  db: Kysely<Tables>,
  reads: readonly ReportedRead[],
  now: number,
): Promise<ReadRow[]> {
  const other = sql`case when c.low_id = m.account_id then c.high_id else c.low_id end`;
  const { rows } = await sql<ReadRow>`
    with asked as materialized (
      select * from unnest(
        ${reads.map(({ tenantId }) => tenantId)}::int[], ${reads.map(({ accountId }) => accountId)}::int[],
        ${reads.map(({ listId }) => listId)}::uuid[], ${reads.map(({ seq }) => seq)}::int[]
      ) with ordinality as t(tenant_id, account_id, list_id, seq, place)
    ),
    target as materialized (
      select a.place, m.tenant_id, m.account_id, m.conversation_id, greatest(${readSeq}, e.seq) as seq,
        greatest(${readCount}, e.ordinal) as ordinal, ${readSeq} < e.seq or m.is_marked_unread as is_due
      from asked a
      join conversations c on c.tenant_id = a.tenant_id and c.list_id = a.list_id
      join members m on m.tenant_id = a.tenant_id and m.account_id = a.account_id and m.conversation_id = c.id
      join entries e on e.tenant_id = c.tenant_id and e.conversation_id = c.id and e.seq = least(a.seq, c.last_seq)
      where m.left_at is null and not ${isWithheld(sql`${now}`)}
        and (c.kind <> 'single' or may_meet(c.tenant_id, m.account_id, ${other}))
    ),
    locked as materialized (
      select m.tenant_id, m.account_id, m.conversation_id, t.place, t.seq, t.ordinal
      from target t
      join members m on m.tenant_id = t.tenant_id and m.account_id = t.account_id and m.conversation_id = t.conversation_id
      where t.is_due
      for no key update of m skip locked
    ),
    moved as (
      update members m
      set read_seq = greatest(m.read_seq, l.seq), read_count = greatest(m.read_count, l.ordinal), is_marked_unread = false
      from locked l
      where m.tenant_id = l.tenant_id and m.account_id = l.account_id and m.conversation_id = l.conversation_id
      returning l.place, m.tenant_id, m.conversation_id, m.read_seq
    )
    select t.place::int - 1 as idx, ${headColumns}, t.is_due and v.place is null as "isBusy", v.read_seq as seq,
      e.sent_at as "sentAt", (c.kind = 'single' and s.is_shadow_limited) as "isShadowed"
    from target t
    join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
    join accounts s on s.tenant_id = t.tenant_id and s.id = t.account_id
    left join moved v on v.place = t.place
    left join entries e on e.tenant_id = v.tenant_id and e.conversation_id = v.conversation_id and e.seq = v.read_seq
    order by t.place
  `.execute(db);
  return rows;
}
