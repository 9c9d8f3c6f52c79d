import { collect, show, typeOf, type Collector, type Comparison } from './differences.js';

/** The secrets that the examples mask. The member must exist with its type, but its value is never sent. */
const SECRETS = new Set(['<md5>', '<ip>', '<secret>', '<private key>']);
/** Values that are generated for each answer. */
const MADE = new Set(['<token>', '<usersig>', '<phone>']);

const FORMATS = [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, /^[0-9a-f]{32}$/, /^[0-9a-f]{24}$/];

/** Paginators repeat the requested page: a text, or a number if none was requested or there are no rows. */
const NUMBER_OR_TEXT = new Set(['current_page']);

/** Members whose value is compared in addition to their type. */
const VALUED = new Set(['err', 'code', 'msg', 'message', 'error']);

/**
 * Compares an answer with a documented example: every member of the example must exist with its JSON type, in every
 * row. An empty list in the example says nothing about rows.
 */
export function compareExample(example: unknown, answer: unknown): Comparison {
  const found = collect();
  compare(found, example, answer, 'body');
  return found.result();
}

function compare(found: Collector, example: unknown, answer: unknown, at: string): void {
  if (Array.isArray(example)) return compareList(found, example, answer, at);
  if (typeof example === 'object' && example !== null) {
    if (typeOf(answer) !== 'object')
      return found.differ('type', at, `is ${typeOf(answer)}, not ${typeOf(example)}`);
    for (const [name, value] of Object.entries(example))
      compareMember(found, name, value, answer as Readonly<Record<string, unknown>>, at);
    return;
  }
  if (typeOf(answer) !== typeOf(example))
    return found.differ('type', at, `is ${typeOf(answer)}, not ${typeOf(example)}`);
  if (typeof example === 'string') return compareText(found, example, answer as string, at);
  if (Number.isInteger(example) && !Number.isInteger(answer))
    found.differ('type', at, 'is not a whole number');
}

function compareMember(
  found: Collector,
  name: string,
  example: unknown,
  answer: Readonly<Record<string, unknown>>,
  parent: string,
): void {
  const at = `${parent}.${name}`;
  found.expect(at);
  if (!Object.hasOwn(answer, name)) return found.differ('missing', at, 'is missing');
  const value = answer[name];
  if (VALUED.has(name) && parent === 'body' && example !== value) {
    const kind = typeOf(example) === typeOf(value) ? 'value' : 'type';
    return found.differ(kind, at, `is ${show(value)}, not ${show(example)}`);
  }
  const isEither = NUMBER_OR_TEXT.has(name) && Number.isInteger(Number(value)) && value !== '';
  if (!isEither || !['number', 'string'].includes(typeOf(value))) compare(found, example, value, at);
}

function compareList(found: Collector, example: readonly unknown[], answer: unknown, at: string): void {
  const [row] = example;
  // The document shows friends as an empty list; with friends in it, clients expect an object.
  if (row === undefined && typeOf(answer) === 'object') return;
  if (!Array.isArray(answer)) return found.differ('type', at, `is ${typeOf(answer)}, not array`);
  if (row === undefined) return;
  found.list(at, answer.length);
  const kinds = kindsOf(example);
  for (const [i, one] of answer.entries()) compare(found, kinds.get(kindOf(one)) ?? row, one, `${at}[${i}]`);
}

/** Rows that each have their own `type` differ in their members: each is an example of that type alone. */
function kindsOf(example: readonly unknown[]): ReadonlyMap<unknown, unknown> {
  const kinds = new Map(example.map((row) => [kindOf(row), row]));
  return kinds.size === example.length ? kinds : new Map();
}

function kindOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'type' in row ? row.type : undefined;
}

function compareText(found: Collector, example: string, answer: string, at: string): void {
  if (SECRETS.has(example)) {
    if (answer !== '') found.differ('value', at, 'discloses a secret');
  } else if (!MADE.has(example)) {
    const broken = FORMATS.find((format) => format.test(example) && !format.test(answer));
    if (broken) found.differ('value', at, `is ${show(answer)}, not like ${show(example)}`);
  }
}
