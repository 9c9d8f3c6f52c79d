import type { Histogram } from 'hdr-histogram-js';
import { figure } from './words.js';

const WIDTH = 520;
const LABEL_WIDTH = 90;
const FIGURE_WIDTH = 60;
const ROW_HEIGHT = 26;
/** The second part of a bar has the colour of the first, but paler. */
const PALE = 0.4;

/** A server in a chart; it has the same colour in all of them. */
interface Labelled {
  readonly label: string;
  readonly colour: string;
}

/** A row of a bar chart: at most two parts, which add up. */
export interface Bar extends Labelled {
  readonly parts: readonly number[];
}

/** Horizontal bars, each with its sum. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const sums = bars.map((bar) => bar.parts.reduce((a, b) => a + b, 0));
  const scale = (WIDTH - LABEL_WIDTH - FIGURE_WIDTH) / Math.max(...sums, 1e-9);
  const rows = bars.map(({ label, colour, parts }, index) => {
    const y = 8 + index * ROW_HEIGHT;
    let x = LABEL_WIDTH;
    const rectangles = parts.map((part, i) => {
      const width = part * scale;
      x += width;
      return `<rect x="${(x - width).toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="18" fill="${colour}"${i > 0 ? ` fill-opacity="${PALE}"` : ''}/>`;
    });
    return `${text(LABEL_WIDTH - 8, y + 13, label, 'end')}${rectangles.join('')}${text(x + 6, y + 13, figure(sums[index]!))}`;
  });
  return frame(title, 10 + bars.length * ROW_HEIGHT, rows.join(''));
}

const PERCENTILES = [0, 25, 50, 75, 90, 95, 99, 99.5, 99.9] as const;
const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const;
const PLOT = { left: 62, right: WIDTH - 14, top: 10, bottom: 190 } as const;

/** Latency over percentile, on a logarithmic scale, with the names of the servers below. */
export function percentilePlot(
  title: string,
  series: readonly (Labelled & { readonly histogram: Histogram })[],
): string {
  const { left, right, top, bottom } = PLOT;
  const values = series.map(({ histogram }) =>
    PERCENTILES.map((p) => Math.max(0.05, histogram.getValueAtPercentile(p) / 1000)),
  );
  const [low, high] = [Math.min(...values.flat()) / 1.2, Math.max(...values.flat()) * 1.2];
  const x = (index: number) => left + (index * (right - left)) / (PERCENTILES.length - 1);
  const y = (ms: number) => bottom - ((bottom - top) * Math.log(ms / low)) / Math.log(high / low);
  const lines = values.map((points, i) => {
    const path = points.map((ms, index) => `${x(index).toFixed(1)},${y(ms).toFixed(1)}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${series[i]!.colour}" stroke-width="2"/>`;
  });
  const axis = PERCENTILES.map((p, i) => text(x(i), bottom + 18, p === 0 ? 'min' : String(p), 'middle'));
  const within = TICKS.filter((ms) => ms >= low && ms <= high);
  // Over many decades every third label is enough.
  const ticks = within
    .filter((ms) => within.length <= 7 || /^0?\.?10*$/.test(String(ms)))
    .map(
      (ms) =>
        `<line x1="${left}" x2="${right}" y1="${y(ms).toFixed(1)}" y2="${y(ms).toFixed(1)}" stroke="#8884"/>${text(left - 8, y(ms) + 4, `${ms.toLocaleString('en')} ms`, 'end')}`,
    );
  const key = series.map(({ label, colour }, i) => {
    const at = left + i * ((right - left) / series.length);
    return `<rect x="${at.toFixed(1)}" y="${bottom + 31}" width="10" height="10" fill="${colour}"/>${text(at + 14, bottom + 40, label)}`;
  });
  return frame(title, bottom + 46, [...ticks, ...axis, ...lines, ...key].join(''));
}

function text(x: number, y: number, content: string, anchor = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escape(content)}</text>`;
}

function frame(title: string, height: number, content: string): string {
  return `<figure><figcaption>${escape(title)}</figcaption><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">${content}</svg></figure>`;
}

export function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
