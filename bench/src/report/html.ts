import type { Line } from '../summary.js';
import type { Manifest } from '../manifest.js';
import { WORKLOADS } from '../workloads.js';
import { barChart, escape, percentilePlot } from './svg.js';
import { tablesOf, timesOf, type Table } from './tables.js';
import { targetTable } from './targets.js';
import { SUBJECT_COLOURS, SUBJECT_LABELS, unitOf } from './words.js';

const STYLE = `:root{color-scheme:light dark;--text:#1f2328;--faint:#656d76;--line:#d8dee4;--back:#fff;--band:#f6f8fa;--good:#1a7f37;--bad:#c93c37}
@media(prefers-color-scheme:dark){:root{--text:#d6dae0;--faint:#9198a1;--line:#353b44;--back:#15181d;--band:#1d2127;--good:#56b36b;--bad:#f07c74}}
body{font:15px/1.5 system-ui,sans-serif;max-width:74rem;margin:2.5rem auto;padding:0 1.25rem;color:var(--text);background:var(--back)}
h1{font-size:1.7rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2.75rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}
.facts,summary,.note{color:var(--faint)}details{margin:.5rem 0}.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}td,th{border-bottom:1px solid var(--line);padding:.35rem .7rem;text-align:right;vertical-align:top}
th{background:var(--band);font-weight:600;vertical-align:bottom}td:first-child,th:first-child{text-align:left;white-space:nowrap}th:last-child,td:last-child{text-align:left}
.good{color:var(--good);font-weight:600}.bad{color:var(--bad);font-weight:600}code{font-size:.9em;background:var(--band);padding:.1em .3em;border-radius:4px}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:1rem 2rem;margin:1rem 0;align-items:start}
figure{margin:0}figcaption{font-size:13px;font-weight:600;margin-bottom:.25rem}svg{display:block;width:100%;max-width:34rem;font:12px system-ui,sans-serif;fill:var(--text)}`;

/** The report: one page without any file beside it. */
export function toHtml(manifest: Manifest, lines: readonly Line[]): string {
  const { command, date, commit, machine, settings, failures } = manifest;
  const sections = WORKLOADS.flatMap((workload) =>
    workload.shapes.flatMap((shape) => {
      const found = lines.filter((line) => line.workload === workload.name && line.shape === shape.name);
      return found.length === 0 ? [] : [`${tablesOf(found).map(table).join('')}${charts(found)}`];
    }),
  );
  const database = Object.entries(settings)
    .map(([name, value]) => `<code>${escape(name)}</code> ${escape(value)}`)
    .join(' · ');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kith benchmark</title><style>${STYLE}</style>
<h1>Kith benchmark</h1>
<p class="facts"><code>${escape(command)}</code><br>${escape(date)} · commit ${escape(commit)} · ${machine.cores} × ${escape(machine.cpu)}, ${machine.memoryGb} GB · Node.js ${escape(machine.node)} · load ${escape(machine.load)} before the run</p>
<details><summary>PostgreSQL of all servers</summary><p>${database}</p></details>
${failures.map((failure) => `<p class="bad">Failed: ${escape(failure)}</p>`).join('')}
${table(targetTable(lines))}
<p class="note">In the charts each server has one colour; the paler part of a bar is the database.</p>
${sections.join('\n')}</html>\n`;
}

function table({ title, rows: [head = [], ...body] }: Table): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag}>${toHtmlText(cell)}</${tag}>`).join('')}</tr>`;
  return `<h2>${escape(title)}</h2><div class="scroll"><table>${cells('th', head)}${body.map((row) => cells('td', row)).join('')}</table></div>`;
}

/** The tables are written for Markdown. */
function toHtmlText(cell: string): string {
  if (cell === 'reached') return `<span class="good">${cell}</span>`;
  return escape(cell)
    .replace(/\*\*(.+?)\*\*/g, '<span class="bad">$1</span>')
    .replace(/`(.+?)`/g, '<code>$1</code>');
}

function charts(lines: readonly Line[]): string {
  const mark = ({ subject }: Line) => ({ label: SUBJECT_LABELS[subject], colour: SUBJECT_COLOURS[subject] });
  const bars = (title: string, parts: (line: Line) => number[]) =>
    barChart(
      title,
      lines.map((line) => ({ ...mark(line), parts: parts(line) })),
    );
  if (lines[0]?.kind === 'idle')
    return `<div class="charts">${bars('Memory of a connection, KB', (line) => [(line.memory?.server.median ?? 0) / 1024])}</div>`;
  const plots = timesOf(lines).map((name) => {
    const series = lines.flatMap((line) => {
      const histogram = line.histograms[name];
      return histogram && histogram.totalCount > 0 ? [{ ...mark(line), histogram }] : [];
    });
    return series.length > 0 ? percentilePlot(`${TIME_TITLES[name] ?? name}, by percentile`, series) : '';
  });
  return `<div class="charts">${bars(`${unitOf(lines[0]!)} per second`, ({ rate }) => [rate.median])}${bars(
    'CPU of each, µs',
    ({ cpu }) => [cpu.server.median, cpu.database.median],
  )}${plots.join('')}</div>`;
}

const TIME_TITLES: Readonly<Record<string, string>> = {
  delivery: 'Time until a receiver has the message',
  last: 'Time until the last receiver has the message',
  ack: 'Time until the sender has the acknowledgement',
};
