import { useState } from 'react';
import { useStore } from 'zustand';
import { useNow, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { isPauseDue, type Item } from './queue.js';
import type { Review } from './review.js';

/** Reminds of a pause after many decisions or a long time. */
export function Pause<I extends Item>({ review }: { readonly review: Review<I> }) {
  const t = useTranslations('console.review');
  const now = useNow();
  const count = useStore(review.store, ({ decided }) => decided.size);
  const [since, setSince] = useState({ count, at: now });
  const isDue = isPauseDue({ decided: count - since.count, ms: now - since.at });
  return (
    <div role="status" className="empty:hidden">
      {isDue && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 bg-tint px-4 py-1 md:px-6">
          <p>{t('pause', { count: count - since.count })}</p>
          <Button look="quiet" onClick={() => setSince({ count, at: now })}>
            {t('goOn')}
          </Button>
        </div>
      )}
    </div>
  );
}
