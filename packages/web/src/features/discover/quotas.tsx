import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { QUOTAS } from './quota-list.js';
import { useStanding } from './use-people.js';

const QuotaSheet = lazy(() => import('./quota-sheet.js').then((file) => ({ default: file.QuotaSheet })));

/** What is left today, in one line that opens the explanation. */
export function QuotaRow() {
  const t = useTranslations('quota');
  const { data } = useStanding();
  const [isOpen, setOpen] = useState(false);
  if (!data) return <Skeleton className="h-11 w-56 rounded-pill" />;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="flex h-11 shrink-0 items-center gap-2.5 rounded-pill border border-line bg-panel px-3 md:gap-4 md:px-4 text-small tabular-nums transition hover:bg-hover"
      >
        <span className="sr-only">{t('title')}</span>
        {QUOTAS.map(({ name, icon }) => (
          <span key={name} className="flex items-center gap-1 md:gap-1.5">
            <span className="text-secondary">
              <Icon of={icon} size={16} />
            </span>
            <span className="sr-only">{t(`${name}.name`)}</span>
            {data[name].remaining ?? '∞'}
          </span>
        ))}
      </button>
      {isOpen && (
        <Suspense>
          <QuotaSheet standing={data} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
