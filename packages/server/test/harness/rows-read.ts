import { createRequire } from 'node:module';
import pg from 'pg';
import { inject } from 'vitest';
import { pinSession } from '../../src/adapters/postgres/session.js';
import type { Kith } from './kith.js';
import { isWatched, watchWork } from './request-work.js';

/** A statement as a server sends it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** How the database plans a statement: for its values, or once for all values, as after some calls on a connection. */
type Planning = 'custom' | 'generic';

/** Counts what statements read from the database of a test server. */
export interface RowCounter {
  /**
   * Runs a statement and undoes it; returns the number of rows of tables that it reads, including discarded ones and
   * those that functions read.
   */
  rowsReadBy(statement: Statement, planning?: Planning): Promise<number>;
  /** How often a statement, planned for all values, begins to read a table. */
  scansOf(statement: Statement, table: string): Promise<number>;
  /** Whether the database stops planning a statement for each call after some calls on a connection. */
  isPlannedOnce(statement: Statement): Promise<boolean>;
  close(): Promise<void>;
}

/** The form in which the driver sends a value, except null. */
const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils') as {
  prepareValue(value: unknown): string;
};

/** Opens a connection that counts, with the settings of a server's connections and others. */
export async function openRowCounter(
  kith: Kith,
  settings: Readonly<Record<string, string>> = {},
): Promise<RowCounter> {
  const [row] = await kith.sql<{ database: string }>('select current_database() as database');
  const client = new pg.Client({ ...inject('database'), database: row!.database });
  await client.connect();
  await pinSession(client, 0, settings);

  /** The rows read since the statistics were last written, which is no more often than once a second. */
  async function fetched(): Promise<number> {
    const { rows } = await client.query<{ rows: string }>(
      'select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as rows from pg_stat_xact_user_tables',
    );
    return Number(rows[0]!.rows);
  }

  /** Runs a statement and undoes it; counts in its plan and in the rows that it fetched by the statistics. */
  async function run(
    { text, values }: Statement,
    planning: Planning,
    count: (plan: Plan, fetched: number) => number,
  ): Promise<number> {
    await client.query('begin');
    try {
      await client.query(`set local plan_cache_mode = force_${planning}_plan`);
      await client.query(`prepare counted as ${text}`);
      const before = await fetched();
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (analyze, format json) execute counted${argumentsOf(values)}`,
      );
      return count(rows[0]!['QUERY PLAN'][0].Plan, (await fetched()) - before);
    } finally {
      await client.query('rollback');
      await client.query('deallocate all');
    }
  }

  return {
    isPlannedOnce: async ({ text, values }) => {
      const execute = `execute counted${argumentsOf(values)}`;
      await client.query('begin');
      try {
        await client.query(`prepare counted as ${text}`);
        // The database plans the first five calls for their values, and compares the costs then.
        for (let calls = 0; calls < 8; calls++) await client.query(execute);
        const { rows } = await client.query<{ generic: string }>(
          `select generic_plans as generic from pg_prepared_statements where name = 'counted'`,
        );
        return Number(rows[0]!.generic) > 0;
      } finally {
        await client.query('rollback');
        await client.query('deallocate all');
      }
    },
    scansOf: (statement, table) => run(statement, 'generic', (plan) => scansIn(plan, table)),
    rowsReadBy: (statement, planning = 'custom') =>
      // A plan does not show what functions read, and statistics do not count rows that an index alone answers.
      run(statement, planning, (plan, fetched) => Math.max(rowsIn(plan), fetched)),
    close: () => client.end(),
  };
}

function argumentsOf(values: readonly unknown[]): string {
  const literals = values.map((value) =>
    value === null || value === undefined ? 'null' : pg.escapeLiteral(String(prepareValue(value))),
  );
  return literals.length > 0 ? `(${literals.join(', ')})` : '';
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

function rowsIn(plan: Plan): number {
  const below = (plan.Plans ?? []).map(rowsIn).reduce((sum, rows) => sum + rows, 0);
  if (plan['Relation Name'] === undefined) return below;
  const { 'Rows Removed by Filter': filtered = 0, 'Rows Removed by Index Recheck': rechecked = 0 } = plan;
  return below + (plan['Actual Rows'] + filtered + rechecked) * plan['Actual Loops'];
}

function scansIn(plan: Plan, table: string): number {
  const below = (plan.Plans ?? []).reduce((sum, one) => sum + scansIn(one, table), 0);
  return below + (plan['Relation Name'] === table ? plan['Actual Loops'] : 0);
}

/**
 * The statements with values that an action sends from the servers of this process, itself or by requests, without those of
 * messages. Background work is not among them.
 */
export async function recordStatements(what: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const { application_name: name } = (
      this as unknown as { connectionParameters: { application_name?: string } }
    ).connectionParameters;
    const { text, values } = args[0] as Partial<Statement>;
    const isServers = name === 'kith pool' || name === 'kith search';
    if (isServers && isWatched() && text !== undefined && values && values.length > 0)
      statements.push({ text, values });
    return query.apply(this, args);
  } as typeof pg.Client.prototype.query;
  try {
    await watchWork(what);
  } finally {
    pg.Client.prototype.query = query as typeof pg.Client.prototype.query;
  }
  return statements;
}
