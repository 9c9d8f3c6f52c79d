import type { Shift } from '../db/tables/support.js';
import { dayOfWeek, minuteOfDay, nextMinuteOfDay, type AccountId } from '../kernel/index.js';

export type { Shift } from '../db/tables/support.js';

/** When an agent works, and how many customers the agent serves at once. */
export interface Schedule {
  /** Null for always. */
  readonly hours: readonly Shift[] | null;
  readonly timeZone: string;
  /** Null without a limit. */
  readonly mostCustomers: number | null;
}

/** Whether it is one of the hours of an agent. */
export function isOnDuty({ hours, timeZone }: Pick<Schedule, 'hours' | 'timeZone'>, now: number): boolean {
  if (hours === null) return true;
  const [day, minute] = [dayOfWeek(timeZone, now), minuteOfDay(timeZone, now)];
  return hours.some((shift) => shift.day === day && minute >= shift.from && minute < shift.to);
}

/** Whether an agent gets a new customer now: it is one of the agent's hours, and there is room. */
export function hasRoom(agent: Schedule & { readonly load: number }, now: number): boolean {
  return isOnDuty(agent, now) && (agent.mostCustomers === null || agent.load < agent.mostCustomers);
}

/** An agent who could serve a customer. */
export interface Candidate {
  readonly id: AccountId;
  /** The number of active customers. */
  readonly load: number;
  readonly isOnline: boolean;
}

/**
 * Chooses an agent for a customer: avoids the previous one if possible, then prefers online agents, then the least
 * busy, then the lowest id.
 */
export function pickAgent(
  candidates: readonly Candidate[],
  lastAgentId: AccountId | null,
): AccountId | undefined {
  const [best] = [...candidates].sort(
    (a, b) =>
      Number(a.id === lastAgentId) - Number(b.id === lastAgentId) ||
      Number(b.isOnline) - Number(a.isOnline) ||
      a.load - b.load ||
      a.id - b.id,
  );
  return best?.id;
}

/** Whether support is open, and the end of this state (milliseconds, at the latest midnight if it never closes). */
export interface ServicePeriod {
  readonly isOpen: boolean;
  readonly endsAt: number;
}

/** The service period at a time. Support that never closes has one period per day. */
export function servicePeriod(hours: string, timeZone: string, now: number): ServicePeriod {
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = hours.split(/[-:]/).map(Number);
  const from = fromHour * 60 + fromMinute;
  const to = toHour * 60 + toMinute;
  if (from === to) return { isOpen: true, endsAt: nextMinuteOfDay(timeZone, now, 0) };
  const minute = minuteOfDay(timeZone, now);
  const isOpen = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  return { isOpen, endsAt: nextMinuteOfDay(timeZone, now, isOpen ? to : from) };
}

/** Orders rows: those waiting for an answer first, longest wait first; then the newest. */
export function byWaiting(
  a: { unread: number; lastSentAt: number },
  b: { unread: number; lastSentAt: number },
): number {
  if (a.unread > 0 !== b.unread > 0) return a.unread > 0 ? -1 : 1;
  return a.unread > 0 ? a.lastSentAt - b.lastSentAt : b.lastSentAt - a.lastSentAt;
}
