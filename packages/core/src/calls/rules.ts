import type { AccountId } from '../kernel/index.js';
import type { CallSummary } from './event-types.js';
import type { LiveCall } from './store.js';

/** A device that calls and was not seen with a socket for this long has none. Nodes look for it each second. */
const SEEN_FOR_MS = 3_000;

/** How long nobody may be there for a call until it ends: clients crash, lose their network or reload. */
export const LEFT_FOR_MS = { ringing: 4_000, active: 60_000 } as const;

/**
 * Whether nobody is there for a call: while it rings, the device that calls; then any device of the two. A device that never
 * had a socket is not judged.
 */
export function isAbandoned(
  { state, callerId, calleeId, callerSeenAt }: LiveCall,
  { now, isOnline }: { readonly now: number; readonly isOnline: (id: AccountId) => boolean },
): boolean {
  if (state === 'active') return !isOnline(callerId) && !isOnline(calleeId);
  return callerSeenAt !== null && now - callerSeenAt > SEEN_FOR_MS;
}

/** Whether the request repeats a ringing call, after a lost response. */
export function isRepeat(
  live: Pick<CallSummary, 'listId' | 'callerId' | 'medium' | 'state'>,
  asked: Pick<CallSummary, 'listId' | 'callerId' | 'medium'>,
): boolean {
  return (
    live.state === 'ringing' &&
    live.listId === asked.listId &&
    live.callerId === asked.callerId &&
    live.medium === asked.medium
  );
}
