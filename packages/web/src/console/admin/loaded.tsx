import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useRefusal } from './use-action.js';

/** What a query has loaded; until then its shape, or why there is nothing. */
export function Loaded<T>({
  of,
  children,
}: {
  readonly of: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  const t = useTranslations('console');
  const refusalOf = useRefusal();
  if (of.data !== undefined) return children(of.data);
  if (of.error)
    return (
      <div className="flex flex-col items-start gap-3 p-4">
        <Notice isError>{refusalOf(of.error)}</Notice>
        <Button onClick={() => void of.refetch()}>{t('tryAgain')}</Button>
      </div>
    );
  return (
    <div className="flex flex-col gap-2 p-4">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-8" />
      ))}
    </div>
  );
}
