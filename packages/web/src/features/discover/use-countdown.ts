import { useNow } from '../../text/index.js';

const MINUTE_MS = 60_000;

/** Hours and minutes until a time, as `5:07`; renewed each minute. */
export function useCountdown(time: number): string {
  const minutes = Math.max(0, Math.ceil((time - useNow()) / MINUTE_MS));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
