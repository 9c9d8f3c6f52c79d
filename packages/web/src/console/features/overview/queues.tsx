import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from '../../../text/index.js';
import { classes } from '../../../ui/classes.js';
import { Icon } from '../../../ui/icon.js';
import { useAmounts } from '../../parts/use-amounts.js';
import type { Overview } from './screen.js';

type Queue = Overview['queues'][number];

/** The pages of the queues. */
const PAGES = {
  photos: '/console/photos',
  reports: '/console/reports',
  appeals: '/console/appeals',
  child_safety: '/console/child-safety',
  child_safety_photos: '/console/child-photos',
} as const satisfies Readonly<Record<Queue['name'], string>>;
const DAY_MS = 24 * 3600_000;

/** What waits for a decision, and for how long. */
export function Queues({ queues }: { readonly queues: readonly Queue[] }) {
  const t = useTranslations('console.overview');
  if (queues.length === 0) return null;
  return (
    <section
      aria-label={t('queues')}
      className="grid shrink-0 gap-3 md:grid-cols-2 xl:auto-cols-fr xl:grid-flow-col xl:grid-cols-none"
    >
      {queues.map((queue) => (
        <QueueCard key={queue.name} queue={queue} />
      ))}
    </section>
  );
}

function QueueCard({ queue: { name, waiting, oldestAt, firstDecisionMs } }: { readonly queue: Queue }) {
  const t = useTranslations('console.overview');
  const format = useFormatter();
  const amounts = useAmounts();
  const now = useNow();
  const isLate = oldestAt !== undefined && now - oldestAt > DAY_MS;
  return (
    <Link
      to={PAGES[name]}
      className="flex flex-col gap-1 rounded-card border border-line bg-panel p-4 transition-colors hover:bg-hover"
    >
      <h2 className="text-small font-medium text-secondary">{t(`names.${name}`)}</h2>
      <p className="flex items-center gap-2 text-hero leading-flat font-strong tabular-nums">
        {format.number(waiting)}
        {waiting === 0 && (
          <span className="text-good">
            <Icon of={CircleCheck} />
          </span>
        )}
      </p>
      <p className={classes('text-small', isLate ? 'font-medium text-danger' : 'text-secondary')}>
        {oldestAt === undefined
          ? t('nothingWaits')
          : t('oldest', { time: format.relativeTime(Math.min(oldestAt, now), now) })}
      </p>
      {firstDecisionMs !== undefined && (
        <p className="text-small text-secondary">
          {t('firstDecision', { time: amounts.duration(firstDecisionMs) })}
        </p>
      )}
    </Link>
  );
}
