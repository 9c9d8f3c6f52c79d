import { useSyncExternalStore } from 'react';
import { clock, serverNow } from '../client/clock.js';

/** The first moment of the reader's day; a new one at midnight. */
export function useToday(): number {
  return useSyncExternalStore(subscribe, midnight);
}

function midnight(): number {
  return new Date(serverNow()).setHours(0, 0, 0, 0);
}

function subscribe(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, new Date(serverNow()).setHours(24, 0, 0, 0) - serverNow());
  };
  const tell = () => {
    listener();
    wait();
  };
  const end = clock.subscribe(tell);
  wait();
  return () => {
    clearTimeout(timer);
    end();
  };
}

/** Whether a time is in the year of a day. */
export function isThisYear(time: number, today: number): boolean {
  return new Date(time).getFullYear() === new Date(today).getFullYear();
}
