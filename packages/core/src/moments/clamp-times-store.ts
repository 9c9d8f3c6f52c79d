import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';

/**
 * Clamps future times of the oldest such moments to now; returns how many. Times never decrease within a tenant, so
 * the moments stay in order.
 */
export async function updateFutureMomentTimes(
  db: Kysely<Tables>,
  now: number,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update moments m set posted_at = ${now}
    from (
      select tenant_id, id from moments where posted_at > ${now} order by tenant_id, id limit ${limit} for no key update
    ) as late
    where m.tenant_id = late.tenant_id and m.id = late.id
  `.execute(db);
  return Number(numAffectedRows);
}
