import { sql, type Kysely } from 'kysely';

/** How groups are entered: a code that can be renewed, and people who come back through a manager only. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What opens the group beside its list id; whoever manages it can renew the code.
    alter table groups add column code uuid not null default gen_random_uuid();

    -- Of somebody who was removed: a manager has to let this person in.
    alter table members add column is_barred boolean not null default false;

    -- An owner cannot be muted by anybody, and nobody could end such a mute.
    update members set muted_until = null where role = 'owner' and muted_until is not null;
  `.execute(db);
}
