import { UsageError, readArgs, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';
import { seedDemo } from './seed-demo.js';

export const seedCommand: Command = {
  usage: '--demo [--tenant ID]',
  summary:
    'Fills a tenant with people, friendships, chats in several languages and pictures, to be looked at.',
  run: (args, config) => {
    const { values } = readArgs(args, {
      demo: { type: 'boolean' },
      tenant: { type: 'string', default: '1' },
    });
    if (!values.demo) throw new UsageError('Only --demo is there to seed.');
    if (config.isProduction)
      throw new UsageError('The demo accounts have a known password: not in production.');
    return withDeps(config, async (deps) => {
      const report = await seedDemo(await operatorCtx(deps, Number(values.tenant)), deps);
      console.log(report);
      return 0;
    });
  },
};
