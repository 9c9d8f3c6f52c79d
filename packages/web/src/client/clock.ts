import { createStore } from 'zustand/vanilla';

/** A clock that is further off is not believed. Smaller differences may come from the network. */
const TOLERANCE_MS = 120_000;

/** By how many milliseconds this device's clock is behind the server's; 0 while it can be believed. */
export const clock = createStore<{ readonly behindMs: number }>(() => ({ behindMs: 0 }));

/** The server has said what time it is. */
export function noteServerTime(time: number): void {
  const behindMs = time - Date.now();
  clock.setState({ behindMs: Math.abs(behindMs) > TOLERANCE_MS ? behindMs : 0 });
}

/** The time in milliseconds: the server's, if the clock of this device is wrong. */
export function serverNow(): number {
  return Date.now() + clock.getState().behindMs;
}
