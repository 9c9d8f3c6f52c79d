import { sql, type Kysely } from 'kysely';

/** Leases of the queue of photos of child safety. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(statements).execute(db);
}

const statements = `
  alter table review_leases drop constraint review_leases_queue_check;
  alter table review_leases add constraint review_leases_queue_check
    check (queue in ('photos', 'child_safety_photos', 'reports', 'child_safety', 'appeals'));
`;
