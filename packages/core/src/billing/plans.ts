import { bounds, cleanLine, DomainError, invalid, transact, type Ctx } from '../kernel/index.js';
import { insertPlan, isProductTaken, selectPlans, updatePlan } from './plans-store.js';
import type { Plan, PlanInput } from './plan.js';

/** The tenant's plans in order, including hidden ones. */
export function listPlans(ctx: Ctx): Promise<Plan[]> {
  return selectPlans(ctx);
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
export async function addPlan(ctx: Ctx, code: string, input: PlanInput): Promise<void> {
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
  if (!(await insertPlan(ctx, plan, bounds.list.plans)))
    throw new DomainError(
      'conflict',
      `The code or the name at a store is taken, or there are already ${bounds.list.plans} plans.`,
    );
}

/** Changes a plan; existing purchases keep their terms. Throws `invalid`, `conflict` or `not_found`. */
export async function setPlan(ctx: Ctx, code: string, input: PlanInput): Promise<void> {
  const change = cleanPlan(input);
  await transact(ctx, async (tx) => {
    if (await isProductTaken(tx, code, change))
      throw new DomainError('conflict', 'Another plan has this name at the store.');
    if (!(await updatePlan(tx, code, change)))
      throw new DomainError('not_found', `There is no plan ${code}.`);
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
