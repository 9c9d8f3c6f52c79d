import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../manifest.js';
import type { Line } from '../summary.js';
import { tablesOf, toMarkdown } from './tables.js';
import { targetTable } from './targets.js';

const PAGE = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url));
const BEGIN = '<!-- figures -->';
const END = '<!-- end of figures -->';

/** Replaces the figures in docs/performance.md by those of a run. */
export async function writeDocs(manifest: Manifest, lines: readonly Line[]): Promise<void> {
  const page = await readFile(PAGE, 'utf8');
  const [before, after] = [page.split(BEGIN)[0], page.split(END)[1]];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has no place for the figures.`);
  await writeFile(PAGE, `${before}${BEGIN}\n\n${figures(manifest, lines)}\n${END}${after}`);
}

function figures(
  { command, date, commit, machine, settings, failures }: Manifest,
  lines: readonly Line[],
): string {
  return [
    `\`${command}\` on ${date} at commit ${commit}: ${machine.cores} × ${machine.cpu}, ${machine.memoryGb} GB, ` +
      `Node.js ${machine.node}, load ${machine.load} before the run. ` +
      'PostgreSQL of all servers: ' +
      `${Object.entries(settings)
        .map(([name, value]) => `\`${name}\` ${value}`)
        .join(', ')}.`,
    '',
    ...failures.map((failure) => `Failed: ${failure}\n`),
    toMarkdown(targetTable(lines)),
    ...tablesOf(lines).map(toMarkdown),
  ].join('\n');
}
