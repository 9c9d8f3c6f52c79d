import type { CallSummary, CallOutcome } from './event-types.js';

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

// Messages contain their display text beside the structured data: clients show it unparsed.
const texts: Readonly<Record<Exclude<CallOutcome, 'completed'>, string>> = {
  cancelled: '已取消',
  refused: '已拒绝',
  missed: '未接听',
  busy: '忙线未接听',
};

/** The text of the message that reports a call's result. */
export function resultText(outcome: CallOutcome, durationMs: number): string {
  return outcome === 'completed' ? `通话时长 ${clockOf(durationMs)}` : texts[outcome];
}

/** `01:05`, or `1:01:05` from one hour. */
function clockOf(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? [hours, ...parts].join(':') : parts.join(':');
}
