import { findAccountByUsername } from '@kith/core/accounts';
import { listSubscriptions, sendTestPush } from '@kith/core/push';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

export const pushCommand: Command = {
  usage: 'test USERNAME | log USERNAME  [--tenant ID]',
  summary:
    'Sends a test to the browsers of an account and shows the answers of their push services; lists the browsers with what was sent.',
  run: async (args, config) => {
    const { positionals, values } = readArgs(args, { tenant: { type: 'string', default: '1' } });
    const [action, username, extra] = positionals;
    if ((action !== 'test' && action !== 'log') || username === undefined || extra !== undefined)
      throw new UsageError('Specify test or log, and a user name.');
    const tenantId = readTenantId(values.tenant);
    return withDeps(config, async (deps) => {
      const ctx = await operatorCtx(deps, tenantId);
      const { id } = await findAccountByUsername(ctx, username);
      if (action === 'log') {
        for (const { endpoint, createdAt, sent, failed, lastAt, lastAnswer } of await listSubscriptions(
          ctx,
          id,
        ))
          console.log(
            [new URL(endpoint).host, date(createdAt), sent, failed, date(lastAt), lastAnswer].join('\t'),
          );
        return 0;
      }
      const results = await sendTestPush(ctx, id);
      if (results.length === 0) console.log('No browser of this account receives push messages.');
      for (const { host, isSent, answer } of results)
        console.log(`${isSent ? 'Accepted' : 'Refused'} by ${host}: ${answer}`);
      return results.every(({ isSent }) => isSent) ? 0 : 1;
    });
  },
};

function date(ms: number | null): string {
  return ms === null ? '-' : new Date(ms).toISOString();
}
