import { localOfTab } from './local.js';

/**
 * The address of a link that adds a person or a group. Whoever follows one without an account signs in or registers first,
 * and is led there afterwards.
 */
const LINK = /^\/(add|join)\//;
const KEY = 'kith.invitation';

/** Remembers an address if it is such a link, for as long as this tab is open; returns whether it is. */
export function keepInvitation(address: string): boolean {
  const isInvitation = LINK.test(address);
  if (isInvitation) localOfTab.setItem(KEY, address);
  return isInvitation;
}

/** The link that brought somebody here. */
export function findInvitation(): string | undefined {
  return localOfTab.getItem(KEY) ?? undefined;
}

/** The link that brought somebody here; it is followed once. */
export function takeInvitation(): string | undefined {
  const found = findInvitation();
  localOfTab.removeItem(KEY);
  return found;
}

/** The inviter's code in the link, for the registration; empty without one. */
export function inviteCodeOf(address: string | undefined): string {
  return address === undefined ? '' : (new URL(address, location.origin).searchParams.get('code') ?? '');
}

/** The link to a person. `code` is the own invite code. */
export function personLink({ userId, code }: { userId: number; code: string }): string {
  return `${location.origin}/add/${userId}?${new URLSearchParams({ code }).toString()}`;
}
