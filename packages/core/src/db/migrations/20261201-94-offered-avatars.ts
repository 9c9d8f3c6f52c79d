import { sql, type Kysely } from 'kysely';

/** The pictures of a tenant from which new accounts choose, instead of those that come with Kith. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table offered_avatars (
      tenant_id integer not null references tenants,
      -- Lower numbers are those of the pictures that come with Kith.
      id integer not null generated always as identity (start with 100),
      -- The folder of the picture below photo/user, like the one of an account.
      name text not null,
      sort integer not null,
      written_by text not null,
      created_at bigint not null,
      primary key (tenant_id, id)
    )
  `.execute(db);
}
