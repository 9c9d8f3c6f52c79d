import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { styleText } from 'node:util';
import { decodeText, readTextFile } from '../config/text-file.js';
import { toHtml, toJson, type Report } from '../conformance/report.js';
import {
  dialects,
  runConformance,
  UnreachableError,
  type ConformanceOptions,
  type Dialect,
  type Finding,
  type Verdict,
} from '../conformance/run.js';
import { NobodyError, roles, type Credentials } from '../conformance/world.js';
import { readArgs, readTenantId, UsageError, type Command } from './command.js';

const MAX_SECONDS = 24 * 60 * 60;

export const conformanceCommand: Command = {
  usage:
    '--url URL [--socket URL] [--tenant ID] [--dialect im|api] [--people FILE] [--every-body] [--only TEXT] [--html FILE] [--json FILE] [--timeout SECONDS] [--limit SECONDS]',
  summary:
    'Checks a running server, this one or another, against the documents and the contract of both APIs.',
  run: async (args) => {
    const { options, html, json } = await readOptions(args);
    const began = new Date();
    const findings: Finding[] = [];
    const isColoured = process.stdout.isTTY && process.stdout.hasColors();
    const problem = await explainStop(async () => {
      for await (const finding of runConformance(options)) {
        findings.push(finding);
        console.log(lineOf(finding, isColoured));
      }
    });
    const seconds = (Date.now() - began.getTime()) / 1000;
    const report: Report = { url: options.url, began, seconds, findings };
    if (html !== undefined) await writeFile(html, toHtml(report));
    if (json !== undefined) await writeFile(json, toJson(report));
    if (problem !== undefined) {
      console.error(`kith conformance: ${problem}`);
      return 2;
    }
    if (findings.length === 0) throw new UsageError(`No check matches ${JSON.stringify(options.only)}.`);
    console.log(`\n${summaryOf(report)}`);
    return findings.some(({ verdict }) => verdict === 'differs' || verdict === 'failed') ? 1 : 0;
  },
};

/** Why a run was aborted; undefined if it was completed. */
async function explainStop(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof UnreachableError) return error.message;
    if (error instanceof NobodyError)
      return `No account can sign in (${error.message}). Give existing accounts with --people FILE.`;
    throw error;
  }
}

async function readOptions(
  args: readonly string[],
): Promise<{ options: ConformanceOptions; html: string | undefined; json: string | undefined }> {
  const { values, positionals } = readArgs(args, {
    url: { type: 'string' },
    socket: { type: 'string' },
    tenant: { type: 'string', default: '1' },
    dialect: { type: 'string', default: 'both' },
    people: { type: 'string' },
    'every-body': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    html: { type: 'string' },
    json: { type: 'string' },
    timeout: { type: 'string', default: '10' },
    limit: { type: 'string', default: '600' },
  });
  const [extra] = positionals;
  if (extra !== undefined) throw new UsageError(`${JSON.stringify(extra)} is not expected here.`);
  if (values.url === undefined) throw new UsageError('Specify the server: --url http://localhost:8080');
  const url = readUrl('--url', values.url, ['http:', 'https:']);
  const socketUrl =
    values.socket === undefined
      ? `${url.replace(/^http/, 'ws')}/ws`
      : readUrl('--socket', values.socket, ['ws:', 'wss:']);
  // Fail now rather than after all checks.
  for (const file of [values.html, values.json]) if (file !== undefined) await usable(writeFile(file, ''));
  return {
    options: {
      url,
      socketUrl,
      tenant: readTenantId(values.tenant),
      dialect: readDialect(values.dialect),
      people: values.people === undefined ? undefined : await readPeople(values.people),
      inEveryWay: values['every-body'],
      only: values.only,
      timeoutMs: readSeconds('--timeout', values.timeout) * 1000,
      limitMs: readSeconds('--limit', values.limit) * 1000,
    },
    html: values.html,
    json: values.json,
  };
}

function readDialect(text: string): Dialect {
  const found = dialects.find((one) => one === text);
  if (!found) throw new UsageError(`--dialect must be one of ${dialects.join(', ')}.`);
  return found;
}

/** A URL without a trailing slash, so that paths can be appended. */
function readUrl(option: string, text: string, protocols: readonly string[]): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.includes(url.protocol))
    throw new UsageError(`${option} must begin with ${protocols.map((name) => `${name}//`).join(' or ')}.`);
  if (url.username || url.password || url.search || url.hash)
    throw new UsageError(`${option} must be a URL without user, query or fragment.`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function readSeconds(option: string, text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= MAX_SECONDS))
    throw new UsageError(`${option} must be a number of seconds above 0.`);
  return seconds;
}

/**
 * One account per line, user name and password, in the order of the roles. Passwords never come from the command line.
 */
async function readPeople(file: string): Promise<Credentials[]> {
  const text = await usable(
    file === '-'
      ? buffer(process.stdin).then((bytes) => decodeText(bytes, 'Standard input'))
      : readTextFile(file),
  );
  const people = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line): Credentials => {
      const [username = '', password = ''] = line.split(/\s+/);
      return { username, password };
    });
  if (people.length !== roles.length || people.some(({ password }) => password === ''))
    throw new UsageError(`--people needs ${roles.length} lines, each a user name, a blank and a password.`);
  return people;
}

async function usable<T>(opened: Promise<T>): Promise<T> {
  try {
    return await opened;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const colours: Readonly<Record<Verdict, 'green' | 'red' | 'magenta' | 'yellow'>> = {
  passed: 'green',
  differs: 'red',
  failed: 'magenta',
  skipped: 'yellow',
};

function lineOf({ verdict, section, path, what, notes }: Finding, isColoured: boolean): string {
  const word = verdict.padEnd(7);
  const head = `${isColoured ? styleText(colours[verdict], word) : word}  ${section.padEnd(9)}  ${path}`;
  const more = notes.length > 3 ? [`and ${notes.length - 3} more`] : [];
  const lines = [...notes.slice(0, 3), ...more].map((note) => `\n${' '.repeat(20)}${note}`);
  return `${what === '' ? head : `${head}, ${what}`}${lines.join('')}`;
}

function summaryOf({ findings, seconds }: Report): string {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return `${count('passed')} passed, ${count('differs')} differ, ${count('failed')} failed, ${count('skipped')} skipped in ${seconds.toFixed(1)} s`;
}
