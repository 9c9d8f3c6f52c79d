import { sql } from 'kysely';
import type { AccountId, Ctx, Departed, Tx } from '../kernel/index.js';
import type { NameColumns } from './names.js';

/** Deletes some of an account's own rows; returns the largest number of a table. */
export async function deleteOwnRows(
  tx: Tx,
  { id, phone, emailKey }: Departed,
  limit: number,
): Promise<number> {
  const mine = sql`tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}`;
  const { rows } = await sql<{ amount: number }>`
    with gone_sessions as (
      delete from sessions where tenant_id = ${tx.tenant.id} and ctid in (select ctid from sessions where ${mine}) returning 1
    ),
    gone_events as (
      delete from account_events
      where tenant_id = ${tx.tenant.id} and ctid in (select ctid from account_events where ${mine}) returning 1
    ),
    gone_days as (
      delete from check_ins where tenant_id = ${tx.tenant.id} and ctid in (select ctid from check_ins where ${mine}) returning 1
    ),
    gone_changes as (
      delete from age_group_changes where tenant_id = ${tx.tenant.id} and account_id = ${id} returning 1
    ),
    gone_codes as (
      delete from codes where tenant_id = ${tx.tenant.id} and phone in (${phone}, ${emailKey}, ${`${id}/${emailKey}`}) returning 1
    ),
    gone_bytes as (
      delete from uploaded_bytes where tenant_id = ${tx.tenant.id} and holder = ${`account/${id}`} returning 1
    )
    select greatest((select count(*) from gone_sessions), (select count(*) from gone_events), (select count(*) from gone_days))::int
      as amount
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}

/** Removes the name and the picture of an account from events that report its requests to join groups. */
export async function updateApplicantEvents(tx: Tx, id: AccountId, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update account_events
    set data = jsonb_set(data, '{applicant}', '{"id": 0, "nickname": "", "sex": 0, "avatarName": null}')
    where tenant_id = ${tx.tenant.id} and ctid in (
      select ctid from account_events
      where tenant_id = ${tx.tenant.id} and type = 'group_request' and data->'applicant'->>'id' = ${String(id)} limit ${limit}
    )
  `.execute(tx.db);
  return Number(numAffectedRows);
}

/** Deletes the pending avatars of a user name; returns their folders. */
export async function deletePendingAvatarsOf(tx: Tx, { usernameKey }: Departed): Promise<string[]> {
  const rows = await tx.db
    .deleteFrom('pending_avatars')
    .where('tenant_id', '=', tx.tenant.id)
    .where('username_key', '=', usernameKey)
    .returning('blob_key')
    .execute();
  return rows.map((row) => row.blob_key);
}

/** Forgets who invited other accounts. */
export async function updateInviteesForgotten(tx: Tx, id: AccountId): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set({ inviter_id: null })
    .where('tenant_id', '=', tx.tenant.id)
    .where('inviter_id', '=', id)
    .execute();
}

/**
 * Empties the row of an account. The row stays, because the histories of others refer to it; its age group too, which
 * decides whether they see what they share.
 */
export async function updateErased(
  ctx: Ctx,
  id: AccountId,
  blank: { names: NameColumns; ownCode: string },
): Promise<void> {
  await sql`
    update accounts set username = ${blank.names.username}, username_key = ${blank.names.username_key},
      username_skeleton = null, folded_username = '', nickname = ${blank.names.nickname}, letter = ${blank.names.letter},
      grams = '{}', folded_nickname = '', text_version = ${blank.names.text_version}, signature = '', sex = 0,
      is_sex_stated = false, phone = null, email = null, email_key = null, password_hash = null, status = 'disabled', client_id = '',
      channel = '', invite_code = '', own_code = ${blank.ownCode}, address = '', network = null, inviter_id = null,
      birth_date = null, university_id = null, department_id = null, sex_filter = 'BOTH', avatar_name = null, cover = null,
      is_shadow_limited = false, created_at = ${ctx.now()}, updated_at = ${ctx.now()}, last_seen_at = ${ctx.now()}
    where tenant_id = ${ctx.tenant.id} and id = ${id}
  `.execute(ctx.db);
}
