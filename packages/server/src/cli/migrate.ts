import { makeLog } from '../app/log.js';
import { refuseArgs, type Command } from './command.js';
import { withDatabase } from './with-core.js';

export const migrateCommand: Command = {
  usage: '',
  summary: 'Brings the database schema up to date and stops.',
  run: async (args, config) => {
    refuseArgs(args);
    return withDatabase(config, makeLog('info'), async () => {
      console.log('The schema is up to date.');
      return 0;
    });
  },
};
