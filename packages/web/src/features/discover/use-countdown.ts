import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** Hours and minutes until a time, as `5:07`; renewed each minute. */
export function useCountdown(time: number): string {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const minutes = Math.max(0, Math.ceil((time - now) / MINUTE_MS));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
