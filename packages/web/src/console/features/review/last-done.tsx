import { Undo2 } from 'lucide-react';
import { useStore } from 'zustand';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { KeyHint } from '../../parts/key-hint.js';
import type { Item } from './queue.js';
import type { Done, Review } from './review.js';

/** The last decision of this visit, which can be taken back. */
export function LastDone<I extends Item>({
  review,
  textOf,
  onUndo,
}: {
  readonly review: Review<I>;
  readonly textOf: (done: Done<I>) => string;
  readonly onUndo: () => void;
}) {
  const t = useTranslations('console.review');
  const last = useStore(review.store, ({ done }) => done.at(-1));
  return (
    <div role="status" className="empty:hidden">
      {last && (
        <div className="flex items-center justify-between gap-2 rounded-control bg-other py-1 ps-3 pe-1">
          <p className="min-w-0 truncate text-small">{textOf(last)}</p>
          <Button look="quiet" aria-keyshortcuts="U" className="shrink-0" onClick={onUndo}>
            <Icon of={Undo2} />
            {t('undo')}
            <KeyHint>U</KeyHint>
          </Button>
        </div>
      )}
    </div>
  );
}
