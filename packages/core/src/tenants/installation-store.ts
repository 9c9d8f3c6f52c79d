import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';

type Db = Kysely<Tables>;

/** What the database knows of the installation. */
export interface Installation {
  /** Which life of the database this is; another one after a restore. */
  readonly epoch: string;
  /** A fingerprint of the secret that signs tokens; null until a server has started. */
  readonly tokenCheck: string | null;
  /** The newest time at which a server was here and believed its clock, in milliseconds; 0 for none. */
  readonly clockAt: number;
  /** By how much the clock has jumped, in milliseconds; null while it is believed. */
  readonly clockJumpMs: number | null;
  /** Whether the operator has said that the clock is right, and no server has heard it yet. */
  readonly isClockConfirmed: boolean;
}

export function getInstallation(db: Db): Promise<Installation> {
  return db
    .selectFrom('installation')
    .select([
      'epoch',
      'token_check as tokenCheck',
      'clock_at as clockAt',
      'clock_jump_ms as clockJumpMs',
      'is_clock_confirmed as isClockConfirmed',
    ])
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

/** The clock is believed: a server was here at this time. `heard` takes away what the operator has said. */
export async function noteClock(db: Db, clockAt: number, { heard }: { heard: boolean }): Promise<void> {
  await db
    .updateTable('installation')
    .set({ clock_at: clockAt, clock_jump_ms: null, ...(heard && { is_clock_confirmed: false }) })
    .execute();
}

/** The clock has jumped and is not believed. */
export async function noteClockJump(db: Db, jumpMs: number): Promise<void> {
  await db.updateTable('installation').set({ clock_jump_ms: jumpMs }).execute();
}

/** The operator says that the clock is right. */
export async function confirmClock(db: Db): Promise<void> {
  await db.updateTable('installation').set({ is_clock_confirmed: true }).execute();
}
