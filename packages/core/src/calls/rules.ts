import type { CallSummary } from './event-types.js';

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
