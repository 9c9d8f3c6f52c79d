import { useMemo, type ReactNode } from 'react';
import { useTranslations } from '../../../text/index.js';
import { LineChart } from '../../parts/line-chart.js';
import { useAmounts } from '../../parts/use-amounts.js';
import type { OverviewFilters } from './filters.js';
import { columnsOf, type FigureName } from './series.js';
import type { Figures, Overview } from './screen.js';
import { Way, type WayName } from './way.js';

/** The figures of now: those of the installation have more. */
type Current = Overview['tenant'] & Partial<NonNullable<Overview['installation']>>;

/** The lengths of queues, each with the queue. */
const QUEUES = {
  photosWaiting: 'photos',
  reportsWaiting: 'reports',
  appealsWaiting: 'appeals',
  childSafetyWaiting: 'child_safety',
} as const satisfies Partial<Record<FigureName, WayName>>;

/** The charts, each with the value of now at its head. */
export function Charts({
  now,
  inQueues,
  figures,
  period,
}: {
  readonly now: Current;
  /** What waits in the queues that the reader may see. */
  readonly inQueues: number;
  readonly figures: Figures;
  readonly period: NonNullable<OverviewFilters['period']>;
}) {
  const t = useTranslations('console.overview');
  const amounts = useAmounts();
  const { times, columns } = useMemo(() => columnsOf(figures), [figures]);
  const words = (value: number | undefined, wordsOf: (value: number) => string) =>
    value === undefined ? '–' : wordsOf(value);
  const chart = (
    name: ChartName,
    value: string,
    wordsOf: (value: number) => string,
    rest: Pick<ChartProps, 'hint' | 'lines' | 'list'> = {},
  ) => (
    <Chart
      key={name}
      {...{ name, value, wordsOf, times, columns }}
      isOfDay={period === 'hour' || period === 'day'}
      {...rest}
    />
  );
  const queues = Object.keys(QUEUES) as (keyof typeof QUEUES)[]; // the keys of the table
  const waiting = queues.filter((name) => columns[name].some((value) => value !== null));
  return (
    <div className="grid gap-3 lg:grid-cols-2 xl:grid-cols-3">
      {chart('online', words(now.online, amounts.number), amounts.number, {
        list: <Way to="online" />,
      })}
      {chart('messagesPerSecond', amounts.number(now.messagesPerSecond), amounts.number, {
        hint: t('lastMinutes'),
        list: <Way to="active" />,
      })}
      {chart('p99Ms', words(now.p99Ms, amounts.duration), amounts.duration, {
        hint:
          now.p50Ms === undefined
            ? t('noMessages')
            : t('deliveryHint', { median: amounts.duration(now.p50Ms) }),
        lines: ['p99Ms', 'p50Ms'],
        list: <Way to="connections" />,
      })}
      {chart('signUps', amounts.number(now.signUps), amounts.number, {
        hint: t('lastDay'),
        list: <Way to="newest" />,
      })}
      {chart('errorRate', words(now.errorRate, amounts.part), amounts.part, {
        hint: t('lastMinutes'),
        list: <Way to="jobs" />,
      })}
      {chart('storedBytes', words(now.storedBytes, amounts.bytes), amounts.bytes, {
        ...(now.diskFreeBytes !== undefined && {
          hint: t('diskFree', { size: amounts.bytes(now.diskFreeBytes) }),
        }),
        list: <Way to="retention" />,
      })}
      {now.nodes !== undefined &&
        chart('databaseBytes', words(now.databaseBytes, amounts.bytes), amounts.bytes, {
          hint: now.isBusFlowing === false ? t('busDown') : t('nodes', { count: now.nodes }),
          list: <Way to="connections" />,
        })}
      {waiting.length > 0 &&
        chart('photosWaiting', amounts.number(inQueues), amounts.number, {
          lines: waiting,
          list: waiting.map((name) => <Way key={name} to={QUEUES[name]} />),
        })}
      {columns.replicaLagMs.some((lag) => lag !== null) &&
        chart('replicaLagMs', words(now.replicaLagMs, amounts.duration), amounts.duration, {
          list: <Way to="connections" />,
        })}
    </div>
  );
}

type ChartName = Exclude<FigureName, 'p50Ms' | 'reportsWaiting' | 'appealsWaiting' | 'childSafetyWaiting'>;

interface ChartProps {
  readonly name: ChartName;
  readonly value: string;
  readonly wordsOf: (value: number) => string;
  readonly times: number[];
  readonly columns: ReturnType<typeof columnsOf>['columns'];
  readonly isOfDay: boolean;
  readonly hint?: string;
  readonly lines?: readonly FigureName[];
  /** The ways to what is counted. */
  readonly list?: ReactNode;
}

function Chart({ name, value, wordsOf, times, columns, isOfDay, hint, lines = [name], list }: ChartProps) {
  const t = useTranslations('console.overview');
  return (
    <article
      aria-label={t(`names.${name}`)}
      className="flex min-w-0 flex-col gap-1 rounded-card border border-line bg-panel p-4"
    >
      <div className="flex items-baseline justify-between gap-3 text-small">
        <h2 className="shrink-0 font-medium text-secondary">{t(`names.${name}`)}</h2>
        <div className="flex flex-wrap justify-end gap-x-3">{list}</div>
      </div>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-hero leading-flat font-strong tabular-nums">{value}</span>
        {hint !== undefined && <span className="text-small text-secondary">{hint}</span>}
      </p>
      <LineChart
        label={t(`names.${name}`)}
        times={times}
        lines={lines.map((line) => ({ name: t(`lines.${line}`), values: columns[line] }))}
        wordsOf={wordsOf}
        isOfDay={isOfDay}
      />
    </article>
  );
}
