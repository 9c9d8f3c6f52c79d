import { useEffect, useState } from 'react';
import { serverNow } from '../client/clock.js';

const MINUTE_MS = 60_000;

/** The time in milliseconds, renewed each minute. */
export function useNow(): number {
  const [time, setTime] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setTime(serverNow()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return time;
}
