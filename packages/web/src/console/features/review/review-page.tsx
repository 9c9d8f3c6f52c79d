import type { UseQueryResult } from '@tanstack/react-query';
import { Eye, EyeOff, Keyboard, type LucideIcon } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { Loaded } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import type { Item } from './queue.js';
import type { Review } from './review.js';
import { Pause } from './pause.js';
import { Waiting } from './waiting.js';

const KeysDialog = lazy(async () => ({
  default: (await import('../../parts/keys-dialog.js')).KeysDialog,
}));

/** The page of a queue: its head, and below the desk, or why there is none. */
export function ReviewPage<I extends Item>({
  title,
  review,
  loading,
  keys,
  veil,
  empty,
  filter,
  children,
}: {
  readonly title: string;
  readonly review: Review<I>;
  readonly loading: UseQueryResult<true>;
  /** The keys of the queue, with what each does. */
  readonly keys: readonly (readonly [key: string, does: string])[];
  /** Whether pictures are shown without a veil; absent where none are shown by themselves. */
  readonly veil?: { readonly isClear: boolean; readonly onToggle: () => void };
  readonly empty: { readonly icon: LucideIcon; readonly title: string; readonly hint: string };
  /** Above the desk, also while nothing waits. */
  readonly filter?: ReactNode;
  readonly children: (onKeys: () => void) => ReactNode;
}) {
  const t = useTranslations('console.review');
  const [showsKeys, setShowsKeys] = useState(false);
  const isEmpty = useStore(review.store, ({ items, done }) => items.length === 0 && done.length === 0);
  return (
    <Page
      title={title}
      end={
        <div className="flex items-center gap-2">
          <Waiting review={review} />
          {veil && (
            <Button look="quiet" onClick={veil.onToggle}>
              <Icon of={veil.isClear ? EyeOff : Eye} />
              <span className="max-md:sr-only">{t(veil.isClear ? 'veil' : 'unveil')}</span>
            </Button>
          )}
          <IconButton label={t('keys')} className="max-md:hidden" onClick={() => setShowsKeys(true)}>
            <Icon of={Keyboard} />
          </IconButton>
        </div>
      }
    >
      {filter}
      <Pause review={review} />
      <Loaded of={loading}>
        {() =>
          isEmpty ? (
            <Empty icon={empty.icon} title={empty.title} hint={empty.hint} />
          ) : (
            children(() => setShowsKeys(true))
          )
        }
      </Loaded>
      {showsKeys && (
        <Suspense>
          <KeysDialog
            keys={[
              ['J', t('keysOf.next')],
              ['K', t('keysOf.previous')],
              ...keys,
              ...(review.canUndo ? ([['U', t('keysOf.undo')]] as const) : []),
              ['?', t('keysOf.help')],
            ]}
            onClose={() => setShowsKeys(false)}
          />
        </Suspense>
      )}
    </Page>
  );
}
