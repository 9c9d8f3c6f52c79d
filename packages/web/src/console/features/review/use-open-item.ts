import { useEffect, useState } from 'react';
import type { Item } from './queue.js';
import type { Review } from './review.js';

/** A finger that is already on its way must not judge what has just appeared. */
const SETTLE_MS = 250;
/** A lease ends after two minutes. */
const LEASE_MS = 60_000;

/** Whether the open item has been on screen for a moment. */
export function useSettled(openId: number | undefined): boolean {
  const [settledId, setSettledId] = useState<number>();
  useEffect(() => {
    const timer = setTimeout(() => setSettledId(openId), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [openId]);
  return settledId === openId;
}

/** Shows others who looks at the open item, as long as this page is seen. */
export function useLease<I extends Item>(review: Review<I>, openId: number | undefined): void {
  useEffect(() => {
    if (openId === undefined) return undefined;
    const lease = () => void (document.hidden || review.lease(openId));
    const first = setTimeout(lease, SETTLE_MS);
    const more = setInterval(lease, LEASE_MS);
    return () => {
      clearTimeout(first);
      clearInterval(more);
    };
  }, [review, openId]);
}
