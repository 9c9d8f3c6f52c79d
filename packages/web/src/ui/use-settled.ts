import { useEffect, useState } from 'react';

/** Somebody is still typing until nothing was typed for so long. */
export const TYPING_MS = 250;

/** What was typed last, when nothing more is typed for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
