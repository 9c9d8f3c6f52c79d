import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { useRefusal } from './use-refusal.js';

/** What `useQuery` and `useInfiniteQuery` know of a request. */
interface Request<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface LoadedProps<T> {
  readonly of: Request<T>;
  /** The shape of what comes. */
  readonly loading: ReactNode;
  /** What could not be loaded, as a sentence; otherwise the refusal itself is shown. */
  readonly failed?: string;
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, its shape while it loads, or why there is nothing. What was loaded stays when a renewal fails. */
export function Loaded<T>({ of: { data, error, refetch }, loading, failed, children }: LoadedProps<T>) {
  const refusalOf = useRefusal();
  if (data !== undefined) return children(data);
  if (error === null) return loading;
  return <LoadFailure title={failed ?? refusalOf(error)} onRetry={refetch} />;
}

/** Something could not be loaded, and the way to try again. */
export function LoadFailure({ title, onRetry }: { readonly title: string; readonly onRetry: () => unknown }) {
  const t = useTranslations('app');
  return (
    <Empty icon={TriangleAlert} title={title}>
      <Button onClick={() => void onRetry()}>{t('tryAgain')}</Button>
    </Empty>
  );
}
