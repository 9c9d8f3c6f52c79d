import { sql, type Transaction } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, TenantId } from '../kernel/index.js';
import type { NameColumns } from './names.js';

interface Named {
  readonly tenant_id: TenantId;
  readonly id: AccountId;
  readonly username: string;
  readonly nickname: string;
}

/** Accounts with names in older forms, oldest first; locks them against changes. */
export async function lockOutdatedNames(
  tx: Transaction<Tables>,
  version: number,
  limit: number,
): Promise<Named[]> {
  return await tx
    .selectFrom('accounts')
    .select(['tenant_id', 'id', 'username', 'nickname'])
    .where('text_version', '<', version)
    .orderBy('tenant_id')
    .orderBy('id')
    .limit(limit)
    .forNoKeyUpdate()
    .execute();
}

/**
 * Stores the new forms. Of similar-looking names, the oldest account's keeps the skeleton, so that new names cannot
 * resemble them; the others keep their names without a skeleton.
 */
export async function updateOutdatedNames(
  tx: Transaction<Tables>,
  rows: readonly (Named & NameColumns)[],
): Promise<void> {
  await sql`
    with renewed as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
        tenant_id int, id int, username_skeleton text, folded_username text, folded_nickname text, letter text,
        grams jsonb, text_version smallint
      )
    ),
    ranked as (
      select r.*, row_number() over (partition by r.tenant_id, r.username_skeleton order by r.id) = 1 and not exists (
        select from accounts o
        where o.tenant_id = r.tenant_id and o.username_skeleton = r.username_skeleton and o.id <> r.id
      ) as is_first
      from renewed r
    )
    update accounts a
    set username_skeleton = case when r.is_first then r.username_skeleton end, folded_username = r.folded_username,
      folded_nickname = r.folded_nickname, letter = r.letter, grams = array(select jsonb_array_elements_text(r.grams)),
      text_version = r.text_version
    from ranked r where a.tenant_id = r.tenant_id and a.id = r.id
  `.execute(tx);
}
