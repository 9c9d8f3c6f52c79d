import { useSyncExternalStore } from 'react';

/** The first moment of the reader's day; a new one at midnight. */
export function useToday(): number {
  return useSyncExternalStore(subscribe, midnight);
}

function midnight(): number {
  return new Date().setHours(0, 0, 0, 0);
}

function subscribe(listener: () => void): () => void {
  const timer = setTimeout(listener, new Date().setHours(24, 0, 0, 0) - Date.now());
  return () => clearTimeout(timer);
}

/** Whether a time is in the year of a day. */
export function isThisYear(time: number, today: number): boolean {
  return new Date(time).getFullYear() === new Date(today).getFullYear();
}
