import { useQuery } from '@tanstack/react-query';
import { useSearch, useNavigate } from '@tanstack/react-router';
import { Eye, EyeOff, Images, Keyboard } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { Loaded } from '../../admin/index.js';
import { Page } from '../../parts/page.js';
import { Desk } from './desk.js';
import { createReview, type Review } from './review.js';

const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.js')).KeysDialog }));

/** Others lease items and upload photos meanwhile. */
const REFRESH_MS = 20_000;

/** The queue of photos. The address says whether pictures are shown without a veil. */
export function PhotosScreen() {
  const t = useTranslations('console.photos');
  const [review] = useState(createReview);
  const [showsKeys, setShowsKeys] = useState(false);
  const { clear = false } = useSearch({ from: '/console/photos' });
  const navigate = useNavigate();
  const loading = useQuery({
    queryKey: ['photos'],
    queryFn: async () => {
      await review.refresh();
      const { isLoaded, failure } = review.store.getState();
      if (!isLoaded) throw failure;
      return true;
    },
    refetchInterval: REFRESH_MS,
    gcTime: 0,
  });
  const toggle = () =>
    void navigate({ to: '/console/photos', search: clear ? {} : { clear: true }, replace: true });
  return (
    <Page
      title={t('title')}
      end={
        <div className="flex items-center gap-2">
          <Waiting review={review} />
          <Button look="quiet" onClick={toggle}>
            <Icon of={clear ? EyeOff : Eye} />
            <span className="max-md:sr-only">{t(clear ? 'veil' : 'unveil')}</span>
          </Button>
          <IconButton label={t('keys.title')} className="max-md:hidden" onClick={() => setShowsKeys(true)}>
            <Icon of={Keyboard} />
          </IconButton>
        </div>
      }
    >
      <Loaded of={loading}>
        {() => <Queue review={review} isClear={clear} onKeys={() => setShowsKeys(true)} />}
      </Loaded>
      {showsKeys && (
        <Suspense>
          <KeysDialog onClose={() => setShowsKeys(false)} />
        </Suspense>
      )}
    </Page>
  );
}

/** How much waits, and since when. */
function Waiting({ review }: { readonly review: Review }) {
  const t = useTranslations('console.photos');
  const format = useFormatter();
  const now = useNow();
  const waiting = useStore(review.store, (queue) => queue.waiting);
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
    </p>
  );
}

function Queue({
  review,
  isClear,
  onKeys,
}: {
  readonly review: Review;
  readonly isClear: boolean;
  readonly onKeys: () => void;
}) {
  const t = useTranslations('console.photos');
  const isEmpty = useStore(review.store, ({ items, done }) => items.length === 0 && done.length === 0);
  usePictures(review);
  if (isEmpty) return <Empty icon={Images} title={t('empty')} hint={t('emptyHint')} />;
  return <Desk review={review} isClear={isClear} onKeys={onKeys} />;
}

/** Fetches and decodes the pictures of the next three items, so that they are there when their turn comes. */
function usePictures(review: Review): void {
  const items = useStore(review.store, (queue) => queue.items);
  const openId = useStore(review.store, (queue) => queue.openId);
  const at = items.findIndex(({ id }) => id === openId);
  const urls = items
    .slice(at + 1, at + 4)
    .map(({ url }) => url)
    .join('\n');
  useEffect(() => {
    const pictures = urls.split('\n').map((url) => Object.assign(new Image(), { src: url }));
    for (const picture of pictures) picture.decode().catch(() => undefined); // the page shows what is wrong with it
  }, [urls]);
}
