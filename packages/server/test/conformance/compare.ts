/** The secrets that the examples mask. The member is there with type and all; what it holds is never sent. */
const SECRETS = new Set(['<md5>', '<ip>', '<secret>', '<private key>']);
/** Values that are made for each answer. */
const MADE = new Set(['<token>', '<usersig>', '<phone>']);

const FORMATS = [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, /^[0-9a-f]{32}$/, /^[0-9a-f]{24}$/];

/** Members whose value is compared too, not only their type. */
const VALUED = new Set(['err', 'code', 'msg']);

/**
 * What an answer lacks of an example, one line for each difference: every member of the example must be
 * there with its JSON type, in every row. An empty list of the example says nothing about rows.
 */
export function differences(example: unknown, answer: unknown, at = 'body'): string[] {
  if (Array.isArray(example)) return listDifferences(example, answer, at);
  if (typeof example === 'object' && example !== null) {
    if (typeOf(answer) !== 'object') return [`${at} is ${typeOf(answer)}, not object`];
    return Object.entries(example).flatMap(([name, value]) =>
      Object.hasOwn(answer as object, name)
        ? memberDifferences(name, value, (answer as Record<string, unknown>)[name], `${at}.${name}`)
        : [`${at}.${name} is missing`],
    );
  }
  if (typeOf(answer) !== typeOf(example)) return [`${at} is ${typeOf(answer)}, not ${typeOf(example)}`];
  if (typeof example === 'string') return textDifferences(example, answer as string, at);
  if (Number.isInteger(example) && !Number.isInteger(answer)) return [`${at} is no whole number`];
  return [];
}

function memberDifferences(name: string, example: unknown, answer: unknown, at: string): string[] {
  if (VALUED.has(name) && at === `body.${name}` && example !== answer) {
    return [`${at} is ${JSON.stringify(answer)}, not ${JSON.stringify(example)}`];
  }
  return differences(example, answer, at);
}

function listDifferences(example: readonly unknown[], answer: unknown, at: string): string[] {
  const [row] = example;
  // The document shows friends as an empty list; with friends in it, clients want an object.
  if (row === undefined)
    return ['array', 'object'].includes(typeOf(answer)) ? [] : [`${at} is ${typeOf(answer)}`];
  if (!Array.isArray(answer)) return [`${at} is ${typeOf(answer)}, not array`];
  if (answer.length === 0) return [`${at} has no rows to compare: create some before`];
  return answer.flatMap((one, i) => differences(row, one, `${at}[${i}]`));
}

function textDifferences(example: string, answer: string, at: string): string[] {
  if (SECRETS.has(example)) return answer === '' ? [] : [`${at} gives a secret away`];
  if (MADE.has(example)) return [];
  if (/^<[\w ]+>$/.test(example)) return [`${at}: nobody has said what ${example} stands for`];
  const broken = FORMATS.find((format) => format.test(example) && !format.test(answer));
  return broken ? [`${at} is ${answer}, not like ${example}`] : [];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
