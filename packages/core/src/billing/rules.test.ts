import { describe, expect, it } from 'vitest';
import { discountOf, findRunning, heldUntil, scheduleGrants, pricePerMonth, type Grant } from './rules.js';

const DAY = 24 * 3600 * 1000;
const zone = 'Asia/Taipei';
const at = (month: number, day: number) => Date.UTC(2026, month - 1, day, -8);
const vip1 = { months: 1, price: 39_000 };
const vip12 = { months: 12, price: 199_000 };
const grant = (
  id: number,
  plan: { months: number; price: number },
  boughtAt: number,
  setEnd: number | null = null,
): Grant => ({
  id,
  ...plan,
  boughtAt,
  setEnd,
});
const periods = (...grants: Grant[]) => Object.fromEntries(scheduleGrants(grants, zone));

describe('layOut', () => {
  it('counts calendar months from the purchase', () => {
    expect(periods(grant(1, vip1, at(1, 31)))).toEqual({ 1: { startsAt: at(1, 31), endsAt: at(2, 28) } });
  });

  it('queues the same or a cheaper plan after the running one', () => {
    expect(periods(grant(1, vip1, at(1, 10)), grant(2, vip1, at(1, 20)))[2]).toEqual({
      startsAt: at(2, 10),
      endsAt: at(3, 10),
    });
    expect(periods(grant(1, vip12, at(1, 10)), grant(2, vip1, at(1, 20)))[2]).toEqual({
      startsAt: Date.UTC(2027, 0, 10, -8),
      endsAt: Date.UTC(2027, 1, 10, -8),
    });
  });

  it('starts a more expensive plan immediately and adds the remaining days', () => {
    const laid = periods(grant(1, vip1, at(1, 10)), grant(2, vip12, at(2, 1)));
    expect(laid[2]).toEqual({ startsAt: at(2, 1), endsAt: Date.UTC(2027, 1, 1, -8) + 9 * DAY });
  });

  it('also adds queued plans', () => {
    const laid = periods(grant(1, vip1, at(1, 10)), grant(2, vip1, at(1, 11)), grant(3, vip12, at(2, 1)));
    expect(laid[3]!.endsAt).toBe(Date.UTC(2027, 1, 1, -8) + (at(3, 10) - at(2, 1)));
  });

  it('adds nothing from ended or revoked plans', () => {
    expect(periods(grant(1, vip1, at(1, 10)), grant(2, vip12, at(3, 1)))[2]!.endsAt).toBe(
      Date.UTC(2027, 2, 1, -8),
    );
    expect(periods(grant(2, vip12, at(2, 1)))[2]!.endsAt).toBe(Date.UTC(2027, 1, 1, -8));
  });

  it('keeps a set end, and starts others after it', () => {
    const laid = periods(grant(1, vip1, at(1, 10), at(1, 25)), grant(2, vip1, at(1, 20)));
    expect(laid).toEqual({
      1: { startsAt: at(1, 10), endsAt: at(1, 25) },
      2: { startsAt: at(1, 25), endsAt: at(2, 25) },
    });
  });

  it('orders by time of purchase, not by id', () => {
    expect(periods(grant(1, vip1, at(1, 20)), grant(2, vip1, at(1, 10)))[1]!.startsAt).toBe(at(2, 10));
  });
});

describe('the running plan', () => {
  const held = (startsAt: number, endsAt: number, price = 1, holdsUntil = endsAt) => ({
    startsAt,
    endsAt,
    price,
    holdsUntil,
  });

  it('is the most expensive one', () => {
    const all = [held(0, 100, 1), held(0, 50, 2), held(0, 60, 2)];
    expect(findRunning(all, 10)).toBe(all[2]);
    expect(findRunning(all, 70)).toBe(all[0]);
    expect(findRunning(all, 100)).toBeUndefined();
  });

  it('lasts through its grace period', () => {
    const all = [held(0, 100, 1, 120)];
    expect(findRunning(all, 119)).toBe(all[0]);
    expect(findRunning(all, 120)).toBeUndefined();
  });

  it('lasts until the first gap', () => {
    const all = [held(300, 400), held(0, 100), held(100, 200)];
    expect(heldUntil(all, 50)).toBe(200);
    expect(heldUntil(all, 250)).toBeUndefined();
  });
});

describe('figures of the offer', () => {
  it.each([
    [39_000, 1, 39_000, 0],
    [149_000, 6, 24_833, 36],
    [199_000, 12, 16_583, 57],
    [234_000, 6, 39_000, 0],
    [400_000, 6, 66_667, 0],
    [0, 3, 0, 100],
  ])('%d for %d months is %d a month, %d percent less', (price, months, perMonth, discount) => {
    expect(pricePerMonth({ price, months })).toBe(perMonth);
    expect(discountOf({ price, months }, 39_000)).toBe(discount);
  });
});
