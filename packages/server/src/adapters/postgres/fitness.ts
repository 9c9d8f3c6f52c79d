import { sql, type Kysely } from 'kysely';
import pg from 'pg';
import { DatabaseUnavailable } from '@kith/core/kernel';
import type { Tables } from '@kith/core/db';
import type { DatabaseProblem } from './explain-connection.js';

/** Everything that makes a database unusable, in the order in which an operator should fix it. */
export async function findMisfits(db: Kysely<Tables>): Promise<DatabaseProblem[]> {
  const found = await readFacts(db);
  const problems: DatabaseProblem[] = [];
  if (await isShared(db)) {
    problems.push({
      problem: 'The pooler in front of the database assigns connections per transaction.',
      fix: 'Let it assign them per session (PgBouncer: pool_mode = session), or connect to PostgreSQL directly.',
    });
  }
  if (found.encoding !== 'UTF8') {
    problems.push({
      problem: `The database ${found.database} has the encoding ${found.encoding}, which cannot represent every text.`,
      fix: "Create another one: create database … encoding 'UTF8' template template0.",
    });
  }
  if (found.is_standby) {
    problems.push({
      problem: 'The database is a standby and therefore read-only.',
      fix: 'Use the primary server in DATABASE_URL, or promote this one.',
    });
  } else if (found.schema === null) {
    problems.push({
      problem: `The user ${found.role} finds no schema in the database ${found.database}.`,
      fix: `create schema if not exists public; grant usage, create on schema public to ${found.role};`,
    });
  } else if (!found.may_create || !found.may_use_all || !found.may_make_temporary) {
    const place = found.may_make_temporary ? `schema ${found.schema}` : `database ${found.database}`;
    problems.push({
      problem: `The user ${found.role} lacks privileges that Kith needs in ${place}.`,
      fix: `Make it the owner (alter database ${found.database} owner to ${found.role}, and of all tables there), or grant it the rights to create tables and to use the existing ones.`,
    });
  }
  return problems;
}

/** A latent problem: the operating system has changed the order of sorted text. */
export async function findOutdatedCollation(db: Kysely<Tables>): Promise<DatabaseProblem | undefined> {
  const { rows } = await sql<{ database: string }>`
    select datname as database from pg_database
    where datname = current_database() and datcollversion <> pg_database_collation_actual_version(oid)
  `.execute(db);
  return (
    rows[0] && {
      problem: `The operating system's sort order of text has changed since the database ${rows[0].database} was created.`,
      fix: `Stop Kith, then: reindex database "${rows[0].database}"; alter database "${rows[0].database}" refresh collation version;`,
    }
  );
}

interface Facts {
  readonly database: string;
  readonly role: string;
  readonly encoding: string;
  readonly is_standby: boolean;
  readonly schema: string | null;
  readonly may_create: boolean;
  readonly may_make_temporary: boolean;
  readonly may_use_all: boolean;
}

async function readFacts(db: Kysely<Tables>): Promise<Facts> {
  const { rows } = await sql<Facts>`
    select current_database() as database, current_user as role, current_setting('server_encoding') as encoding,
      pg_is_in_recovery() as is_standby, current_schema() as schema,
      coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
      has_database_privilege(current_database(), 'temporary') as may_make_temporary,
      not exists (
        select from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'
          and not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
            and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))
      ) as may_use_all
  `.execute(db);
  return rows[0]!; // a select without a table has one row
}

/** Whether a pooler switches connections between transactions: if so, a second client gets the same connection. */
async function isShared(db: Kysely<Tables>): Promise<boolean> {
  return db.connection().execute(async (first) => {
    const before = await backendOf(first);
    return db.connection().execute(async (second) => {
      try {
        return await second.transaction().execute(async (tx) => {
          const other = await backendOf(tx);
          return other === before || (await backendOf(first)) !== before;
        });
      } catch (error) {
        // A pooler in statement mode accepts no transactions.
        if (error instanceof DatabaseUnavailable && error.cause instanceof pg.DatabaseError) return true;
        throw error;
      }
    });
  });
}

async function backendOf(db: Kysely<Tables>): Promise<number | undefined> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]?.pid;
}
