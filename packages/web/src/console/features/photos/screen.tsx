import { useSearch, useNavigate } from '@tanstack/react-router';
import { Images } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useTranslations } from '../../../text/index.js';
import { ReviewPage, useReview, type Review } from '../review/index.js';
import { Desk } from './desk.js';
import { Filter } from './filter.js';
import { photosOf, type Item } from './review.js';

/** The queue of photos. The address says whose they are, and whether pictures are shown without a veil. */
export function PhotosScreen() {
  const { q } = useSearch({ from: '/console/photos' });
  // Another filter is another queue.
  return <Queue key={q ?? ''} person={q} />;
}

function Queue({ person }: { readonly person: string | undefined }) {
  const t = useTranslations('console.photos');
  const sanctions = useTranslations('console.review.sanctions');
  const { review, loading } = useReview(`photos ${person ?? ''}`, photosOf(person));
  const { clear = false, ...others } = useSearch({ from: '/console/photos' });
  const navigate = useNavigate();
  usePictures(review);
  const toggle = () =>
    void navigate({
      to: '/console/photos',
      search: clear ? others : { ...others, clear: true },
      replace: true,
    });
  return (
    <ReviewPage
      title={t('title')}
      review={review}
      loading={loading}
      veil={{ isClear: clear, onToggle: toggle }}
      empty={
        person === undefined
          ? { icon: Images, title: t('empty'), hint: t('emptyHint') }
          : { icon: Images, title: t('emptyOf', { text: person }), hint: t('emptyOfHint') }
      }
      filter={<Filter />}
      keys={[
        ['A', t('keys.approve')],
        ['⇧A', t('keys.approveAll')],
        ['R 1–8', t('keys.refuse')],
        ['B', t('keys.sanction')],
        ['L U N', sanctions('key')],
        ['S', t('keys.postpone')],
        ['E', t('keys.escalate')],
        ['␣', t('keys.unveil')],
        ['G', t('keys.grey')],
        ['+ −', t('keys.zoom')],
        ['/', t('keys.filter')],
        ['H', t('keys.history')],
      ]}
    >
      {(onKeys) => <Desk review={review} isClear={clear} onKeys={onKeys} />}
    </ReviewPage>
  );
}

/** Fetches and decodes the pictures of the next three items, so that they are there when their turn comes. */
function usePictures(review: Review<Item>): void {
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
