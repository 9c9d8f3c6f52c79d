import { readArgs, type Command } from './command.js';
import { runChecks } from './doctor-checks.js';

export const doctorCommand: Command = {
  usage: '',
  summary: 'Checks database, folders, upload and read-back, and the clock, and prints what to fix.',
  run: async (args, config) => {
    readArgs(args, {});
    let isHealthy = true;
    for await (const { name, problem, fix } of runChecks(config)) {
      console.log(problem === undefined ? `ok    ${name}` : `FAIL  ${name}: ${problem}\n      fix: ${fix}`);
      isHealthy &&= problem === undefined;
    }
    console.log(isHealthy ? 'Everything is in order.' : 'Something needs to be mended.');
    return isHealthy ? 0 : 1;
  },
};
