import { useStore } from 'zustand';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import type { Item } from './queue.js';
import type { Review } from './review.js';

/** How much waits, and since when. */
export function Waiting<I extends Item>({ review }: { readonly review: Review<I> }) {
  const t = useTranslations('console.review');
  const format = useFormatter();
  const now = useNow();
  const waiting = useStore(review.store, (queue) => queue.waiting);
  const decided = useStore(review.store, (queue) => queue.decided.size);
  const oldestAt = useStore(review.store, (queue) => queue.oldestAt);
  return (
    <p className="text-end text-small text-secondary tabular-nums" data-waiting={waiting}>
      {t('waiting', { count: waiting })}
      {waiting > 0 && oldestAt !== undefined && (
        <span className="max-md:hidden">
          {' · '}
          {t('oldest', { time: format.relativeTime(Math.min(oldestAt, now), now) })}
        </span>
      )}
      {decided > 0 && (
        <span className="max-md:hidden">
          {' · '}
          {t('decided', { count: decided })}
        </span>
      )}
    </p>
  );
}
