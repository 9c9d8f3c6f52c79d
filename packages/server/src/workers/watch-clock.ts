import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clampAccountTimes } from '@kith/core/accounts';
import { clampConversationTimes } from '@kith/core/conversations';
import { clampViewTimes } from '@kith/core/discovery';
import { bounds } from '@kith/core/kernel';
import { clampMomentTimes } from '@kith/core/moments';
import { getInstallation, recordClock, recordClockJump } from '@kith/core/tenants';
import type { Deps } from '../app/deps.js';
import { describeJump } from '../app/describe-jump.js';
import { renewEpochs } from '../app/renew-epochs.js';
import { startPeriodic, type Worker } from './periodic.js';

/** The system clock and a monotonic clock. */
export interface Clocks {
  readonly wall: () => number;
  readonly steady: () => number;
}

const machine: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

type ClockDeps = Pick<Deps, 'db' | 'log' | 'clock'> & { readonly config: Pick<Deps['config'], 'dataDir'> };

/** Compares the two clocks. */
export interface ClockWatch {
  /** `isConfirmed`: another node has heard the operator's confirmation, which only one node finds in the database. */
  check(isConfirmed?: boolean): Promise<void>;
}

/**
 * Stores the time every minute and notices when the clock has jumped. After a jump `deps.clock` is in doubt until the
 * clock is right again, the operator confirms it, or a day has passed. Future times that a wrong clock has stored are
 * clamped to now when the clock is right again or confirmed.
 */
export async function startWatchingClock(
  deps: ClockDeps & Pick<Deps, 'timing' | 'jobs' | 'runs' | 'nodeBus'>,
  on: { onRestored: () => void },
): Promise<Worker> {
  const onConfirmed = () => deps.nodeBus.signal('clock', 'confirmed');
  const watch = await makeClockWatch(deps, { ...on, onConfirmed }, machine);
  deps.nodeBus.onSignal('clock', () => {
    watch
      .check(true)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'the clock could not be confirmed'));
  });
  return startPeriodic(deps, {
    job: 'every_node',
    everyMs: deps.timing.checkClockEveryMs,
    failure: 'the clock could not be checked',
    trustsClock: false,
    round: () => watch.check(),
  });
}

/** Checks the clock for the first time, and whether the database is an older copy. */
export async function makeClockWatch(
  deps: ClockDeps,
  { onRestored, onConfirmed }: { onRestored: () => void; onConfirmed?: () => void },
  { wall, steady }: Clocks,
): Promise<ClockWatch> {
  const { db, log, clock } = deps;
  const found = await getInstallation(db);
  if ((await readNote(deps)) > found.clockAt + bounds.clock.noteAheadMs) {
    await renewEpochs(db);
    log.warn('The database is older than the data folder, as after a restore: clients reload all state.');
  }
  let { epoch } = await getInstallation(db);
  let doubtSince = steady();
  let isInDoubt = found.clockJumpMs !== null;
  let believed =
    found.clockAt === 0
      ? nowBelieved()
      : {
          wall: found.clockAt,
          steady: steady(),
          behindMs: bounds.clock.behindAtStartMs,
          aheadMs: bounds.clock.aheadAtStartMs,
        };

  function nowBelieved() {
    return {
      wall: wall(),
      steady: steady(),
      behindMs: bounds.clock.jumpMs,
      aheadMs: bounds.clock.jumpMs,
    };
  }

  /** The difference between the clock and the expected time, in milliseconds; 0 if it is not a jump. */
  function jump(): number {
    const ms = Math.round(wall() - believed.wall - (steady() - believed.steady));
    return ms < -believed.behindMs || ms > believed.aheadMs ? ms : 0;
  }

  // A jump counts at once, not only after the next check.
  clock.isInDoubt = () => isInDoubt || jump() !== 0;

  async function trustClock({ heard = false, isClamping = false } = {}): Promise<void> {
    const now = nowBelieved();
    if (isClamping) await clampTimes(db, now.wall);
    // The database is written first, because a note that is ahead of it means a restore.
    await recordClock(db, now.wall, { heard });
    await writeNote(deps, now.wall);
    believed = now;
    isInDoubt = false;
  }

  async function distrustClock(ms: number): Promise<void> {
    isInDoubt = true;
    doubtSince = steady();
    log.error({ jumpMs: ms }, explain(ms));
    await recordClockJump(db, ms);
  }

  async function checkClock(isConfirmed = false): Promise<void> {
    const installation = await getInstallation(db);
    if (installation.epoch !== epoch) {
      ({ epoch } = installation);
      log.info('The epoch was renewed: kith.v1 clients are asked to reconnect.');
      onRestored();
    }
    if (installation.isClockConfirmed || isConfirmed) {
      await trustClock({ heard: installation.isClockConfirmed, isClamping: true });
      if (installation.isClockConfirmed) onConfirmed?.();
      return log.info('The clock was confirmed. Stored times in the future were set to now.');
    }
    const ms = jump();
    if (ms === 0) {
      if (!isInDoubt) return trustClock();
      await trustClock({ isClamping: true });
      return log.info('The clock is right again. Stored times in the future were set to now.');
    }
    if (!isInDoubt) return distrustClock(ms);
    // A node with a good clock has recorded that it trusts its own.
    if (installation.clockJumpMs === null) await recordClockJump(db, ms);
    if (steady() - doubtSince < bounds.clock.doubtMs) return;
    await trustClock();
    log.warn('The clock was not confirmed within a day; it is now trusted.');
  }

  if (isInDoubt && jump() !== 0) log.error({ jumpMs: jump() }, explain(jump()));
  await checkClock();
  return { check: checkClock };
}

/** Clamps stored future times to now. */
async function clampTimes(db: Deps['db'], now: number): Promise<void> {
  await clampAccountTimes(db, now);
  await clampConversationTimes(db, now);
  await clampMomentTimes(db, now);
  await clampViewTimes(db, now);
}

function explain(ms: number): string {
  return `${describeJump(ms)} Everything that removes, ends or grants something by time is suspended, for a day at most. If the clock is right now, run "kith clock confirm"; otherwise, correct it.`;
}

/** The file with the last recorded time of the server; unlike the database, it is not restored. */
function noteFile({ config }: ClockDeps): string {
  return join(config.dataDir, 'clock');
}

async function readNote(deps: ClockDeps): Promise<number> {
  const text = await readFile(noteFile(deps), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '';
  });
  const at = Number(text);
  return Number.isSafeInteger(at) ? at : 0;
}

async function writeNote(deps: ClockDeps, at: number): Promise<void> {
  await mkdir(deps.config.dataDir, { recursive: true });
  const path = noteFile(deps);
  // Several servers may share the folder, also in one process.
  const fresh = `${path}.${randomUUID()}.new`;
  await writeFile(fresh, `${at}\n`);
  await rename(fresh, path);
}
