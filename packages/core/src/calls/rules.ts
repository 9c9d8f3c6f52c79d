import type { CallNews, CallOutcome } from '../kernel/index.js';

/** Whether the caller asks again for what rings already: a repeat after a lost answer. */
export function isRepeat(
  live: Pick<CallNews, 'listId' | 'callerId' | 'medium' | 'state'>,
  asked: Pick<CallNews, 'listId' | 'callerId' | 'medium'>,
): boolean {
  return (
    live.state === 'ringing' &&
    live.listId === asked.listId &&
    live.callerId === asked.callerId &&
    live.medium === asked.medium
  );
}

// Messages hold their text as it is shown, whatever tells them apart beside it: clients show it unread.
const texts: Readonly<Record<Exclude<CallOutcome, 'completed'>, string>> = {
  cancelled: '已取消',
  refused: '已拒绝',
  missed: '未接听',
  busy: '忙线未接听',
};

/** What the message says that tells how a call ended. */
export function resultText(outcome: CallOutcome, durationMs: number): string {
  return outcome === 'completed' ? `通话时长 ${clockOf(durationMs)}` : texts[outcome];
}

/** `01:05`, or `1:01:05` from an hour on. */
function clockOf(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? [hours, ...parts].join(':') : parts.join(':');
}
