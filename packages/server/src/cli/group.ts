import { findAccountByUsername } from '@kith/core/accounts';
import { assignGroupOwner, listBrokenGroups, repairGroups, showGroup } from '@kith/core/groups';
import type { Ctx } from '@kith/core/kernel';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

const actions: Readonly<
  Record<string, { argumentCount: number; run: (ctx: Ctx, args: readonly string[]) => Promise<string> }>
> = {
  show: {
    argumentCount: 1,
    run: async (ctx, [listId = '']) => JSON.stringify(await showGroup(ctx, listId), null, 2),
  },
  'hand-over': {
    argumentCount: 2,
    run: async (ctx, [listId = '', username = '']) => {
      const { id: toId } = await findAccountByUsername(ctx, username);
      await assignGroupOwner(ctx, { listId, toId });
      return `${username} owns the group.`;
    },
  },
  check: {
    argumentCount: 0,
    run: async (ctx) => {
      const broken = await listBrokenGroups(ctx);
      return [...broken.map(lineOf), `${broken.length} groups need a repair.`].join('\n');
    },
  },
  repair: {
    argumentCount: 0,
    run: async (ctx) => {
      const { mended, left } = await repairGroups(ctx);
      return [
        ...mended.map((group) => `mended  ${lineOf(group)}`),
        ...left.map((group) => `left    ${lineOf(group)}: no active member`),
        `${mended.length} groups repaired, ${left.length} left.`,
      ].join('\n');
    },
  },
};

export const groupCommand: Command = {
  usage: 'show LIST_ID | hand-over LIST_ID USERNAME | check | repair  [--tenant ID]',
  summary:
    'Manages groups: shows one with its members, makes an active member its owner, lists groups that no active member runs, and gives those another owner.',
  run: async (args, config) => {
    const { positionals, values } = readArgs(args, { tenant: { type: 'string', default: '1' } });
    const [name = '', ...rest] = positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action || rest.length !== action.argumentCount)
      throw new UsageError('Specify an action and a group.');
    const tenantId = readTenantId(values.tenant);
    return withDeps(config, async (deps) => {
      console.log(await action.run(await operatorCtx(deps, tenantId), rest));
      return 0;
    });
  },
};

function lineOf({ listId, name, problem }: { listId: string; name: string; problem: string }): string {
  return `${listId}  ${JSON.stringify(name)}  ${problem}`;
}
