import { addPlan, listPlans, setPlan, type Plan, type PlanInput } from '@kith/core/billing';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

export const planCommand: Command = {
  usage: 'list | add CODE KEY=VALUE… | set CODE KEY=VALUE…  [--tenant ID]',
  summary:
    'Lists and changes the plans on sale. KEY is name, months, currency, price, tickets, note, extra, apple, google (its id at the store) or hidden.',
  run: async (args, config) => {
    const { positionals, values } = readArgs(args, { tenant: { type: 'string', default: '1' } });
    const [action, code, ...pairs] = positionals;
    const isChange = (action === 'add' || action === 'set') && code !== undefined && pairs.length > 0;
    if (!isChange && (action !== 'list' || code !== undefined))
      throw new UsageError('Specify an action and a plan.');
    const input = readInput(pairs);
    const tenantId = readTenantId(values.tenant);
    return withDeps(config, async (deps) => {
      const ctx = await operatorCtx(deps, tenantId);
      if (isChange) await (action === 'add' ? addPlan : setPlan)(ctx, code, input);
      for (const plan of await listPlans(ctx)) console.log(describe(plan));
      return 0;
    });
  },
};

const readers: Readonly<Record<string, (text: string) => PlanInput>> = {
  name: (name) => ({ name }),
  months: (text) => ({ months: readWhole('months', text) }),
  currency: (currency) => ({ currency }),
  price: (text) => ({ price: readPrice(text) }),
  tickets: (text) => ({ tickets: readWhole('tickets', text) }),
  note: (note) => ({ note }),
  extra: (extraData) => ({ extraData }),
  apple: (text) => ({ appleProductId: text || null }),
  google: (text) => ({ googleProductId: text || null }),
  hidden: (text) => {
    if (text !== 'true' && text !== 'false') throw new UsageError('hidden must be true or false.');
    return { isHidden: text === 'true' };
  },
};

function readInput(pairs: readonly string[]): PlanInput {
  const parts = pairs.map((pair) => {
    const [key = '', ...rest] = pair.split('=');
    const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (!read || rest.length === 0)
      throw new UsageError(
        `${JSON.stringify(pair)} is not KEY=VALUE with one of ${Object.keys(readers).join(', ')}.`,
      );
    return read(rest.join('='));
  });
  return Object.assign({}, ...parts) as PlanInput; // every part is a partial input
}

function readWhole(key: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${key} must be a whole number from 0.`);
  return Number(text);
}

/** A price as people write it, in hundredths. */
function readPrice(text: string): number {
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(text))
    throw new UsageError('price must be an amount such as 390 or 390.50.');
  return Math.round(Number(text) * 100);
}

function describe(plan: Plan): string {
  const { id, code, name, months, currency, price, tickets, note, appleProductId, googleProductId } = plan;
  const amount = `${currency}${(price / 100).toFixed(2)}`;
  const state = plan.isHidden ? 'hidden' : 'offered';
  return [
    id,
    code,
    name,
    `${months} months`,
    amount,
    `${tickets} tickets`,
    state,
    note,
    appleProductId ?? '-',
    googleProductId ?? '-',
  ].join('\t');
}
