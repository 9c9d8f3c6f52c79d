import { readArgs, UsageError, type Command } from './command.js';

export const doctorCommand: Command = {
  usage: '[--deep]',
  summary:
    'Checks database, folders, secrets, clock and a sample of the stored data (--deep: all of it), and prints how to fix problems.',
  run: async (args, config) => {
    const { values, positionals } = readArgs(args, { deep: { type: 'boolean', default: false } });
    if (positionals[0] !== undefined)
      throw new UsageError(`${JSON.stringify(positionals[0])} is not expected here.`);
    const { runChecks } = await import('./doctor-checks.js');
    let isHealthy = true;
    for await (const { name, note, problem, fix } of runChecks(config, values)) {
      if (problem === undefined) console.log(`ok    ${name}${note === undefined ? '' : `: ${note}`}`);
      else console.log(`FAIL  ${name}: ${problem}\n      fix: ${fix}`);
      isHealthy &&= problem === undefined;
    }
    console.log(isHealthy ? 'Everything is in order.' : 'Something needs to be fixed.');
    return isHealthy ? 0 : 1;
  },
};
