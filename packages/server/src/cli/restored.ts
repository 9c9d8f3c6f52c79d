import { renewEpochs } from '../app/renew-epochs.js';
import { refuseArgs, type Command } from './command.js';
import { withDb } from './with-core.js';

export const restoredCommand: Command = {
  usage: '',
  summary: 'Declares the database an older copy: clients then reload all state.',
  run: async (args, config) => {
    refuseArgs(args);
    await withDb(config, renewEpochs);
    console.log('Clients reload all state when they reconnect.');
    return 0;
  },
};
