import { refuseArgs, type Command } from './command.js';

export const doctorCommand: Command = {
  usage: '',
  summary: 'Checks database, folders, upload and read-back, and the clock, and prints what to fix.',
  run: async (args, config) => {
    refuseArgs(args);
    const { runChecks } = await import('./doctor-checks.js');
    let isHealthy = true;
    for await (const { name, note, problem, fix } of runChecks(config)) {
      if (problem === undefined) console.log(`ok    ${name}${note === undefined ? '' : `: ${note}`}`);
      else console.log(`FAIL  ${name}: ${problem}\n      fix: ${fix}`);
      isHealthy &&= problem === undefined;
    }
    console.log(isHealthy ? 'Everything is in order.' : 'Something needs to be mended.');
    return isHealthy ? 0 : 1;
  },
};
