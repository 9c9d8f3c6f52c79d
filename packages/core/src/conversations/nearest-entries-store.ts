import { sql, type RawBuilder } from 'kysely';
import { bounds, type ConversationId, type Ctx } from '../kernel/index.js';

/** A search through a part of a stream, for the entries nearest to one of its ends. */
interface StreamSearch {
  readonly of: ConversationId;
  /** The part: numbers after `after`, up to `upTo`. */
  readonly after: RawBuilder<number>;
  readonly upTo: RawBuilder<number>;
  readonly from: 'oldest' | 'newest';
  /** The wanted entries, as a condition on rows `e`. */
  readonly isWanted: RawBuilder<unknown>;
  readonly amount: number;
}

/**
 * Tables for `with recursive …`. The last one, `found (seqs)`, has one row: the numbers of the first `amount` wanted
 * entries, nearest first.
 *
 * `order by seq limit …` would be shorter, but its cost depends on the planner: if it takes the conversation for a
 * small one, it reads and sorts all of it. Numbers have no gaps, so a block is a range of the key with a known size, and
 * every plan reads a few blocks.
 */
export function nearestEntries(
  { tenant }: Ctx,
  { of, after, upTo, from, isWanted, amount }: StreamSearch,
): RawBuilder<unknown> {
  const isDown = from === 'newest';
  const rest = isDown ? sql`b.low, b.high - b.size` : sql`b.low + b.size, b.high`;
  const range = isDown
    ? sql`e.seq > greatest(b.low, b.high - b.size) and e.seq <= b.high`
    : sql`e.seq > b.low and e.seq <= least(b.high, b.low + b.size)`;
  return sql`
    block (low, high, size, seqs) as (
      select ${after}::int, ${upTo}::int, ${sql.lit(bounds.list.firstBlock)}::int, '{}'::int[]
      union all
      select ${rest}, least(b.size * 2, ${sql.lit(bounds.list.largestBlock)}), b.seqs || array(
        select e.seq from entries e
        where e.tenant_id = ${tenant.id} and e.conversation_id = ${of} and ${range} and ${isWanted}
        order by e.seq ${isDown ? sql`desc` : sql``} limit ${amount}::int - cardinality(b.seqs)
      )
      from block b where b.low < b.high and cardinality(b.seqs) < ${amount}::int
    ),
    found as (select seqs from block order by high - low limit 1)`;
}
