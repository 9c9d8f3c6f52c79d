import type { Migration } from 'kysely';
import * as foundation from './20261129-01-foundation.js';
import * as burningFiles from './20261129-02-burning-files.js';

/** All migrations by name. Append only and never edit; each name sorts after the previous one. */
export const migrations: Record<string, Migration> = {
  '20261129-01-foundation': foundation,
  '20261129-02-burning-files': burningFiles,
};
