import { refuseArgs, type Command } from './command.js';

export const openapiCommand: Command = {
  usage: '',
  summary: 'Prints the OpenAPI description of the Chat API and the Friendship API, as JSON.',
  run: async (args) => {
    refuseArgs(args);
    const { describeHttp } = await import('../reference/openapi.js');
    console.log(JSON.stringify(describeHttp(), undefined, 2));
    return 0;
  },
};
