import { bounds, cleanLine, DomainError, invalid, transact, type Ctx } from '../kernel/index.js';
import { audit, type OperatorCtx } from '../staff/index.js';
import {
  countHolders,
  insertPlan,
  isProductTaken,
  lockPlan,
  selectPlans,
  updatePlan,
} from './plans-store.js';
import type { Plan, PlanInput } from './plan.js';

/** The tenant's plans in order, including hidden ones. */
export function listPlans(ctx: Ctx): Promise<Plan[]> {
  return selectPlans(ctx);
}

/** The tenant's plans with the number of accounts that hold each one now, counted up to 10,000. */
export async function listPlansAsStaff(ctx: Ctx): Promise<(Plan & { holders: number })[]> {
  const [plans, holders] = await Promise.all([selectPlans(ctx), countHolders(ctx)]);
  return plans.map((plan) => ({ ...plan, holders: holders.get(plan.id) ?? 0 }));
}

/** The plan with a code. Throws `invalid` with the existing codes. */
export async function getPlan(ctx: Ctx, code: string): Promise<Plan> {
  const plans = await selectPlans(ctx);
  const plan = plans.find((one) => one.code === code);
  if (!plan)
    throw new DomainError('invalid', `There is no plan ${code}.`, {
      field: 'planCode',
      allowed: plans.map((one) => one.code),
    });
  return plan;
}

/** Appends a plan. Throws `invalid` or `conflict`. */
export async function addPlan(ctx: OperatorCtx, code: string, input: PlanInput): Promise<void> {
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(code)) throw invalid('code');
  const { months, price } = input;
  if (months === undefined || price === undefined) throw invalid(months === undefined ? 'months' : 'price');
  const plan = {
    name: code,
    currency: 'NT$',
    tickets: 0,
    note: '',
    extraData: '',
    appleProductId: null,
    googleProductId: null,
    isHidden: false,
    ...cleanPlan(input),
    code,
    months,
    price,
  };
  await transact(ctx, async (tx) => {
    if (!(await insertPlan(tx, plan, bounds.list.plans)))
      throw new DomainError(
        'conflict',
        `The code or the name at a store is taken, or there are already ${bounds.list.plans} plans.`,
        { rule: 'plan_taken' },
      );
    await audit(tx, { action: 'plans.add', object: { kind: 'plan', id: code }, after: plan });
  });
}

/** Changes a plan; existing purchases keep their terms. Throws `invalid`, `conflict` or `not_found`. */
export async function setPlan(ctx: OperatorCtx, code: string, input: PlanInput): Promise<void> {
  const change = cleanPlan(input);
  await transact(ctx, async (tx) => {
    const before = await lockPlan(tx, code);
    if (!before) throw new DomainError('not_found', `There is no plan ${code}.`);
    if (await isProductTaken(tx, code, change))
      throw new DomainError('conflict', 'Another plan has this name at the store.', { rule: 'plan_taken' });
    await updatePlan(tx, code, change);
    await audit(tx, {
      action: 'plans.change',
      object: { kind: 'plan', id: code },
      before: Object.fromEntries(
        Object.keys(change).map((field) => [field, before[field as keyof PlanInput]]),
      ),
      after: change,
    });
  });
}

/** Validates and cleans a plan's fields. Throws `invalid`. */
function cleanPlan(input: PlanInput): PlanInput {
  const { months, price, tickets } = input;
  if (months !== undefined && !isWhole(months, 1, 120)) throw invalid('months');
  if (price !== undefined && !isWhole(price, 0, 2_000_000_000)) throw invalid('price');
  if (tickets !== undefined && !isWhole(tickets, 0, 1_000_000)) throw invalid('tickets');
  const lines = Object.entries(input).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const max = bounds.text.planCharacters;
  return {
    ...input,
    ...Object.fromEntries(lines.map(([field, text]) => [field, cleanLine(field, text, { max, min: 0 })])),
  };
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}
