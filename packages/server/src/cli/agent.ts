import { findAccountByUsername } from '@kith/core/accounts';
import type { AccountId, Ctx } from '@kith/core/kernel';
import { removeSupportAgent, addSupportAgent, listAgents } from '@kith/core/support';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

const actions: Readonly<Record<string, (ctx: Ctx, id: AccountId) => Promise<string>>> = {
  add: async (ctx, id) => {
    await addSupportAgent(ctx, id);
    return 'Serves customers.';
  },
  away: async (ctx, id) => {
    await removeSupportAgent(ctx, id, 'away');
    return 'Away; a running server reassigns the customers within seconds. "add" ends the absence.';
  },
  remove: async (ctx, id) => {
    await removeSupportAgent(ctx, id, 'removed');
    return 'No longer an agent; a running server reassigns the customers within seconds.';
  },
};

export const agentCommand: Command = {
  usage: 'list | add USERNAME | away USERNAME | remove USERNAME  [--tenant ID]',
  summary: 'Manages the agents of customer service; the customers of an agent who leaves are reassigned.',
  run: async (args, config) => {
    const { positionals, values } = readArgs(args, { tenant: { type: 'string', default: '1' } });
    const [action = '', username, extra] = positionals;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (extra !== undefined || (act ? !username : action !== 'list' || username !== undefined))
      throw new UsageError('Specify an action and its arguments.');
    const tenantId = readTenantId(values.tenant);
    return withDeps(config, async (deps) => {
      const ctx = await operatorCtx(deps, tenantId);
      if (act && username) console.log(await act(ctx, (await findAccountByUsername(ctx, username)).id));
      else await printAgents(ctx);
      return 0;
    });
  },
};

async function printAgents(ctx: Ctx): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const { rows, next }: Awaited<ReturnType<typeof listAgents>> = await listAgents(ctx, after);
    for (const { id, username, state, open } of rows) console.log([id, username, state, open].join('\t'));
    after = next;
  }
}
