import type { Histogram } from 'hdr-histogram-js';
import { figure } from './words.js';

const WIDTH = 640;
const LABEL_WIDTH = 190;
const ROW_HEIGHT = 26;
const COLOURS = ['#2f6fde', '#e08a1e', '#3c9a5f', '#a04fb5', '#c94f4f'] as const;

/** A row of a bar chart: parts that add up. */
export interface Bar {
  readonly label: string;
  readonly parts: readonly number[];
}

/** Horizontal bars, each with its sum. */
export function barChart(title: string, bars: readonly Bar[], parts: readonly string[] = []): string {
  const sums = bars.map((bar) => bar.parts.reduce((a, b) => a + b, 0));
  const scale = (WIDTH - LABEL_WIDTH - 90) / Math.max(...sums, 1e-9);
  const rows = bars.map((bar, index) => {
    const y = 34 + index * ROW_HEIGHT;
    let x = LABEL_WIDTH;
    const rectangles = bar.parts.map((part, i) => {
      const width = part * scale;
      x += width;
      return `<rect x="${(x - width).toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="18" fill="${COLOURS[i % COLOURS.length]}"/>`;
    });
    return `<text x="${LABEL_WIDTH - 8}" y="${y + 13}" text-anchor="end">${escape(bar.label)}</text>${rectangles.join('')}<text x="${(x + 6).toFixed(1)}" y="${y + 13}">${figure(sums[index]!)}</text>`;
  });
  const key = parts.map(
    (part, i) =>
      `<rect x="${LABEL_WIDTH + i * 110}" y="${38 + bars.length * ROW_HEIGHT}" width="10" height="10" fill="${COLOURS[i]}"/><text x="${LABEL_WIDTH + 14 + i * 110}" y="${47 + bars.length * ROW_HEIGHT}">${escape(part)}</text>`,
  );
  return frame(
    title,
    44 + bars.length * ROW_HEIGHT + (parts.length > 0 ? 14 : 0),
    [...rows, ...key].join(''),
  );
}

const PERCENTILES = [0, 25, 50, 75, 90, 95, 99, 99.5, 99.9] as const;

/** Latency over percentile, on a logarithmic scale. */
export function percentilePlot(
  title: string,
  series: readonly { readonly label: string; readonly histogram: Histogram }[],
): string {
  const values = series.map(({ histogram }) =>
    PERCENTILES.map((p) => Math.max(0.05, histogram.getValueAtPercentile(p) / 1000)),
  );
  const [low, high] = [Math.min(...values.flat()), Math.max(...values.flat()) * 1.2];
  const x = (index: number) => 60 + (index * (WIDTH - 200)) / (PERCENTILES.length - 1);
  const y = (ms: number) => 210 - (170 * Math.log(ms / low)) / Math.log(high / low);
  const lines = values.map((points, i) => {
    const path = points.map((ms, index) => `${x(index).toFixed(1)},${y(ms).toFixed(1)}`).join(' ');
    const end = y(points.at(-1)!);
    return `<polyline points="${path}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="2"/><text x="${x(PERCENTILES.length - 1) + 8}" y="${(end + 4).toFixed(1)}" fill="${COLOURS[i % COLOURS.length]}">${escape(series[i]!.label)}</text>`;
  });
  const axis = PERCENTILES.map((p, i) => `<text x="${x(i)}" y="230" text-anchor="middle">${p}</text>`);
  const ticks = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000]
    .filter((ms) => ms >= low && ms <= high)
    .map(
      (ms) =>
        `<line x1="60" x2="${WIDTH - 140}" y1="${y(ms)}" y2="${y(ms)}" stroke="#8884"/><text x="52" y="${y(ms) + 4}" text-anchor="end">${ms} ms</text>`,
    );
  return frame(title, 244, [...ticks, ...axis, ...lines].join(''));
}

function frame(title: string, height: number, content: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img" aria-label="${escape(title)}"><text x="0" y="16" font-weight="600">${escape(title)}</text>${content}</svg>`;
}

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
