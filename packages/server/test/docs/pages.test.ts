import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { Compile } from 'typebox/compile';
import { describe, expect, it, vi } from 'vitest';
import { realtime } from '@kith/contract';
import { defaultSettings, errorCodes } from '@kith/core/kernel';
import { defaultLimits } from '../../src/adapters/rate-limits.js';
import { runCli } from '../../src/cli/run.js';
import { readEnv } from '../../src/config/env.js';
// The checks use the page with fresh tables; only generated.test.ts fails for stale ones.
import { readFreshPage as readPage } from './generated.js';
import { listFences, listPages, root, withoutFences } from './pages.js';

const pages = listPages();

describe('links', () => {
  it.each(pages)('%s link to files and headings that exist', (page) => {
    const broken = linksOf(page).filter(({ file, anchor }) => {
      if (!existsSync(`${root}${file}`)) return true;
      return anchor !== '' && !anchorsOf(file).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('lead to every page from README.md', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const { file } of linksOf(page)) if (pages.includes(file)) reached.add(file);
    }
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });
});

describe('the environment', () => {
  const variables = Object.keys(readEnv({})).filter((name) => /^[A-Z_]+$/.test(name));

  it.each(['README.md', 'docs/operating.md'])('is documented in %s, every variable in a table', (page) => {
    const rows = tableRowsOf(page).map((row) => row[0]!);
    expect(variables.filter((name) => !rows.some((cell) => cell.includes(`\`${name}\``)))).toEqual([]);
  });

  it('has every variable that a page names', () => {
    // Only the tests read these.
    const ofTests = [
      'KITH_TEST_BUILT',
      'KITH_TEST_LOG',
      'KITH_TEST_DATABASE',
      'KITH_TEST_NODES',
      'KITH_FAULTS',
      'KITH_FAULTS_SEED',
      'KITH_PROPERTY_RUNS',
      'KITH_PROPERTY_SEED',
    ];
    const known = new Set([...variables, ...ofTests]);
    const named = pages.flatMap((page) => readPage(page).match(/\bKITH_[A-Z_]+\b/g) ?? []);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

function periodOf(seconds: number): string {
  if (seconds < 60) return `${seconds} seconds`;
  if (seconds === 60) return '1 minute';
  return seconds === 3600 ? '1 hour' : `${seconds / 60} minutes`;
}

describe('docs/operating.md', () => {
  it('has a row for every setting of a tenant, with its default', () => {
    const rows = tableRowsOf('docs/operating.md');
    const wrong = Object.entries(defaultSettings).filter(([name, value]) => {
      const row = rows.find((cells) => cells[0]!.includes(`\`${name}\``));
      return !row?.[1]!.includes(value === '' ? 'empty' : String(value));
    });
    expect(wrong, 'Add or mend the rows of these settings in docs/operating.md').toEqual([]);
  });

  it('has a row for every rate limit, with its figures', () => {
    const rows = tableRowsOf('docs/operating.md');
    const shown = Object.keys(defaultLimits).map((name) =>
      rows.find((row) => row[0] === `\`${name}\``)?.slice(1, 3),
    );
    const real = Object.values(defaultLimits).map(({ points, seconds }) => [
      String(points),
      periodOf(seconds),
    ]);
    expect(shown).toEqual(real);
  });
});

describe('the command line', () => {
  it('has every command that a page names', async () => {
    const usage = await readUsage();
    const unknown = pages.flatMap(commandsIn).filter(({ command, action }) => {
      const actions = usage.get(command);
      return actions === undefined || (action !== '' && !actions.includes(action));
    });
    expect(unknown).toEqual([]);
  });

  it.each(['README.md', 'docs/operating.md'])('is in %s, every command', async (page) => {
    const named = new Set(commandsIn(page).map(({ command }) => command));
    const missing = [...(await readUsage()).keys()].filter((command) => !named.has(command));
    // That page shows how to start the server without npm.
    expect(missing.filter((command) => page === 'README.md' || command !== 'start')).toEqual([]);
  });
});

describe('docs/realtime.md', () => {
  const fences = listFences(readPage('docs/realtime.md'));
  const framesOf = (side: string) =>
    fences
      .filter(({ info }) => info === `json ${side}`)
      .flatMap(({ text }) =>
        text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { t: string }),
      );

  it.each([
    ['client', Compile(realtime.ClientFrame)],
    ['server', Compile(realtime.ServerFrame)],
  ])('shows %s frames that match the contract', (side, validator) => {
    expect(framesOf(side).filter((frame) => !validator.Check(frame))).toEqual([]);
  });

  it.each([
    ['client', realtime.ClientFrame],
    ['server', realtime.ServerFrame],
  ])('has an example of every %s frame', (side, union) => {
    const types = union.anyOf.flatMap((frame) => typesOf(frame));
    const shown = new Set(framesOf(side).map((frame) => frame.t));
    expect([...new Set(types)].filter((type) => !shown.has(type))).toEqual([]);
  });

  it('names every close code', () => {
    const page = readPage('docs/realtime.md');
    expect(Object.values(realtime.CloseCode).filter((code) => !page.includes(`| ${code} |`))).toEqual([]);
  });
});

it('every error code has a row in the pages of both protocols', () => {
  for (const page of ['docs/dialects/im.md', 'docs/realtime.md']) {
    const rows = new Set(tableRowsOf(page).map((row) => row[0]));
    expect(
      Object.keys(errorCodes).filter((code) => !rows.has(`\`${code}\``)),
      page,
    ).toEqual([]);
  }
});

interface Link {
  readonly file: string;
  readonly anchor: string;
}

/** The targets of the relative links of a page, from the root. */
function linksOf(page: string): Link[] {
  const targets = [...withoutFences(readPage(page)).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      return { file: path === '' ? page : posix.join(posix.dirname(page), path), anchor };
    });
}

/** The anchors of a page: its headings in lower case, with spaces as hyphens and without other signs. */
function anchorsOf(page: string): Set<string> {
  const headings = [...withoutFences(readPage(page)).matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** The cells of every row of every table of a page. */
function tableRowsOf(page: string): string[][] {
  return readPage(page)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

interface NamedCommand {
  readonly page: string;
  readonly command: string;
  /** Of `kith tenant list`: `list`. Empty if the page names none. */
  readonly action: string;
}

/** `kith tenant list` in code, and `npm run kith -- tenant list`. */
function commandsIn(page: string): NamedCommand[] {
  const text = readPage(page);
  const code = [...(text.match(/`[^`\n]+`/g) ?? []), ...listFences(text).map((fence) => fence.text)].join(
    '\n',
  );
  return [...code.matchAll(/(?:npm run (?:-s )?kith --|`kith) ([a-z]+)(?: ([a-z]+)\b)?/g)].map((match) => ({
    page,
    command: match[1]!,
    action: match[2] ?? '',
  }));
}

/** The commands of `kith help`, each with its usage. */
async function readUsage(): Promise<Map<string, string>> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    await runCli(['help']);
    const said = log.mock.calls.map(([line]) => String(line)).join('\n');
    return new Map([...said.matchAll(/^ {2}kith (\w+) ?(.*)$/gm)].map((match) => [match[1]!, match[2]!]));
  } finally {
    log.mockRestore();
  }
}

/** The values of `t` in a frame, which may be a union of frames itself. */
function typesOf(schema: object): string[] {
  if ('anyOf' in schema) return (schema.anyOf as object[]).flatMap(typesOf);
  const { t } = (schema as { properties: { t: { const: string } } }).properties;
  return [t.const];
}
