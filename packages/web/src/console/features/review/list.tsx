import { Eye, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import { Icon } from '../../../ui/icon.js';
import type { Item } from './queue.js';
import type { Review } from './review.js';

/** The words of a row. */
export interface RowText {
  readonly name: string;
  /** At the end of the first line. */
  readonly end: string;
  readonly second: string;
}

/** What waits, without pictures: nobody should see many at once by accident. */
export function List<I extends Item>({
  label,
  review,
  textOf,
  chosen,
  children,
}: {
  readonly label: string;
  readonly review: Review<I>;
  readonly textOf: (item: I) => RowText;
  /** Makes several items choosable. */
  readonly chosen?: { readonly ids: ReadonlySet<number>; readonly onToggle: (id: number) => void };
  /** Below the rows. */
  readonly children?: ReactNode;
}) {
  const t = useTranslations('console.review');
  const items = useStore(review.store, (queue) => queue.items);
  const openId = useStore(review.store, (queue) => queue.openId);
  const notes = useStore(review.store, (queue) => queue.notes);
  return (
    <div className="flex shrink-0 flex-col border-line max-lg:hidden lg:w-64 lg:border-e">
      <nav aria-label={label} tabIndex={0} className="min-h-0 grow overflow-y-auto">
        <ol>
          {items.map((item) => {
            const text = textOf(item);
            return (
              <li
                key={item.id}
                className={classes(
                  'flex border-line not-last:border-b',
                  item.id === openId ? 'bg-tint' : 'hover:bg-hover',
                )}
              >
                {chosen && (
                  <label className="flex w-9 shrink-0 cursor-pointer items-center justify-end">
                    <input
                      type="checkbox"
                      aria-label={t('choose', { name: text.name })}
                      checked={chosen.ids.has(item.id)}
                      onChange={() => chosen.onToggle(item.id)}
                      className="size-4 accent-accent"
                    />
                  </label>
                )}
                <ListRow
                  text={text}
                  lease={item.lease}
                  isOpen={item.id === openId}
                  isReturned={notes.has(item.id)}
                  onOpen={() => review.open(item.id)}
                />
              </li>
            );
          })}
        </ol>
      </nav>
      {children}
    </div>
  );
}

function ListRow({
  text: { name, end, second },
  lease,
  isOpen,
  isReturned,
  onOpen,
}: {
  readonly text: RowText;
  readonly lease: Item['lease'];
  readonly isOpen: boolean;
  readonly isReturned: boolean;
  readonly onOpen: () => void;
}) {
  const t = useTranslations('console.review');
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <button
      ref={row}
      type="button"
      aria-current={isOpen || undefined}
      onClick={onOpen}
      className="block min-w-0 grow px-4 py-2 text-start"
    >
      <span className="flex items-baseline justify-between gap-2">
        <span className="truncate font-medium">{name}</span>
        <span className="shrink-0 text-small text-secondary tabular-nums">{end}</span>
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
        <span className="block truncate text-small text-secondary">{second}</span>
      )}
    </button>
  );
}
