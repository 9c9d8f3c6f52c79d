import { sql, type Transaction } from 'kysely';
import type { Tables } from '../db/index.js';

/**
 * Clamps future times to now: of at most `most` conversations, the oldest `entries` future entries each. Times never
 * decrease within a conversation, so these entries are its tail and stay in order. A conversation's own time changes
 * once its whole tail has; until then, new entries get the old one. Returns the number of conversations examined.
 * Blocks new entries until the transaction ends.
 */
export async function updateFutureConversationTimes(
  tx: Transaction<Tables>,
  now: number,
  { most, entries }: { most: number; entries: number },
): Promise<number> {
  const { rows } = await sql<{ tenant_id: number; id: string }>`
    select tenant_id, id::text from conversations where last_sent_at > ${now}
    order by tenant_id, id limit ${most} for no key update
  `.execute(tx);
  if (rows.length === 0) return 0;
  // A separate statement, so that it sees entries added before the lock.
  await sql`
    with late as (
      select c.tenant_id, c.id, last_seq_before(c.tenant_id, c.id, c.last_seq, ${now + 1}::bigint) as before, c.last_seq
      from unnest(${rows.map((row) => row.tenant_id)}::int[], ${rows.map((row) => row.id)}::bigint[]) as locked(tenant_id, id)
      join conversations c on c.tenant_id = locked.tenant_id and c.id = locked.id
    ),
    moved as (
      update entries e set sent_at = ${now} from late
      where e.tenant_id = late.tenant_id and e.conversation_id = late.id
        and e.seq > late.before and e.seq <= late.before + ${entries}::int
    )
    update conversations c set last_sent_at = ${now} from late
    where c.tenant_id = late.tenant_id and c.id = late.id and late.last_seq <= late.before + ${entries}::int
  `.execute(tx);
  return rows.length;
}
