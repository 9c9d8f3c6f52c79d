import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

export const seedCommand: Command = {
  usage: '--demo [--tenant ID]',
  summary:
    'Fills a tenant with people, friendships, chats in several languages, pictures and short videos, as a demo.',
  run: async (args, config) => {
    const { values, positionals } = readArgs(args, {
      demo: { type: 'boolean' },
      tenant: { type: 'string', default: '1' },
    });
    if (!values.demo || positionals.length > 0) throw new UsageError('Only --demo is supported.');
    if (config.isProduction)
      throw new Error('The demo accounts have a publicly known password and are not allowed in production.');
    const tenantId = readTenantId(values.tenant);
    const { makeDemoClock, seedDemo } = await import('./seed-demo.js');
    const clock = makeDemoClock();
    return withDeps(
      config,
      async (deps) => {
        console.log(await seedDemo(deps, await operatorCtx(deps, tenantId), clock));
        return 0;
      },
      { now: clock.now },
    );
  },
};
