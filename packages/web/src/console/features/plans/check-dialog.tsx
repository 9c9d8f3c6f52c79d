import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Notice } from '../../../ui/notice.js';
import { Skeleton } from '../../../ui/skeleton.js';
import { ask, queries, useRefusal } from '../../admin/index.js';
import type { Purchase } from './purchases.js';

/** Asks the store about a purchase, and shows its answer. */
export function CheckDialog({
  purchase: { id, transactionId },
  onClose,
}: {
  readonly purchase: Purchase;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console');
  const refusalOf = useRefusal();
  const { data, error, mutate, isPending } = useMutation({
    mutationFn: () => ask('POST', '/admin/purchases/{id}/check', { id }),
    onSuccess: ({ isChanged }) => {
      if (isChanged) void queries.invalidateQueries({ queryKey: ['purchases'] });
    },
  });
  useEffect(() => mutate(), [mutate]);
  return (
    <Dialog title={t('plans.check.title')} closeLabel={t('close')} onClose={onClose}>
      <div className="flex flex-col gap-4" aria-busy={isPending}>
        <p className="text-small text-secondary wrap-anywhere">{transactionId}</p>
        {data ? <Answer answer={data} /> : !error && <Skeleton className="h-16" />}
        {error && <Notice isError>{refusalOf(error)}</Notice>}
        <div>
          <Button isBusy={isPending} onClick={() => mutate()}>
            {t('plans.check.again')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Answer({ answer }: { readonly answer: Result<typeof admin.purchases.check> }) {
  const t = useTranslations('console.plans.check');
  const format = useFormatter();
  if (answer.answer === 'none') return <Notice>{t('noStore')}</Notice>;
  if (answer.answer === 'refused')
    return (
      <Notice isError>
        {t('refused')} {answer.why}
      </Notice>
    );
  return (
    <>
      {answer.isOthers && <Notice isError>{t('isOthers')}</Notice>}
      <p role="status">
        {answer.state && t(`storeStates.${answer.state}`)}
        {answer.expiresAt !== undefined &&
          ` ${t('until', { time: format.dateTime(answer.expiresAt, 'date') })}`}
        <span className="block text-secondary">{t(answer.isChanged ? 'changed' : 'unchanged')}</span>
      </p>
    </>
  );
}
