import type pg from 'pg';

/**
 * Settings that the code relies on, regardless of the defaults of the database and the user. They are set after
 * connecting, because a pooler rejects start-up parameters that it does not know.
 */
const PINNED = {
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  standard_conforming_strings: 'on',
  transform_null_equals: 'off',
  gin_fuzzy_search_limit: '0',
  // Plans like those of the embedded database: short queries, on disks without moving parts.
  jit: 'off',
  random_page_cost: '1.1',
  // Look-ups by key hardly repeat: remembering their results costs more than it saves.
  enable_memoize: 'off',
} as const;

/** Applies the settings shared by all Kith connections, and some of this one, for the lifetime of the connection. */
export async function pinSession(
  client: pg.ClientBase,
  statementTimeoutMs: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  await client.query(pinText({ ...settings, statement_timeout: String(statementTimeoutMs) }));
}

/** Whether a statement is the one that initializes a connection. */
export function isPinText(text: unknown): boolean {
  return typeof text === 'string' && text.startsWith(BEGIN);
}

const BEGIN = 'select set_config(name, value, false)';

function pinText(settings: Readonly<Record<string, string>>): string {
  const rows = Object.entries({ ...PINNED, ...settings }).map(([name, value]) => `('${name}', '${value}')`);
  // Older servers do not know all of them. The search path is one schema, so that no object elsewhere shadows ours.
  return `${BEGIN} from (values ${rows.join(', ')}) as pinned (name, value)
    where current_setting(name, true) is not null;
    select set_config('search_path', quote_ident(coalesce(nullif(current_schema(), 'pg_catalog'), 'public')), false)`;
}
