import { sql, type Kysely } from 'kysely';

/** Indexes for lists that read all rows of a person, or all accounts, to find a few. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index members_managed on members (tenant_id, account_id) where role in ('admin', 'owner') and left_at is null
  `.execute(db);
  await sql`
    create index friend_requests_open on friend_requests (tenant_id, to_id) where status = 'pending' and not is_hidden
  `.execute(db);
  await sql`
    create index accounts_short_nickname on accounts (tenant_id, folded_nickname) where char_length(folded_nickname) < 2
  `.execute(db);
}
