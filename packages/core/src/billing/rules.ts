import { addMonths } from '../kernel/index.js';

/** A plan that an account has, bought or granted. */
export interface Grant {
  readonly id: number;
  readonly months: number;
  readonly price: number;
  readonly boughtAt: number;
  /** The end set by the store or the operator; null for the months bought. */
  readonly setEnd: number | null;
}

/** The period in which a grant counts. */
export interface Period {
  readonly startsAt: number;
  readonly endsAt: number;
}

/**
 * The periods of an account's grants, by id. A grant with a set end counts from its purchase until that end. Of the
 * others, one worth more than the running grant starts at once, extended by the remaining time; one worth as much or
 * less starts at the end.
 */
export function scheduleGrants(grants: readonly Grant[], timeZone: string): Map<number, Period> {
  const periods = new Map<number, Period>();
  const laid: (Period & { price: number })[] = [];
  for (const grant of [...grants].sort((a, b) => a.boughtAt - b.boughtAt || a.id - b.id)) {
    const running = laid.filter(({ endsAt }) => endsAt > grant.boughtAt);
    const period = periodOf(grant, running, timeZone);
    periods.set(grant.id, period);
    laid.push({ ...period, price: grant.price });
  }
  return periods;
}

function periodOf(
  { boughtAt, setEnd, months, price }: Grant,
  running: readonly (Period & { price: number })[],
  timeZone: string,
): Period {
  if (setEnd !== null) return { startsAt: boughtAt, endsAt: Math.max(setEnd, boughtAt) };
  const left = Math.max(boughtAt, ...running.map(({ endsAt }) => endsAt)) - boughtAt;
  const isUpgrade = running.every((other) => other.price < price);
  if (isUpgrade) return { startsAt: boughtAt, endsAt: addMonths(timeZone, boughtAt, months) + left };
  const startsAt = boughtAt + left;
  return { startsAt, endsAt: addMonths(timeZone, startsAt, months) };
}

/** An unrevoked grant with its period. */
export interface Held extends Period {
  readonly price: number;
  /** End of its grace period, in which a renewal may still arrive. */
  readonly holdsUntil: number;
}

/** The running grant with the highest price; if equal, the one that ends last. `isVip` has the same rule in SQL. */
export function findRunning<G extends Held>(held: readonly G[], now: number): G | undefined {
  return held
    .filter(({ startsAt, holdsUntil }) => startsAt <= now && now < holdsUntil)
    .sort((a, b) => b.price - a.price || b.endsAt - a.endsAt)[0];
}

/** End of the account's continuous entitlement without further purchases; undefined if nothing counts now. */
export function heldUntil(held: readonly Held[], now: number): number | undefined {
  if (!findRunning(held, now)) return undefined;
  let until = now;
  for (const one of [...held].sort((a, b) => a.startsAt - b.startsAt))
    if (one.startsAt <= until) until = Math.max(until, one.endsAt);
  return until;
}

/** A plan's price per month, in hundredths. */
export function pricePerMonth({ price, months }: { price: number; months: number }): number {
  return Math.round(price / months);
}

/** A plan's discount against its months at the monthly price, in whole percent; 0 for none. */
export function discountOf(plan: { price: number; months: number }, monthlyPrice: number): number {
  const whole = monthlyPrice * plan.months;
  return whole > plan.price ? Math.floor((100 * (whole - plan.price)) / whole) : 0;
}

/** An amount in hundredths, as `1490.00`. */
export function priceText(price: number): string {
  return (price / 100).toFixed(2);
}

/** End of the grace period: set by the store, otherwise a fixed time in which a renewal may still arrive. */
export function graceOf(
  { state, expiresAt, graceUntil }: { state: string; expiresAt: number | null; graceUntil: number | null },
  graceHours: number,
): number | null {
  if (graceUntil !== null) return graceUntil;
  return state === 'renewing' && expiresAt !== null ? expiresAt + graceHours * 3600 * 1000 : null;
}

/** Whether two Google order numbers belong to one purchase: renewals append `..` and a number. */
export function isSameOrder(a: string, b: string): boolean {
  return a.split('..')[0] === b.split('..')[0];
}
