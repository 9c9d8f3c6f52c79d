import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';

type Db = Kysely<Tables>;

/** State of the installation, stored in the database. */
export interface Installation {
  /** Epoch of the database; changes after a restore. */
  readonly epoch: string;
  /** Fingerprint of the secret that signs tokens; null until a server has started. */
  readonly tokenCheck: string | null;
  /** The latest time recorded by a server that trusted its clock, in milliseconds; 0 for none. */
  readonly clockAt: number;
  /** How far the clock has jumped, in milliseconds; null while it is trusted. */
  readonly clockJumpMs: number | null;
  /** Whether the operator has confirmed the clock and no server has processed that yet. */
  readonly isClockConfirmed: boolean;
  /** Identifies the folder of the files; null until a node with a bus has started. */
  readonly fileStoreId: string | null;
}

/** Loads the state of the installation. */
export function getInstallation(db: Db): Promise<Installation> {
  return db
    .selectFrom('installation')
    .select([
      'epoch',
      'token_check as tokenCheck',
      'clock_at as clockAt',
      'clock_jump_ms as clockJumpMs',
      'is_clock_confirmed as isClockConfirmed',
      'file_store_id as fileStoreId',
    ])
    .executeTakeFirstOrThrow();
}

/** Stores the fingerprint of the secret that signs tokens. */
export async function setTokenCheck(db: Db, tokenCheck: string): Promise<void> {
  await db.updateTable('installation').set({ token_check: tokenCheck }).execute();
}

/** Stores which folder holds the files. */
export async function setFileStore(db: Db, fileStoreId: string): Promise<void> {
  await db.updateTable('installation').set({ file_store_id: fileStoreId }).execute();
}

/** Starts a new epoch of the database: positions that clients remember become invalid. */
export async function renewEpoch(db: Db): Promise<void> {
  await db
    .updateTable('installation')
    .set({ epoch: sql<string>`gen_random_uuid()` })
    .execute();
}

/** Records the time of a trusted clock. With `heard`, clears the operator's confirmation. */
export async function recordClock(db: Db, clockAt: number, { heard }: { heard: boolean }): Promise<void> {
  await db
    .updateTable('installation')
    .set({ clock_at: clockAt, clock_jump_ms: null, ...(heard && { is_clock_confirmed: false }) })
    .execute();
}

/** Records that the clock has jumped and is not trusted. */
export async function recordClockJump(db: Db, jumpMs: number): Promise<void> {
  await db.updateTable('installation').set({ clock_jump_ms: jumpMs }).execute();
}

/** Records the operator's confirmation that the clock is right. */
export async function confirmClock(db: Db): Promise<void> {
  await db.updateTable('installation').set({ is_clock_confirmed: true }).execute();
}
