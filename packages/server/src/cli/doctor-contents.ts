import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Kysely } from 'kysely';
import type { Tables } from '@kith/core/db';
import { bounds } from '@kith/core/kernel';
import { getInstallation } from '@kith/core/tenants';
import { makeFsBlobs } from '../adapters/blobs/fs.js';
import { isWholePicture } from '../adapters/media/pictures.js';
import { countBrokenStreams, countSessions, selectStoredFiles } from '../adapters/postgres/inspect.js';
import { describeJump } from '../app/describe-jump.js';
import type { Config } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { readKeptSecret, tokenCheckOf } from '../config/secrets.js';

type Db = Kysely<Tables>;
interface Finding {
  readonly note?: string;
  readonly problem?: string;
  readonly fix?: string;
}

/** Whether the current secret is the one that signed the sessions. */
export async function checkSessions(db: Db, { dataDir }: Config): Promise<Finding> {
  const [{ tokenCheck }, sessions] = [await getInstallation(db), await countSessions(db)];
  const secret = readEnv().KITH_TOKEN_SECRET || (await readKeptSecret(dataDir).catch(() => undefined));
  const check = secret === undefined ? undefined : tokenCheckOf(new TextEncoder().encode(secret));
  if (tokenCheck === null || sessions === 0 || check === tokenCheck) return { note: `${sessions} valid` };
  return {
    problem: `${sessions} sessions were signed with another secret: all users must sign in again.`,
    fix: 'Restore token-secret from the backup, or set the previous KITH_TOKEN_SECRET.',
  };
}

/** Whether the server trusts the system clock, or will at its next start. */
export async function checkBelief(db: Db): Promise<Finding> {
  const { clockAt, clockJumpMs } = await getInstallation(db);
  const aheadMs = clockAt - Date.now();
  const jumpMs = clockJumpMs ?? (aheadMs > bounds.clock.behindAtStartMs ? -aheadMs : 0);
  if (jumpMs === 0) return { note: clockAt === 0 ? 'none yet' : new Date(clockAt).toISOString() };
  return {
    problem: `${describeJump(jumpMs)} Everything that removes, ends or grants something by time is suspended.`,
    fix: 'Synchronise the machine with a time server (NTP). If its clock is right now, run "kith clock confirm".',
  };
}

/** Whether conversations know the ends of their streams. */
export async function checkStreams(db: Db, { deep }: { deep: boolean }): Promise<Finding> {
  const { looked, broken } = await countBrokenStreams(db, deep ? undefined : SAMPLE);
  if (broken === 0) return { note: `${looked} conversations agree with their entries` };
  return {
    problem: `${broken} of ${looked} conversations do not end with their newest entry.`,
    fix: 'The database was copied during writes, or is damaged: restore a backup.',
  };
}

const SAMPLE = 300;
const ARRIVING_MS = 60_000;

/** Whether files referenced by messages exist and are complete. */
export async function checkStoredFiles(
  db: Db,
  { dataDir }: Config,
  { deep }: { deep: boolean },
): Promise<Finding> {
  const blobs = makeFsBlobs(join(dataDir, 'files'));
  let looked = 0;
  const broken: string[] = [];
  for (let after: string | undefined; ;) {
    const files = await selectStoredFiles(db, deep ? { after, limit: SAMPLE } : { sample: SAMPLE });
    for (const { key, sizeBytes, isPicture, createdAt } of files) {
      const blob = await blobs.open(key);
      // The row of a file exists a moment before its bytes.
      if (!blob && createdAt > Date.now() - ARRIVING_MS) continue;
      const isWhole =
        blob && (isPicture ? await isWholePicture(await buffer(blob.read())) : blob.sizeBytes === sizeBytes);
      if (!isWhole) broken.push(key);
    }
    looked += files.length;
    after = files.at(-1)?.name;
    if (!deep || files.length < SAMPLE) break;
  }
  if (broken.length === 0) return { note: `${looked} checked, all complete` };
  return {
    problem: `${broken.length} of ${looked} files are missing or damaged, ${broken[0]} for example.`,
    fix: 'Restore the folder files/ of the backup that belongs to this database.',
  };
}
