import closeWithGrace from 'close-with-grace';
import { makeLog } from '../app/log.js';
import { openDatabase, prepareDatabase } from '../app/open-database.js';
import { startServer } from '../app/server.js';
import { readEnv } from '../config/env.js';
import { loadSecrets } from '../config/secrets.js';
import { readArgs, type Command } from './command.js';

export const startCommand: Command = {
  usage: '',
  summary: 'Runs the server until it is told to stop.',
  run: async (args, config) => {
    readArgs(args, {});
    const began = performance.now();
    const log = makeLog(config.logLevel);
    const secrets = await loadSecrets(config, readEnv());
    const database = await openDatabase(config, log);
    await prepareDatabase(config, log, database.connection);
    const server = await startServer({ config, secrets, database: database.connection, log }).catch(
      async (error: unknown) => {
        await database.stop();
        throw error;
      },
    );
    const ms = Math.round(performance.now() - began);
    log.info(
      { port: server.port, dataDir: config.dataDir, databasePid: database.pid(), ms },
      `ready at http://localhost:${server.port}`,
    );

    return new Promise<number>((done) => {
      closeWithGrace({ delay: 15_000, logger: false }, async ({ signal, err }) => {
        if (err) log.fatal({ err }, 'the process failed');
        else log.info({ signal }, 'stopping');
        await server.close();
        await database.stop();
        log.info('stopped');
        done(err ? 1 : 0);
      });
    });
  },
};
