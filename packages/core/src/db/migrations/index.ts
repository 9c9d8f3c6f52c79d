import type { Migration } from 'kysely';
import * as foundation from './20261129-05-foundation.js';

/** All migrations by name. Append only and never edit; each name sorts after the previous one. */
export const migrations: Record<string, Migration> = {
  '20261129-05-foundation': foundation,
};
