import { apiContractChecks, apiExampleChecks } from './api-document-checks.js';
import { apiRefusalChecks } from './api-refusal-checks.js';
import { apiTransportChecks } from './api-transport-checks.js';
import { makeCaller, NoAnswerError, textOf, type Answer, type Asked } from './call.js';
import { sections, type Check, type Outcome, type Section } from './check.js';
import { escapeControls, shorten } from './differences.js';
import { contractChecks, exampleChecks } from './document-checks.js';
import { fileChecks } from './file-checks.js';
import { socketChecks } from './socket-checks.js';
import { transportChecks } from './transport-checks.js';
import { BlockedError, makeWorld, type Credentials, type World } from './world.js';

export const verdicts = ['passed', 'differs', 'failed', 'skipped'] as const;
/** `differs`: another answer than expected. `failed`: no usable answer. `skipped`: nothing can be concluded. */
export type Verdict = (typeof verdicts)[number];

/** The result of a check. Contains the server's answer, shortened and without control characters. */
export interface Finding {
  readonly section: Section;
  readonly path: string;
  readonly what: string;
  readonly verdict: Verdict;
  /** How many members were expected, exist, and have the right type. */
  readonly members: { readonly expected: number; readonly present: number; readonly typed: number };
  /** The differences, or why nothing can be concluded. */
  readonly notes: readonly string[];
  readonly ms: number;
  readonly asked?: Asked | undefined;
  readonly answer?: { readonly status: number; readonly text: string } | undefined;
}

export const dialects = ['both', 'im', 'api'] as const;
/** The API to check. People always sign in through the Chat API. */
export type Dialect = (typeof dialects)[number];

export interface ConformanceOptions {
  readonly url: string;
  readonly socketUrl: string;
  readonly tenant: number;
  readonly dialect: Dialect;
  /** Accounts to use, one for each role; new ones are registered by default. */
  readonly people?: readonly Credentials[] | undefined;
  /** Replays each example in every way of encoding fields. */
  readonly inEveryWay: boolean;
  /** Only checks whose path, section or title contains this text. */
  readonly only: string;
  /** For one call. */
  readonly timeoutMs: number;
  /** For the whole run. */
  readonly limitMs: number;
}

/** The server is unreachable. */
export class UnreachableError extends Error {}

/** All checks that the options select, in order. */
export function listChecks({ dialect, inEveryWay, only, socketUrl, timeoutMs }: ConformanceOptions): Check[] {
  const all = [
    ...(dialect === 'api'
      ? []
      : [
          ...exampleChecks(inEveryWay),
          ...contractChecks(),
          ...transportChecks(),
          ...fileChecks(),
          ...socketChecks({ url: socketUrl, timeoutMs }),
        ]),
    ...(dialect === 'im'
      ? []
      : [
          ...apiExampleChecks(inEveryWay),
          ...apiContractChecks(),
          ...apiTransportChecks(),
          ...apiRefusalChecks(),
        ]),
  ];
  const wanted = only.toLowerCase();
  return all
    .filter(({ section, path, what }) => `${section} ${path} ${what}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section));
}

/**
 * Runs every check against a running server in order, and yields each finding as it comes. Throws `UnreachableError` if
 * there is no server, and `NobodyError` if people are needed and none can sign in.
 */
export async function* runConformance(options: ConformanceOptions): AsyncGenerator<Finding> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.limitMs);
  const { url, timeoutMs, tenant, people } = options;
  const caller = makeCaller({ url, timeoutMs, signal: limit.signal });
  const world = makeWorld({ caller, tenant, people });
  try {
    for (const check of listChecks(options)) {
      const over = { notes: ['The time limit of the run was exceeded.'], verdict: 'failed' as const };
      yield limit.signal.aborted ? finding(check, 0, over) : await runCheck(check, world);
    }
  } finally {
    clearTimeout(timer);
  }
}

async function runCheck(check: Check, world: World): Promise<Finding> {
  const began = performance.now();
  const ms = () => performance.now() - began;
  try {
    const outcome = await check.run(world);
    return finding(check, outcome.answer?.ms ?? ms(), readOutcome(outcome));
  } catch (error) {
    if (error instanceof BlockedError)
      return finding(check, ms(), {
        verdict: 'skipped',
        notes: [`A precondition failed. ${error.message}`],
      });
    if (!(error instanceof NoAnswerError)) throw error;
    if (error.isUnreachable)
      throw new UnreachableError(`${world.caller.url} cannot be reached: ${error.message}.`, {
        cause: error,
      });
    return finding(check, ms(), { verdict: 'failed', notes: [error.message], asked: error.asked });
  }
}

function readOutcome({ skipped, differences, members, answer }: Outcome): Partial<Finding> {
  const count = (...kinds: string[]) => differences.filter(({ kind }) => kinds.includes(kind)).length;
  const present = Math.max(0, members - count('missing'));
  return {
    verdict: skipped === undefined ? (differences.length > 0 ? 'differs' : 'passed') : 'skipped',
    members: { expected: members, present, typed: Math.max(0, present - count('type')) },
    notes: skipped === undefined ? differences.map(({ says }) => says) : [skipped],
    asked: answer?.asked,
    answer: answer && { status: answer.status, text: readable(answer) },
  };
}

function finding({ section, path, what }: Check, ms: number, found: Partial<Finding>): Finding {
  return {
    section,
    path,
    what,
    verdict: 'passed',
    members: { expected: 0, present: 0, typed: 0 },
    ...found,
    notes: (found.notes ?? []).map((note) => escapeControls(hideSecrets(note))),
    asked: found.asked && { ...found.asked, fields: withoutSecrets(found.asked.fields) },
    ms: Math.round(ms),
  };
}

const MAX_SHOWN = 4000;

/** The body of an answer for a report: text, without secrets, shortened. */
function readable(answer: Answer): string {
  const type = answer.headers.get('content-type') ?? '';
  if (/^(image|video|audio)\//.test(type)) return `${answer.bytes.length} bytes of ${shorten(type, 60)}`;
  return shorten(hideSecrets(textOf(answer)), MAX_SHOWN);
}

const SECRET_FIELDS = /^(_?token|api_token|usersig|password|pass[123])$/;

function withoutSecrets(fields: Asked['fields']): Asked['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, SECRET_FIELDS.test(name) && value ? '…' : value]),
  );
}

/** Tokens and passwords may belong to accounts that existed before the run. */
function hideSecrets(text: string): string {
  return text.replaceAll(/("(?:_?token|api_token|usersig|password)"\s*:\s*")(?:[^"\\]|\\.)+/g, '$1…');
}
