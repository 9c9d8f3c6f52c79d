import { findAccountByUsername } from '@kith/core/accounts';
import type { AccountId, Ctx } from '@kith/core/kernel';
import { grantVip, showVip, revokeVip } from '@kith/core/billing';
import { operatorName, readArgs, readTenantId, UsageError, type Command } from './command.js';
import { operatorCtx, withDeps } from './with-core.js';

interface Given {
  readonly accountId: AccountId;
  readonly planCode: string | undefined;
  readonly days: number | undefined;
  /** The decider and the reason. */
  readonly by: string;
  readonly why: string;
}

const actions: Readonly<Record<string, (ctx: Ctx, given: Given) => Promise<string>>> = {
  grant: async (ctx, { accountId, planCode, ...given }) => {
    if (planCode === undefined) throw new UsageError('Specify the plan to grant.');
    await grantVip(ctx, { accountId, planCode, ...given });
    return untilText((await showVip(ctx, accountId)).until);
  },
  revoke: async (ctx, { accountId, by, why }) => {
    await revokeVip(ctx, { accountId, by, why });
    return 'Revoked.';
  },
  show: async (ctx, { accountId }) => {
    const { held, log, spent, until, ...shown } = await showVip(ctx, accountId);
    const entitlements = held.map(({ planCode, startsAt, endsAt, isSandbox }) => ({
      plan: planCode,
      from: date(startsAt),
      to: date(endsAt),
      ...(isSandbox && { paidWith: 'sandbox' }),
    }));
    const lines = log.map(({ at, until: end, ...line }) => ({ at: date(at), ...line, until: date(end) }));
    const spendings = spent.map(({ at, refundedAt, ...line }) => ({
      at: date(at),
      ...line,
      ...(refundedAt !== null && { refunded: date(refundedAt) }),
    }));
    const state = { ...shown, until: until && date(until), entitlements, log: lines, spent: spendings };
    return JSON.stringify(state, null, 2);
  },
};

export const vipCommand: Command = {
  usage:
    'grant USERNAME PLAN [--days N] | revoke USERNAME | show USERNAME  [--why TEXT] [--by NAME] [--tenant ID]',
  summary:
    'Grants a plan without a purchase, for its months or --days; revokes all plans; shows plans, history and spending. The first two need --why.',
  run: async (args, config) => {
    const { positionals, values } = readArgs(args, {
      tenant: { type: 'string', default: '1' },
      why: { type: 'string', default: '' },
      by: { type: 'string', default: operatorName() },
      days: { type: 'string' },
    });
    const [name = '', username, planCode, extra] = positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (
      !action ||
      username === undefined ||
      extra !== undefined ||
      (planCode !== undefined && name !== 'grant')
    )
      throw new UsageError('Specify an action and its arguments.');
    const { by, why } = values;
    const days = values.days === undefined ? undefined : readDays(values.days);
    const tenantId = readTenantId(values.tenant);
    return withDeps(config, async (deps) => {
      const ctx = await operatorCtx(deps, tenantId);
      const { id: accountId } = await findAccountByUsername(ctx, username);
      console.log(await action(ctx, { accountId, planCode, days, by, why }));
      return 0;
    });
  },
};

function readDays(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageError('Days are a whole number from 1.');
  return Number(text);
}

function untilText(until: number | null): string {
  return until === null ? 'Granted.' : `VIP until ${date(until)}.`;
}

function date(ms: number): string {
  return new Date(ms).toISOString();
}
