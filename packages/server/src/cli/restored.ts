import { renewEpochs } from '../app/renew-epochs.js';
import { refuseArgs, type Command } from './command.js';
import { withDb } from './with-core.js';

export const restoredCommand: Command = {
  usage: '',
  summary: 'Says that the database is an older copy: clients then read all state anew.',
  run: async (args, config) => {
    refuseArgs(args);
    await withDb(config, renewEpochs);
    console.log('Clients read all state anew when they come back.');
    return 0;
  },
};
