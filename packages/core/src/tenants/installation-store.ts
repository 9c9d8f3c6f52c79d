import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';

type Db = Kysely<Tables>;

/** What the database knows of the installation. */
export interface Installation {
  /** Which life of the database this is; another one after a restore. */
  readonly epoch: string;
  /** A fingerprint of the secret that signs tokens; null until a server has started. */
  readonly tokenCheck: string | null;
  /** The newest time at which a server was here, in milliseconds; 0 for none. */
  readonly clockAt: number;
}

export function getInstallation(db: Db): Promise<Installation> {
  return db
    .selectFrom('installation')
    .select(['epoch', 'token_check as tokenCheck', 'clock_at as clockAt'])
    .executeTakeFirstOrThrow();
}

export async function setTokenCheck(db: Db, tokenCheck: string): Promise<void> {
  await db.updateTable('installation').set({ token_check: tokenCheck }).execute();
}

/** Begins another life of the database: no position that a client remembers leads anywhere from now on. */
export async function renewEpoch(db: Db): Promise<void> {
  await db
    .updateTable('installation')
    .set({ epoch: sql<string>`gen_random_uuid()` })
    .execute();
}
