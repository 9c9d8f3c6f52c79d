import { useMemo } from 'react';
import { useTranslations } from '../../../text/index.js';
import { LineChart } from '../../parts/line-chart.js';
import { useAmounts } from '../../parts/use-amounts.js';
import type { OverviewFilters } from './filters.js';
import { columnsOf, type FigureName } from './series.js';
import type { Figures, Overview } from './screen.js';

/** The figures of now: those of the installation have more. */
type Current = Overview['tenant'] & Partial<NonNullable<Overview['installation']>>;

/** The charts, each with the value of now at its head. */
export function Charts({
  now,
  figures,
  period,
}: {
  readonly now: Current;
  readonly figures: Figures;
  readonly period: NonNullable<OverviewFilters['period']>;
}) {
  const t = useTranslations('console.overview');
  const amounts = useAmounts();
  const { times, columns } = useMemo(() => columnsOf(figures), [figures]);
  const words = (value: number | undefined, wordsOf: (value: number) => string) =>
    value === undefined ? '–' : wordsOf(value);
  const chart = (
    name: Exclude<FigureName, 'p50Ms'>,
    value: string,
    wordsOf: (value: number) => string,
    { hint, lines = [name] }: { hint?: string; lines?: readonly FigureName[] } = {},
  ) => (
    <article
      key={name}
      aria-label={t(`names.${name}`)}
      className="flex min-w-0 flex-col gap-1 rounded-card border border-line bg-panel p-4"
    >
      <h2 className="text-small font-medium text-secondary">{t(`names.${name}`)}</h2>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-hero leading-flat font-strong tabular-nums">{value}</span>
        {hint !== undefined && <span className="text-small text-secondary">{hint}</span>}
      </p>
      <LineChart
        label={t(`names.${name}`)}
        times={times}
        lines={lines.map((line) => ({ name: t(`lines.${line}`), values: columns[line] }))}
        wordsOf={wordsOf}
        isOfDay={period === 'hour' || period === 'day'}
      />
    </article>
  );
  return (
    <div className="grid gap-3 lg:grid-cols-2 xl:grid-cols-3">
      {chart('online', words(now.online, amounts.number), amounts.number)}
      {chart('messagesPerSecond', amounts.number(now.messagesPerSecond), amounts.number, {
        hint: t('lastMinutes'),
      })}
      {chart('p99Ms', words(now.p99Ms, amounts.duration), amounts.duration, {
        hint:
          now.p50Ms === undefined
            ? t('noMessages')
            : t('deliveryHint', { median: amounts.duration(now.p50Ms) }),
        lines: ['p99Ms', 'p50Ms'],
      })}
      {chart('signUps', amounts.number(now.signUps), amounts.number, { hint: t('lastDay') })}
      {chart('errorRate', words(now.errorRate, amounts.part), amounts.part, { hint: t('lastMinutes') })}
      {chart('storedBytes', words(now.storedBytes, amounts.bytes), amounts.bytes, {
        ...(now.diskFreeBytes !== undefined && {
          hint: t('diskFree', { size: amounts.bytes(now.diskFreeBytes) }),
        }),
      })}
      {now.nodes !== undefined &&
        chart('databaseBytes', words(now.databaseBytes, amounts.bytes), amounts.bytes, {
          hint: now.isBusFlowing === false ? t('busDown') : t('nodes', { count: now.nodes }),
        })}
      {columns.replicaLagMs.some((lag) => lag !== null) &&
        chart('replicaLagMs', words(now.replicaLagMs, amounts.duration), amounts.duration)}
    </div>
  );
}
