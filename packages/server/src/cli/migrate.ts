import { makeLog } from '../app/log.js';
import { openDatabase, prepareDatabase } from '../app/open-database.js';
import { readArgs, type Command } from './command.js';

export const migrateCommand: Command = {
  usage: '',
  summary: 'Brings the database schema up to date and stops.',
  run: async (args, config) => {
    readArgs(args, {});
    const log = makeLog('info');
    const database = await openDatabase(config, log);
    try {
      await prepareDatabase(config, log, database.connection);
      console.log('The schema is up to date.');
      return 0;
    } finally {
      await database.stop();
    }
  },
};
