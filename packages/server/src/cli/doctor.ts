import { readArgs, UsageError, type Command } from './command.js';

export const doctorCommand: Command = {
  usage: '[--deep]',
  summary:
    'Checks database, folders, secrets, clock, and a sample of what is stored (--deep: all of it), and prints what to fix.',
  run: async (args, config) => {
    const { values, positionals } = readArgs(args, { deep: { type: 'boolean', default: false } });
    if (positionals[0] !== undefined)
      throw new UsageError(`${JSON.stringify(positionals[0])} means nothing here.`);
    const { runChecks } = await import('./doctor-checks.js');
    let isHealthy = true;
    for await (const { name, note, problem, fix } of runChecks(config, values)) {
      if (problem === undefined) console.log(`ok    ${name}${note === undefined ? '' : `: ${note}`}`);
      else console.log(`FAIL  ${name}: ${problem}\n      fix: ${fix}`);
      isHealthy &&= problem === undefined;
    }
    console.log(isHealthy ? 'Everything is in order.' : 'Something needs to be mended.');
    return isHealthy ? 0 : 1;
  },
};
