import type { AccountId, TenantId } from '@kith/core/kernel';
import type { Kith } from '../harness/kith.js';

/** An account with a session. */
export interface Someone {
  readonly id: number;
  readonly token: string;
}

/** Many accounts with sessions, made without requests: registering each would take most of a test's time. */
export async function makeCrowd(kith: Kith, count: number): Promise<Someone[]> {
  const rows = await kith.sql<{ id: number; session: string; createdAt: string }>(
    `with made as (
       insert into accounts
         (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at)
       select 1, name, name, name, 'C', '{}', '', 0, $2, $2, $2
       from (select 'crowd' || n || '_' || (random() * 1e9)::int as name from generate_series(1, $1::int) as n) as names
       returning tenant_id, id
     )
     insert into sessions (tenant_id, id, account_id, created_at, last_used_at)
     select tenant_id, gen_random_uuid(), id, $2, $2 from made
     returning account_id as id, id as session, created_at as "createdAt"`,
    [count, kith.server.deps.now()],
  );
  return Promise.all(
    rows.map(async ({ id, session, createdAt }) => ({
      id,
      token: await kith.server.deps.tokens.sign({
        id: session,
        tenantId: 1 as TenantId,
        accountId: id as AccountId,
        createdAt: Number(createdAt),
        knowsNewerFrames: false,
      }),
    })),
  );
}
