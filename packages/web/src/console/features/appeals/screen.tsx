import { Scale } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { ReviewPage, useReview } from '../review/index.js';
import { Desk } from './desk.js';
import { appeals } from './review.js';

/** The queue of appeals against sanctions. */
export function AppealsScreen() {
  const t = useTranslations('console.appeals');
  const { review, loading } = useReview('appeals', appeals);
  return (
    <ReviewPage
      title={t('title')}
      review={review}
      loading={loading}
      empty={{ icon: Scale, title: t('empty'), hint: t('emptyHint') }}
      keys={[
        ['G', t('keys.grant')],
        ['R', t('keys.refuse')],
      ]}
    >
      {(onKeys) => <Desk review={review} onKeys={onKeys} />}
    </ReviewPage>
  );
}
