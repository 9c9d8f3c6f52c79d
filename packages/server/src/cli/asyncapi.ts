import { refuseArgs, type Command } from './command.js';

export const asyncapiCommand: Command = {
  usage: '',
  summary: 'Prints the AsyncAPI description of the sockets, as JSON.',
  run: async (args) => {
    refuseArgs(args);
    const { describeSockets } = await import('../reference/asyncapi.js');
    console.log(JSON.stringify(describeSockets(), undefined, 2));
    return 0;
  },
};
