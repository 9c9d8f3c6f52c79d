import { Link, useSearch } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { ReviewPage, useReview } from '../review/index.js';
import { Desk } from './desk.js';
import { photosOf, type State } from './review.js';

/** The photos of child safety. Nothing is shown of one before somebody opens it, which is logged. The address has the state. */
export function ChildPhotosScreen() {
  const { state = 'waiting' } = useSearch({ from: '/console/child-photos' });
  // Another state is another queue.
  return <Queue key={state} state={state} />;
}

function Queue({ state }: { readonly state: State }) {
  const t = useTranslations('console.childPhotos');
  const { review, loading } = useReview(`child photos ${state}`, photosOf(state));
  const isWaiting = state === 'waiting';
  return (
    <ReviewPage
      title={t('title')}
      review={review}
      loading={loading}
      empty={{
        icon: ShieldAlert,
        title: t(isWaiting ? 'empty' : 'noneRefused'),
        hint: t('emptyHint'),
      }}
      filter={<States state={state} />}
      keys={[
        ['O', t('keys.open')],
        ...(isWaiting
          ? ([
              ['R', t('keys.refuse')],
              ['G', t('keys.return')],
            ] as const)
          : []),
      ]}
    >
      {(onKeys) => <Desk review={review} isWaiting={isWaiting} onKeys={onKeys} />}
    </ReviewPage>
  );
}

function States({ state }: { readonly state: State }) {
  const t = useTranslations('console.childPhotos');
  return (
    <div role="group" aria-label={t('states')} className="flex shrink-0 gap-2 px-4 pb-3 md:px-6">
      {(['waiting', 'refused'] as const).map((one) => (
        <Link
          key={one}
          to="/console/child-photos"
          search={one === 'waiting' ? {} : { state: one }}
          activeProps={{ 'aria-current': undefined }}
          aria-current={one === state || undefined}
          className={chipLook(one === state)}
        >
          {t(`state.${one}`)}
        </Link>
      ))}
    </div>
  );
}
