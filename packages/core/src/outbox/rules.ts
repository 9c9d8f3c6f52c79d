import { bounds } from '../kernel/index.js';

/** The pause after a failed attempt, the first of which has number 1; undefined after the last. */
export function pauseAfter(attempt: number): number | undefined {
  const { attempts, firstPauseMs } = bounds.outbox;
  return attempt < attempts ? firstPauseMs * 4 ** (attempt - 1) : undefined;
}

/** An address as records show it: enough to recognise one's own, too little to write to. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at === -1) return `${address.slice(0, 3)}…${address.slice(-2)}`;
  return `${[...address].slice(0, 1).join('')}…${address.slice(at)}`;
}

/** A provider's answer as records show it: shortened, without addresses and longer numbers. */
export function maskAnswer(answer: string): string {
  return answer
    .slice(0, bounds.outbox.answerBytes)
    .replaceAll(/[^\s<>"'@]+@[^\s<>"'@]+/g, '…')
    .replaceAll(/(?:\d[ -]?){4,}\d/g, '…')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, bounds.outbox.answerCharacters);
}
