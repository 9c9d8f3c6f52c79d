import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Flag, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../../text/index.js';
import { toast } from '../../../ui/toast.js';
import { useRefusal } from '../../admin/index.js';
import { ReviewPage, useReview } from '../review/index.js';
import { Desk } from './desk.js';
import { asItem, loadDetails, reportsOf } from './review.js';
import { useAddress } from './use-address.js';

/** The queue of reports. The address names the open person, and says whether pictures are shown without a veil. */
export function ReportsScreen() {
  const t = useTranslations('console.reports');
  const refusalOf = useRefusal();
  const { clear = false } = useSearch({ from: '/console/reports' });
  const { id } = useParams({ strict: false });
  const navigate = useNavigate();
  const [source] = useState(() => reportsOf('reports'));
  const { review, loading } = useReview('reports', source);
  useAddress(review, id === undefined ? undefined : Number(id), {
    find: async (wanted) => asItem(await loadDetails('reports', wanted)),
    write: (openId) =>
      void (openId === undefined
        ? navigate({ to: '/console/reports', search: true, replace: true })
        : navigate({
            to: '/console/reports/$id',
            params: { id: String(openId) },
            search: true,
            replace: true,
          })),
    onMissing: (error) => toast(refusalOf(error)),
  });
  const toggle = () => void navigate({ to: '.', search: clear ? {} : { clear: true }, replace: true });
  const keys = useKeyTexts();
  return (
    <ReviewPage
      title={t('title')}
      review={review}
      loading={loading}
      veil={{ isClear: clear, onToggle: toggle }}
      empty={{ icon: Flag, title: t('empty'), hint: t('emptyHint') }}
      keys={[...keys, ['E', t('keys.escalate')], ['X', t('keys.choose')], ['␣', t('keys.unveil')]]}
    >
      {(onKeys) => <Desk review={review} queue="reports" isClear={clear} onKeys={onKeys} />}
    </ReviewPage>
  );
}

/** The queue of child safety: nothing is shown of a person before somebody opens it, which is logged. */
export function ChildSafetyScreen() {
  const t = useTranslations('console.reports');
  const [source] = useState(() => reportsOf('child_safety'));
  const { review, loading } = useReview('child-safety', source);
  const keys = useKeyTexts();
  return (
    <ReviewPage
      title={t('childSafety')}
      review={review}
      loading={loading}
      empty={{ icon: ShieldAlert, title: t('empty'), hint: t('emptyHint') }}
      keys={[['O', t('keys.open')], ...keys]}
    >
      {(onKeys) => <Desk review={review} queue="child_safety" isClear={false} onKeys={onKeys} />}
    </ReviewPage>
  );
}

function useKeyTexts() {
  const t = useTranslations('console.reports');
  const sanctions = useTranslations('console.review.sanctions');
  return [
    ['D', t('keys.dismiss')],
    ['B', t('keys.uphold')],
    ['L U N', sanctions('key')],
  ] as const;
}
