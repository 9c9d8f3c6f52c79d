import { addMonths } from '../kernel/index.js';

/** Something that an account has, as it was bought or given. */
export interface Grant {
  readonly id: number;
  readonly months: number;
  readonly price: number;
  readonly boughtAt: number;
  /** The end that the store or the operator has set; null for so many months as were bought. */
  readonly setEnd: number | null;
}

/** From when until when a grant counts. */
export interface Period {
  readonly startsAt: number;
  readonly endsAt: number;
}

/**
 * When each of an account's grants counts, by id. One whose end is set counts from when it was bought until then. Of the
 * others, one that is worth more than what runs begins at once and has the days that were left added to its end; one
 * that is worth as much or less waits for the end.
 */
export function layOut(grants: readonly Grant[], timeZone: string): Map<number, Period> {
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

/** A grant with its period, as far as it has not been taken back. */
export interface Held extends Period {
  readonly price: number;
  /** How long it counts beyond its end, while a renewal may be on its way. */
  readonly holdsUntil: number;
}

/** Of what an account holds, the one of the greatest worth that counts now; of two, the one that ends last. */
export function findRunning<G extends Held>(held: readonly G[], now: number): G | undefined {
  return held
    .filter(({ startsAt, holdsUntil }) => startsAt <= now && now < holdsUntil)
    .sort((a, b) => b.price - a.price || b.endsAt - a.endsAt)[0];
}

/** Until when there is no gap in what an account holds, if nothing is bought any more; undefined when nothing counts now. */
export function heldUntil(held: readonly Held[], now: number): number | undefined {
  if (!findRunning(held, now)) return undefined;
  let until = now;
  for (const one of [...held].sort((a, b) => a.startsAt - b.startsAt))
    if (one.startsAt <= until) until = Math.max(until, one.endsAt);
  return until;
}

/** What a plan costs for a month, in hundredths. */
export function pricePerMonth({ price, months }: { price: number; months: number }): number {
  return Math.round(price / months);
}

/** By how many whole percent a plan is cheaper than the same months at the monthly price; 0 when it is not. */
export function discountOf(plan: { price: number; months: number }, monthlyPrice: number): number {
  const whole = monthlyPrice * plan.months;
  return whole > plan.price ? Math.floor((100 * (whole - plan.price)) / whole) : 0;
}

/** An amount in hundredths, as `1490.00`. */
export function priceText(price: number): string {
  return (price / 100).toFixed(2);
}

/** Until when something counts beyond its end: as the store says, else a while in which a renewal may be on its way. */
export function graceOf(
  { state, expiresAt, graceUntil }: { state: string; expiresAt: number | null; graceUntil: number | null },
  graceHours: number,
): number | null {
  if (graceUntil !== null) return graceUntil;
  return state === 'renewing' && expiresAt !== null ? expiresAt + graceHours * 3600 * 1000 : null;
}

/** Whether two order numbers of Google are of one purchase: renewals count up behind two dots. */
export function isSameOrder(a: string, b: string): boolean {
  return a.split('..')[0] === b.split('..')[0];
}
