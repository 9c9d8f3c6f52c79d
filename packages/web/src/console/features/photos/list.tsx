import { Eye, TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import { Icon } from '../../../ui/icon.js';
import type { Item } from './queue.js';
import type { Review } from './review.js';

/** What waits, without pictures: nobody should see many at once by accident. */
export function List({ review, onOpen }: { readonly review: Review; readonly onOpen: (id: number) => void }) {
  const t = useTranslations('console.photos');
  const items = useStore(review.store, (queue) => queue.items);
  const openId = useStore(review.store, (queue) => queue.openId);
  const notes = useStore(review.store, (queue) => queue.notes);
  return (
    <nav
      aria-label={t('list')}
      tabIndex={0}
      className="shrink-0 border-line max-lg:hidden lg:w-60 lg:overflow-y-auto lg:border-e"
    >
      <ol>
        {items.map((item) => (
          <ListRow
            key={item.id}
            item={item}
            isOpen={item.id === openId}
            isReturned={notes.has(item.id)}
            onOpen={onOpen}
          />
        ))}
      </ol>
    </nav>
  );
}

function ListRow({
  item: { id, person, place, uploadedAt, lease },
  isOpen,
  isReturned,
  onOpen,
}: {
  readonly item: Item;
  readonly isOpen: boolean;
  readonly isReturned: boolean;
  readonly onOpen: (id: number) => void;
}) {
  const t = useTranslations('console.photos');
  const format = useFormatter();
  const now = useNow();
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <li className="border-line not-last:border-b">
      <button
        ref={row}
        type="button"
        aria-current={isOpen || undefined}
        onClick={() => onOpen(id)}
        className={classes('block w-full px-4 py-2 text-start', isOpen ? 'bg-tint' : 'hover:bg-hover')}
      >
        <span className="flex items-baseline justify-between gap-2">
          <span className="truncate font-medium">{person.nickname || person.username}</span>
          <span className="shrink-0 text-small text-secondary tabular-nums">{t('place', { place })}</span>
        </span>
        {isReturned ? (
          <span className="flex items-center gap-1 text-small text-danger">
            <Icon of={TriangleAlert} size={14} />
            {t('returned')}
          </span>
        ) : lease && !lease.isOwn ? (
          <span className="flex items-center gap-1 text-small text-warning">
            <Icon of={Eye} size={14} />
            <span className="truncate">{t('leased', { name: lease.name })}</span>
          </span>
        ) : (
          <span className="block text-small text-secondary">
            {format.relativeTime(Math.min(uploadedAt, now), now)}
          </span>
        )}
      </button>
    </li>
  );
}
