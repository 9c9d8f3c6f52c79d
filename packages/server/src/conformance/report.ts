import { createHash } from 'node:crypto';
import { sections, type Section } from './check.js';
import { verdicts, type Finding, type Verdict } from './run.js';

/** The results of a run. */
export interface Report {
  readonly url: string;
  readonly began: Date;
  readonly seconds: number;
  readonly findings: readonly Finding[];
}

/** A machine-readable report. */
export function toJson({ url, began, seconds, findings }: Report): string {
  return `${JSON.stringify({ url, began: began.toISOString(), seconds, counts: countsOf(findings), findings }, null, 1)}\n`;
}

const titles: Readonly<Record<Section, string>> = {
  document: 'The examples of the documents',
  contract: 'Every endpoint of the contract',
  transport: 'The rules of transport',
  refusals: 'Refusals of the Friendship API',
  files: 'Files',
  socket: 'The socket',
};

/**
 * A human-readable report: one self-contained page. Everything from the server is escaped, and the page's policy admits
 * only its own script and no network access.
 */
export function toHtml({ url, began, seconds, findings }: Report): string {
  const counts = countsOf(findings);
  const filters = verdicts.map(
    (verdict) =>
      `<button type="button" data-filter="${verdict}" aria-pressed="false"><b>${counts[verdict]}</b> ${verdict}</button>`,
  );
  const parts = sections.map((section) =>
    toTable(
      section,
      findings.filter((finding) => finding.section === section),
    ),
  );
  const script = createHash('sha256').update(SCRIPT).digest('base64');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${script}'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Conformance of ${escape(url)}</title>
<style>${STYLE}</style>
<header>
<p class="kicker">kith conformance</p>
<h1>${escape(url)}</h1>
<p class="when">${escape(began.toISOString().replace('T', ' ').slice(0, 19))} UTC · ${findings.length} checks in ${seconds.toFixed(1)} s</p>
<div class="bar" aria-hidden="true">${verdicts.map((verdict) => `<i class="${verdict}" style="flex-grow:${counts[verdict]}"></i>`).join('')}</div>
<nav>${filters.join('')}</nav>
</header>
<main>${parts.join('')}</main>
<script>${SCRIPT}</script>
</html>
`;
}

function toTable(section: Section, findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const passed = findings.filter(({ verdict }) => verdict === 'passed').length;
  return `<section>
<h2>${titles[section]} <small>${passed} of ${findings.length} passed</small></h2>
<table>
<thead><tr><th>Path</th><th class="number">Members</th><th class="number">Types</th><th class="number">ms</th><th>Verdict</th></tr></thead>
<tbody>${findings.map(toRow).join('')}</tbody>
</table>
</section>
`;
}

function toRow({ path, what, verdict, members, notes, ms, asked, answer }: Finding): string {
  const ofAll = (count: number) => (members.expected === 0 ? '' : `${count}/${members.expected}`);
  const name = `<code>${escape(path)}</code>${what === '' ? '' : ` <span class="what">${escape(what)}</span>`}`;
  const list =
    notes.length === 0 ? '' : `<ul>${notes.map((note) => `<li>${escape(note)}</li>`).join('')}</ul>`;
  const request =
    asked &&
    `<h3>Asked ${asked.method} ${escape(asked.path)}, ${asked.kind}</h3>${toPre(JSON.stringify(asked.fields, null, 1))}`;
  const response = answer && `<h3>Answer, HTTP ${answer.status}</h3>${toPre(answer.text)}`;
  const details = [list, request ?? '', response ?? ''].join('');
  const first = details === '' ? name : `<details><summary>${name}</summary>${details}</details>`;
  const hint =
    notes.length > 0 && verdict !== 'passed' ? `<p class="note">${escape(notes[0] ?? '')}</p>` : '';
  return `<tr data-verdict="${verdict}"><td>${first}${hint}</td><td class="number">${ofAll(members.present)}</td><td class="number">${ofAll(members.typed)}</td><td class="number">${ms}</td><td><span class="badge ${verdict}">${verdict}</span></td></tr>`;
}

function toPre(text: string): string {
  return `<pre>${escape(text)}</pre>`;
}

function countsOf(findings: readonly Finding[]): Record<Verdict, number> {
  const counts = { passed: 0, differs: 0, failed: 0, skipped: 0 };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const SCRIPT = `
const buttons = [...document.querySelectorAll('[data-filter]')];
const rows = [...document.querySelectorAll('[data-verdict]')];
function show() {
  const wanted = buttons.filter((one) => one.getAttribute('aria-pressed') === 'true').map((one) => one.dataset.filter);
  for (const row of rows) row.hidden = wanted.length > 0 && !wanted.includes(row.dataset.verdict);
  for (const part of document.querySelectorAll('section')) part.hidden = !part.querySelector('tbody tr:not([hidden])');
}
for (const button of buttons) {
  button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    show();
  });
}
`;

const STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --paper: #fff; --ink: #1c2430; --faint: #667085; --line: #e3e7ec;
  --passed: #17803d; --differs: #c4281c; --failed: #8b2fc9; --skipped: #9a6700; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0f1318; --paper: #171c23; --ink: #e4e9f0; --faint: #93a0b1; --line: #2a323d;
    --passed: #4cc575; --differs: #ff7b6e; --failed: #c792f5; --skipped: #e0b04c; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 72rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK SC', sans-serif; }
h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; }
h2 { margin: 2.25rem 0 .75rem; font-size: 1.1rem; }
h2 small { font-weight: 400; color: var(--faint); margin-inline-start: .5rem; }
h3 { margin: .75rem 0 .25rem; font-size: .8rem; font-weight: 600; color: var(--faint); overflow-wrap: anywhere; }
.kicker, .when { margin: 0; color: var(--faint); }
.kicker { font-size: .8rem; letter-spacing: .06em; }
.bar { display: flex; gap: 2px; height: .5rem; margin: 1.25rem 0 1rem; border-radius: .25rem; overflow: hidden; }
.bar i { flex-basis: 0; } .bar .passed { background: var(--passed); } .bar .differs { background: var(--differs); }
.bar .failed { background: var(--failed); } .bar .skipped { background: var(--skipped); }
nav { display: flex; flex-wrap: wrap; gap: .5rem; }
button { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 2rem;
  padding: .25rem .9rem; cursor: pointer; }
button[aria-pressed=true] { border-color: currentColor; box-shadow: inset 0 0 0 1px currentColor; }
button[data-filter=passed] b { color: var(--passed); } button[data-filter=differs] b { color: var(--differs); }
button[data-filter=failed] b { color: var(--failed); } button[data-filter=skipped] b { color: var(--skipped); }
table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--paper); border: 1px solid var(--line);
  border-radius: .6rem; table-layout: fixed; }
th, td { padding: .45rem .8rem; text-align: start; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; font-size: .8rem; font-weight: 600; color: var(--faint); }
th:nth-child(2), th:nth-child(3) { width: 5.5rem; } th:nth-child(4) { width: 4.5rem; } th:nth-child(5) { width: 6.5rem; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
td.number { color: var(--faint); }
code, pre { font: .87em/1.5 ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace; unicode-bidi: isolate; }
code { overflow-wrap: anywhere; }
.what { color: var(--faint); }
summary { cursor: pointer; }
ul { margin: .5rem 0; padding-inline-start: 1.25rem; }
li, .note { overflow-wrap: anywhere; unicode-bidi: isolate; }
.note { margin: .1rem 0 0 1.05rem; color: var(--faint); font-size: .87rem; }
details[open] + .note { display: none; }
pre { margin: 0; padding: .6rem .8rem; max-height: 22rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere;
  background: var(--ground); border-radius: .4rem; }
.badge { font-size: .8rem; font-weight: 600; } .badge::before { content: '●'; margin-inline-end: .35rem; }
.passed.badge { color: var(--passed); } .differs.badge { color: var(--differs); }
.failed.badge { color: var(--failed); } .skipped.badge { color: var(--skipped); }
@media (max-width: 40rem) { th:nth-child(-n+4):not(:first-child), td.number { display: none; } }
`;
