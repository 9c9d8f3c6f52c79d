import { sql, type Kysely } from 'kysely';

/** Joining groups: a renewable code, and a manager's approval after a removal. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The code for joining beside the list id; managers can renew it.
    alter table groups add column code uuid not null default gen_random_uuid();

    -- True for removed members, whom only a manager can admit again.
    alter table members add column is_barred boolean not null default false;

    -- Owners cannot be muted, and nobody could end such a mute.
    update members set muted_until = null where role = 'owner' and muted_until is not null;
  `.execute(db);
}
