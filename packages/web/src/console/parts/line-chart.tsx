import { lazy, Suspense, useState } from 'react';
import { useFormatter, useTranslations } from '../../text/index.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Cell, Row, Table } from './table.js';

const Plot = lazy(async () => ({ default: (await import('./plot.js')).Plot }));

/** Of the lines, as `Plot` draws them. */
const COLOURS = ['bg-accent', 'bg-secondary', 'bg-good', 'bg-warning'];

/** One line of a chart: a value for each time, or null where there is none. */
export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface LineChartProps {
  readonly label: string;
  /** In milliseconds. */
  readonly times: readonly number[];
  /** The first is the main one; at most four. */
  readonly lines: readonly Line[];
  /** Writes a value. */
  readonly wordsOf: (value: number) => string;
  /** Whether all times are within a day. */
  readonly isOfDay: boolean;
}

/** Values over time: a drawing whose values the pointer shows, and the same as a table. */
export function LineChart({ label, times, lines, wordsOf, isOfDay }: LineChartProps) {
  const t = useTranslations('console.chart');
  const format = useFormatter();
  const [place, setPlace] = useState<number>();
  const [isTable, setTable] = useState(false);
  const timeWords = (at: number) =>
    isOfDay
      ? format.dateTime(at, 'time')
      : format.dateTime(at, { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  const valueWords = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : wordsOf(value);
  const shown = place ?? times.length - 1;
  return (
    <figure aria-label={label} className="flex min-w-0 flex-col gap-1">
      <figcaption className="flex min-h-5 flex-wrap gap-x-3 text-meta text-secondary tabular-nums">
        {times[shown] !== undefined && <span>{timeWords(times[shown])}</span>}
        {lines.map(({ name, values }, index) => (
          <span key={name} className="flex items-center gap-1.5">
            <i aria-hidden className={`inline-block h-0.5 w-3 rounded-pill ${COLOURS[index]}`} />
            {lines.length > 1 && name} {valueWords(values[shown])}
          </span>
        ))}
      </figcaption>
      <div aria-hidden className="h-36 min-w-0">
        <Suspense fallback={<Skeleton className="h-full" />}>
          <Plot
            times={times}
            lines={lines}
            wordsOf={wordsOf}
            timeWords={(at) => format.dateTime(at, isOfDay ? 'time' : 'day')}
            onPlace={setPlace}
          />
        </Suspense>
      </div>
      <details className="text-small" onToggle={({ currentTarget }) => setTable(currentTarget.open)}>
        <summary className="w-fit cursor-pointer rounded-joint py-1 text-secondary hover:text-text">
          {t('table')}
        </summary>
        {isTable && (
          <div className="flex max-h-80 flex-col pt-1">
            <Table label={label} columns={[t('time'), ...lines.map(({ name }) => name)]} fills>
              {times
                .map((at, index) => (
                  <Row key={at}>
                    <Cell className="whitespace-nowrap tabular-nums">{timeWords(at)}</Cell>
                    {lines.map(({ name, values }) => (
                      <Cell key={name} className="tabular-nums">
                        {valueWords(values[index])}
                      </Cell>
                    ))}
                  </Row>
                ))
                .toReversed()}
            </Table>
          </div>
        )}
      </details>
    </figure>
  );
}
