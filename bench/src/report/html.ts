import type { Line } from '../summary.js';
import type { Manifest } from '../manifest.js';
import { WORKLOADS } from '../workloads.js';
import { barChart, escape, percentilePlot } from './svg.js';
import { tablesOf, type Table } from './tables.js';
import { SUBJECT_TITLES, unitOf } from './words.js';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;margin:.5rem 0 1rem;font-size:13px}td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:right}
td:first-child,th:first-child,td:last-child{text-align:left}svg{font:12px system-ui,sans-serif;margin:.5rem 1rem 1rem 0;max-width:100%}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}svg text{fill:#ddd}td,th{border-color:#555}}`;

/** The report: one page without any file beside it. */
export function toHtml(manifest: Manifest, lines: readonly Line[]): string {
  const facts = [
    ['command', manifest.command],
    ['date', manifest.date],
    ['commit', manifest.commit],
    ['machine', `${manifest.machine.cores} × ${manifest.machine.cpu}, ${manifest.machine.memoryGb} GB`],
    ['load before', manifest.machine.load],
    ['Node.js', manifest.machine.node],
    ...Object.entries(manifest.settings).map(([name, value]) => [`PostgreSQL ${name}`, value]),
  ];
  const sections = WORKLOADS.filter(({ name }) => lines.some(({ workload }) => workload === name)).map(
    (workload) =>
      workload.shapes
        .map((shape) => lines.filter((line) => line.workload === workload.name && line.shape === shape.name))
        .filter((found) => found.length > 0)
        .map((found) => `${tablesOf(found).map(table).join('')}${charts(found)}`)
        .join('\n'),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Kith benchmark</title><style>${STYLE}</style>
<h1>Kith benchmark</h1><table>${facts.map(([name, value]) => `<tr><td>${escape(name!)}</td><td>${escape(value!)}</td></tr>`).join('')}</table>
${manifest.failures.map((failure) => `<p>Failed: ${escape(failure)}</p>`).join('')}${sections.join('\n')}</html>\n`;
}

function table({ title, rows: [head = [], ...body] }: Table): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
  return `<h2>${escape(title)}</h2><table>${cells('th', head)}${body.map((row) => cells('td', row)).join('')}</table>`;
}

function charts(lines: readonly Line[]): string {
  const label = ({ subject }: Line) => SUBJECT_TITLES[subject].replaceAll('`', '');
  if (lines[0]?.kind === 'idle') {
    const bars = lines.map((line) => ({
      label: label(line),
      parts: [(line.memory?.server.median ?? 0) / 1024],
    }));
    return barChart('Memory of a connection, KB', bars);
  }
  const [name = ''] = Object.keys(lines[0]?.latencies ?? {});
  const curves = lines.flatMap((line) => {
    const histogram = line.histograms[name];
    return histogram ? [{ label: label(line), histogram }] : [];
  });
  const unit = unitOf(lines[0]!);
  return [
    barChart(
      `${unit}/s`,
      lines.map((line) => ({ label: label(line), parts: [line.rate.median] })),
    ),
    barChart(
      'CPU of each, µs',
      lines.map((line) => ({
        label: label(line),
        parts: [line.cpu.server.median, line.cpu.database.median],
      })),
      ['server', 'database'],
    ),
    curves.length > 0 ? percentilePlot(`${name}, by percentile`, curves) : '',
  ].join('');
}
