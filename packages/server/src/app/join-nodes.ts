import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { getInstallation, setFileStore, setTokenCheck } from '@kith/core/tenants';
import type { Logger } from 'pino';
import { readMigrations } from '../adapters/postgres/migrate.js';
import type { ServerLock } from '../adapters/postgres/server-lock.js';
import type { Config } from '../config/config.js';
import { keepFile } from '../config/keep-file.js';
import { tokenCheckOf, type Secrets } from '../config/secrets.js';
import type { Deps } from './deps.js';

type Db = Deps['db'];

/** Refuses to change the schema below running nodes, which do not know the new one. */
export async function requireSchemaOfOthers(db: Db, lock: ServerLock): Promise<void> {
  const { applied, pending } = await readMigrations(db);
  if (applied.length === 0 || pending.length === 0 || (await lock.isAlone())) return;
  throw new Error(
    'This version changes the schema of the database, which the running nodes do not know. Stop them first.',
  );
}

/**
 * Requires that a node verifies the same tokens and serves the same files as the running ones. If there are none, stores
 * what this node uses.
 */
export async function joinNodes(
  db: Db,
  { config, secrets, lock, log }: { config: Config; secrets: Secrets; lock: ServerLock; log: Logger },
): Promise<void> {
  const isAlone = await lock.isAlone();
  const installation = await getInstallation(db);
  const tokenCheck = tokenCheckOf(secrets.tokenKey);
  if (installation.tokenCheck !== tokenCheck) {
    if (!isAlone)
      throw new Error('KITH_TOKEN_SECRET is not that of the running nodes. All nodes need the same one.');
    // It ends all sessions, and operators should know before users complain.
    if (installation.tokenCheck !== null)
      log.warn(
        'The token secret differs from the one last used with this database: all users must sign in again.',
      );
    await setTokenCheck(db, tokenCheck);
  }
  if (config.bus.kind === 'none') return;
  const files = join(config.dataDir, 'files');
  await mkdir(files, { recursive: true, mode: 0o700 });
  // Blob keys never begin with a dot.
  const fileStoreId = await keepFile(join(files, '.store-id'));
  if (installation.fileStoreId === fileStoreId) return;
  if (!isAlone)
    throw new Error(
      `${files} does not hold the files of the running nodes. All nodes need one folder: put KITH_DATA_DIR, or its folder files, on a shared file system.`,
    );
  await setFileStore(db, fileStoreId);
}
