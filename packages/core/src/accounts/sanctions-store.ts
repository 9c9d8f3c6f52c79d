import { sql, type RawBuilder } from 'kysely';
import type { MemberCtx } from '../kernel/index.js';

/** Whether a row of `sanctions` with this alias is in force at a time (milliseconds), as an SQL condition. */
export function isInForce(alias: string, now: RawBuilder<unknown>): RawBuilder<boolean> {
  const [endedAt, until] = [sql.ref(`${alias}.ended_at`), sql.ref(`${alias}.until`)];
  return sql<boolean>`(${endedAt} is null and (${until} is null or ${until} > ${now}))`;
}

/** Whether moderation forbids an account to write at a time (milliseconds), as an SQL condition. */
export function isSilenced(
  tenantId: RawBuilder<unknown>,
  accountId: RawBuilder<unknown>,
  now: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from sanctions k
    where k.tenant_id = ${tenantId} and k.account_id = ${accountId} and k.kind = 'bucket' and ${isInForce('k', now)}
  )`;
}

/** Whether moderation forbids the caller to write. */
export async function selectIsSilenced(ctx: MemberCtx): Promise<boolean> {
  const { rows } = await sql<{ isSilenced: boolean }>`
    select ${isSilenced(sql`${ctx.tenant.id}`, sql`${ctx.actor}`, sql`${ctx.now()}`)} as "isSilenced"
  `.execute(ctx.db);
  return rows[0]?.isSilenced ?? false;
}
