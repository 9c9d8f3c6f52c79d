import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { admin, Result } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { ask, Loaded } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { Page } from '../../parts/page.js';
import { Charts } from './charts.js';
import { PERIODS, type OverviewFilters } from './filters.js';
import { Queues } from './queues.js';
import { Storage } from './storage.js';

export type Overview = Result<typeof admin.overview.show>;
export type Figures = Result<typeof admin.overview.series>;

/** How often the page asks again, while it is in front: the server sees who is online every ten seconds. */
const NOW_EVERY_MS = 5_000;
const CHARTS_EVERY_MS = 60_000;

/** How it goes: the queues, and figures over time. The address holds the period and whose figures they are. */
export function OverviewScreen() {
  const t = useTranslations('console.overview');
  const filters = useSearch({ from: '/console' });
  const now = useQuery({
    queryKey: ['overview'],
    queryFn: () => ask('GET', '/admin/overview'),
    refetchInterval: NOW_EVERY_MS,
  });
  return (
    <Page title={t('title')}>
      <div className="flex min-h-0 grow flex-col gap-6 overflow-y-auto px-4 pb-6 md:px-6">
        <Loaded of={now}>
          {(overview) => (
            <>
              <Queues queues={overview.queues} />
              <section aria-label={t('figures')} className="flex flex-col gap-3">
                <Filters filters={filters} ownsInstallation={overview.installation !== undefined} />
                <OverTime overview={overview} filters={filters} />
              </section>
              <Storage of={overview} />
            </>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

function OverTime({ overview, filters }: { readonly overview: Overview; readonly filters: OverviewFilters }) {
  const { period = 'day' } = filters;
  const of = filters.of !== undefined && overview.installation ? 'installation' : 'tenant';
  const figures = useQuery({
    queryKey: ['figures', of, period],
    queryFn: () => ask('GET', '/admin/overview/figures', { of, period }),
    refetchInterval: CHARTS_EVERY_MS,
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded of={figures}>
      {(data) => (
        <Charts
          now={overview[of] ?? overview.tenant}
          inQueues={overview.queues.reduce((sum, { waiting }) => sum + waiting, 0)}
          figures={data}
          period={period}
        />
      )}
    </Loaded>
  );
}

function Filters({
  filters,
  ownsInstallation,
}: {
  readonly filters: OverviewFilters;
  readonly ownsInstallation: boolean;
}) {
  const t = useTranslations('console.overview');
  const { period = 'day', of } = filters;
  const whose = of === undefined ? {} : { of };
  const when = filters.period === undefined ? {} : { period };
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <div role="group" aria-label={t('period')} className="flex flex-wrap gap-2">
        {PERIODS.map((one) => (
          <Chip key={one} isOn={one === period} search={{ ...whose, ...(one !== 'day' && { period: one }) }}>
            {t(`periods.${one}`)}
          </Chip>
        ))}
      </div>
      {ownsInstallation && (
        <div role="group" aria-label={t('whose')} className="flex flex-wrap gap-2">
          <Chip isOn={of === undefined} search={when}>
            {t('ofTenant')}
          </Chip>
          <Chip isOn={of !== undefined} search={{ ...when, of: 'installation' }}>
            {t('ofInstallation')}
          </Chip>
        </div>
      )}
    </div>
  );
}

function Chip({
  isOn,
  search,
  children,
}: {
  readonly isOn: boolean;
  readonly search: OverviewFilters;
  readonly children: string;
}) {
  return (
    <Link
      to="/console"
      search={search}
      // Two searches of which one contains the other are not the same filter.
      activeOptions={{ exact: true, includeSearch: false }}
      activeProps={{ 'aria-current': undefined }}
      aria-current={isOn ? 'true' : undefined}
      className={chipLook(isOn)}
    >
      {children}
    </Link>
  );
}
