import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { LineChartProps } from './line-chart.js';

interface PlotProps extends Pick<LineChartProps, 'times' | 'lines' | 'wordsOf'> {
  readonly timeWords: (at: number) => string;
  /** The pointer is at this time, or nowhere. */
  readonly onPlace: (place: number | undefined) => void;
}

/** Lines on a canvas, in the colours of the page. */
export function Plot({ times, lines, wordsOf, timeWords, onPlace }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const count = lines.length;
  const words = useEffectEvent((value: number) => wordsOf(value));
  const wordsOfTime = useEffectEvent((at: number) => timeWords(at));
  const tell = useEffectEvent((place: number | undefined) => onPlace(place));

  useEffect(() => {
    const within = box.current;
    if (!within) return undefined;
    const made = new uPlot(
      optionsOf(within, count, {
        value: (value) => words(value),
        time: (seconds) => wordsOfTime(seconds * 1000),
        place: (place) => tell(place),
      }),
      [[], ...Array.from({ length: count }, () => [])],
      within,
    );
    plot.current = made;
    const size = new ResizeObserver(() => made.setSize(sizeOf(within)));
    size.observe(within);
    // The colours follow the theme.
    const redraw = () => made.redraw(false, true);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', redraw);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      size.disconnect();
      theme.disconnect();
      dark.removeEventListener('change', redraw);
      made.destroy();
    };
  }, [count]);

  useEffect(() => {
    plot.current?.setData([times.map((at) => at / 1000), ...lines.map(({ values }) => [...values])]);
  }, [times, lines]);

  return (
    <div ref={box} className="relative size-full overflow-hidden">
      {/* A canvas knows no variables: these have the colours as the page shows them. */}
      <i className="hidden text-accent" data-colour="0" />
      <i className="hidden text-secondary" data-colour="1" />
      <i className="hidden text-good" data-colour="2" />
      <i className="hidden text-warning" data-colour="3" />
      <i className="hidden text-line" data-colour="line" />
    </div>
  );
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): { width: number; height: number } {
  return { width: clientWidth, height: clientHeight };
}

/** How the drawing is written, and what it tells. */
interface Words {
  readonly value: (value: number) => string;
  readonly time: (seconds: number) => string;
  readonly place: (place: number | undefined) => void;
}

function optionsOf(within: HTMLElement, lines: number, words: Words): uPlot.Options {
  const colour = (name: string) => () => {
    const found = within.querySelector(`[data-colour="${name}"]`);
    return found ? getComputedStyle(found).color : '';
  };
  const font = `12px ${getComputedStyle(within).fontFamily}`;
  const axis = {
    stroke: colour('1'),
    font,
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  } as const;
  return {
    ...sizeOf(within),
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 6 } },
    scales: { y: { range: (_, _low, high) => [0, high > 0 ? high * 1.1 : 1] } },
    axes: [
      {
        ...axis,
        space: 72,
        size: 28,
        grid: { show: false },
        values: (_, ticks) => ticks.map((tick) => words.time(tick)),
      },
      { ...axis, space: 36, size: 58, values: (_, ticks) => ticks.map((tick) => words.value(tick)) },
    ],
    series: [
      {},
      ...Array.from({ length: lines }, (_, index) => ({
        stroke: colour(String(index)),
        width: index === 0 ? 2 : 1.5,
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: { setCursor: [(chart) => words.place(chart.cursor.idx ?? undefined)] },
  };
}
