import type { Logger } from 'pino';
import { lockDatabase, type ServerLock } from '../adapters/postgres/server-lock.js';
import type { Config } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { loadSecrets, type Secrets } from '../config/secrets.js';
import { joinNodes, requireSchemaOfOthers } from './join-nodes.js';
import { openDatabase, prepareDatabase, type OpenDatabase } from './open-database.js';

/** A migrated database that this process may serve. */
export interface OpenNode {
  readonly database: OpenDatabase;
  readonly secrets: Secrets;
  close(): Promise<void>;
}

/** Opens the database, takes its lock, migrates it, and makes sure that this node fits the running ones. */
export async function openNode(config: Config, log: Logger, stopping: AbortSignal): Promise<OpenNode> {
  const database = await openDatabase(config, log);
  let lock: ServerLock | undefined;
  const close = async (): Promise<void> => {
    await lock?.release();
    await database.stop();
  };
  try {
    stopping.throwIfAborted();
    const secrets = await loadSecrets(config, readEnv());
    const takeLock = async (): Promise<ServerLock> =>
      (lock ??= await lockDatabase(database.connection, log, { bus: config.bus.kind }));
    await prepareDatabase(config, log, database.connection, {
      beforeMigrating: async (db) => requireSchemaOfOthers(db, await takeLock()),
      afterMigrating: async (db) => {
        const taken = await takeLock();
        await joinNodes(db, { config, secrets, lock: taken, log });
        await taken.started();
      },
    });
    return { database, secrets, close };
  } catch (error) {
    await close();
    throw error;
  }
}
