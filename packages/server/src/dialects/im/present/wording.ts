import { DEFAULT_SIGNATURE } from '@kith/contract';
import type { CallOutcome } from '@kith/core/calls';
import type { Wording } from '@kith/core/kernel';

const results: Readonly<Record<Exclude<CallOutcome, 'completed'>, string>> = {
  cancelled: '已取消',
  refused: '已拒绝',
  missed: '未接听',
  busy: '忙线未接听',
};

/** The stored texts in the wording of the Chat API. */
export const wording: Wording = {
  signature: DEFAULT_SIGNATURE,
  deletedName: '已注销用户',
  anonymousName: (digits) => `匿名${digits}`,
  groupName: (names) => names.join('、'),
  callResult: (outcome, durationMs) =>
    outcome === 'completed' ? `通话时长 ${clockOf(durationMs)}` : results[outcome],
};

/** `01:05`, or `1:01:05` from one hour. */
function clockOf(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? [hours, ...parts].join(':') : parts.join(':');
}
