import { api, im, type Endpoint } from '@kith/contract';
import { bounds } from '@kith/core/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formBytesOf } from '../../src/dialects/transport.js';
import { atPace } from '../harness/at-pace.js';
import { useKith, type Person } from '../harness/kith.js';
import { measurePace } from '../harness/pace.js';
import {
  longestTurn,
  openSender,
  parseTime,
  textOf,
  type Piece,
  type RawFrames,
  type RawRequest,
  type Sender,
} from './sender.js';

/** The time that one input may block the loop, beyond a plain `JSON.parse` of the same bytes. */
const ALLOWED_MS = 25;
/** Garbage collection may happen during an attempt; a slow input is slow every time. */
const TRIES = 6;
/** In as many turns paths share the bodies that are read before the parameters are known. */
const TURNS = 3;

const kith = useKith();
let sender: Sender;
let person: Person;
beforeAll(async () => {
  sender = await openSender(kith.url, { keepsAlive: true });
  person = await kith.person('ada');
});
afterAll(() => sender.close());

interface Input {
  readonly what: string;
  readonly text: readonly Piece[];
  readonly request: RawRequest;
}

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

/** A text, repeated to a number of bytes. */
function times(text: string, bytes: number): Piece {
  return [text, Math.max(1, Math.floor(bytes / Buffer.byteLength(text)))];
}

/** Texts that cost much work: to read, normalise, count, compare or search in a database. */
const texts = (bytes: number): Record<string, readonly Piece[]> => ({
  'one long text': [times('x', bytes)],
  ligatures: [times('\uFDFA', bytes)],
  'combining marks': [times('\u0301', bytes)],
  digits: [times('9', bytes)],
  commas: [times('1,', bytes)],
  brackets: [times('[', bytes)],
  'a list': ['[', times('1,', bytes - 3), '1]'],
  backslashes: [times('\\', bytes)],
});

/** Values of a parameter of the maximum size, escaped. */
function legalTexts(schema: { maxLength?: number; wire?: string }): Record<string, readonly Piece[]> {
  const ligature = encodeURIComponent('\uFDFA');
  if (schema.wire === 'json')
    return {
      'a message of ligatures': [
        encodeURIComponent('{"text":"'),
        [ligature, 9_990],
        encodeURIComponent('"}'),
      ],
    };
  return schema.maxLength ? { 'as many ligatures as may be': [[ligature, schema.maxLength]] } : {};
}

const boundary = `--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n`;
const multipart = 'multipart/form-data; boundary=x';

/**
 * Bodies that are read before the parameters are known, by the same code for all paths: each path gets one of some turns
 * of them, and each body goes to paths of every size and method.
 */
const generalBodies = (size: number): [what: string, type: string, text: readonly Piece[]][] => [
  ['lone percent signs', form, [times('%', size)]],
  ['escapes that mean nothing', form, ['a=', times('%zz', size)]],
  ['escapes of ASCII', form, ['a=', times('%41', size)]],
  ['escapes with letters between', form, ['a=', times('%c3%a9x', size)]],
  ['a broken escape at the end', form, ['a=', times('%c3%a9', size), '%e4%b8']],
  ['pairs', form, [times('a&', size)]],
  ['pairs of one name', form, [times('a=1&', size)]],
  ['plus signs', form, ['a=', times('+', size)]],
  ['90,000 members', json, ['{', ninetyThousandMembers.slice(0, size - 8), '":1}']],
  ['members of a list', json, ['{"a":[', times('1,', size - 10), '1]}']],
  ['deep lists', json, ['{"a":', times('[', size / 2 - 10), times(']', size / 2 - 10), '}']],
  ['deep objects', json, ['{"a":', times('{"a":', size - 20), '1}']],
  ['a long number', json, ['{"a":', times('9', size - 10), '}']],
  ['a long text with quotes', json, ['{"a":"', times('\\"', size - 10), '"}']],
  ['a long text that is no prototype', json, ['{"a":"', times('__proto_', size - 20), '"}']],
  ['many small fields', multipart, [times(`${boundary}1\r\n`, size), '--x--\r\n']],
  ['large fields', multipart, [times(`${boundary}${'y'.repeat(4_000)}\r\n`, size), '--x--\r\n']],
  ['almost boundaries', multipart, [boundary, times('\r\n--', size - 200), '\r\n--x--\r\n']],
];
const ninetyThousandMembers = Array.from({ length: 90_000 }, (_, i) => `"${i.toString(36)}":1`).join();

function* inputsFor(endpoint: Endpoint): Iterable<Input> {
  const isApi = endpoint.path.startsWith('/api/');
  const [tokenName, owner] = isApi ? ['api_token', `&user_id=${person.id}`] : ['_token', ''];
  const path = endpoint.path.replaceAll(/\{\w+\}/g, '1');
  const query = `${path}?${tokenName}=${encodeURIComponent(person.token)}${owner}`;
  const { method } = endpoint;
  const hasBody = !isApi || method === 'POST' || method === 'PUT';
  const wanted = Object.entries(
    endpoint.params.properties as Record<string, { maxLength?: number; wire?: string }>,
  );

  const urlBytes = 12_000;
  for (const text of ['a&', '%', '%c3%a9'])
    yield {
      what: `a query of ${text}`,
      text: [text],
      request: { method, path: `${query}&${textOf([times(text, urlBytes)])}` },
    };
  for (const [name] of wanted)
    for (const text of ['1,', '%5B', '%EF%B7%BA'])
      yield {
        what: `a query with ${name}=${text}`,
        text: [text],
        request: { method, path: `${query}&${name}=${textOf([times(text, urlBytes)])}` },
      };
  if (!hasBody) return;

  const size = formBytesOf(endpoint) - 2_000;
  const body = (what: string, type: string, text: readonly Piece[]): Input => ({
    what: `${what} (${type.slice(0, 20)}, ${size})`,
    text,
    request: { method, path: query, type, body: text },
  });
  const turn = endpoints.indexOf(endpoint) % TURNS;
  for (const [i, general] of generalBodies(size).entries()) if (i % TURNS === turn) yield body(...general);
  for (const [name, schema] of wanted) {
    for (const [what, text] of Object.entries(legalTexts(schema)))
      yield body(`${name} is ${what}`, form, [`${name}=`, ...text]);
    // Each text for each parameter and way of sending would be thousands: each gets some of them by its position.
    for (const [what, text] of Object.entries(texts(size / 3)))
      if (schema.wire === 'list' || what === 'ligatures' || what === 'one long text')
        yield body(`${name} is ${what}`, form, [`${name}=`, ...text]);
    if (schema.wire === 'list') {
      yield body(`${name} comes often`, form, [times(`${name}=1&`, size)]);
      yield body(`${name}[] comes often`, form, [times(`${name}[]=1&`, size)]);
      yield body(`${name} is a list of words`, json, [`{"${name}":[`, times('"x",', 5_900 * 4), '"x"]}']);
    }
    yield body(`${name} is JSON`, json, [`{"${name}":"`, times('\uFDFA', size - 40), '"}']);
  }
}

/**
 * The longest block by an input beyond its parsing, in the best of some attempts. Almost all are short enough in
 * the first and cheapest measurement, which never reports too little; the others are measured as exactly as possible.
 */
async function blockOf(text: readonly Piece[], send: () => Promise<unknown>): Promise<number> {
  let best = await longestTurn(send);
  for (let i = 0; i < TRIES && best > ALLOWED_MS; i++) {
    const parsing = parseTime(textOf(text));
    best = Math.min(best, (await longestTurn(send, { spins: true })) - parsing);
  }
  return best;
}

const endpoints = [...Object.values(im), ...Object.values(api)].flatMap(
  (group) => Object.values(group as object) as Endpoint[],
);

test.each(endpoints.map((endpoint): [string, Endpoint] => [endpoint.path, endpoint]))(
  'no input of %s blocks the server',
  async (_path, endpoint) => {
    const slow: string[] = [];
    for (const { what, text, request } of inputsFor(endpoint)) {
      let answer = '';
      const block = await blockOf(text, async () => {
        answer = await sender.send(request);
      });
      if (block > ALLOWED_MS && block > ALLOWED_MS * measurePace())
        slow.push(`${what}: ${block.toFixed(0)} ms`);
      expect(answer, what).toMatch(/^(200|400|429|431|500) /);
      expect(answer, what).not.toMatch(/系统错误|database update error|statusCode/);
    }
    expect(slow).toEqual([]);
    // Some paths sign out: the next one starts signed in again.
    const isIn = await kith.post('/im/get/base', { _token: person.token });
    if (isIn.body.err !== 0) person = await kith.person('ada');
  },
  atPace(120_000),
);

const frameBytes = 65_000;
const frames: Readonly<Record<string, string>> = {
  'many members': `{"t":"send","a":[${times('1,', frameBytes)}1]}`,
  'deep lists': `{"t":"hello","a":${times('[', frameBytes / 2)}${times(']', frameBytes / 2)}}`,
  'deep objects': `{"t":"hello","a":${times('{"a":', frameBytes)}`,
  'a wide object': `{${Array.from({ length: 8_000 }, (_, i) => `"${i}":1`)
    .join()
    .slice(0, frameBytes)}":1}`,
  'a long number': `{"action":${times('9', frameBytes)}}`,
  'a long text': `{"action":"checkToken","data":"${times('x', frameBytes)}"}`,
  quotes: `{"action":"${times('\\"', frameBytes)}"}`,
  'a message of ligatures': `{"t":"send","cid":"0f8fad5b-d9cb-469f-a165-70867728950e","to":"${'0'.repeat(32)}","type":0,"content":{"text":"${'\uFDFA'.repeat(9_990)}"}}`,
  'a hello with many conversations': `{"t":"hello","token":"x","conversations":{${Array.from({ length: 1_600 }, (_, i) => `"${i.toString(16).padStart(32, '0')}":1`).join()}}}`,
};

test.each(Object.entries(frames))(
  'no frame blocks the server: %s',
  async (_what, frame) => {
    const inIm = JSON.stringify({ action: 'checkToken', data: person.token });
    const inV1 = JSON.stringify({ t: 'hello', token: person.token });
    const ways: Record<string, RawFrames> = {
      'a stranger': { frames: [frame] },
      'a member': { opening: inIm, frames: [frame] },
      'a stranger of kith.v1': { protocol: 'kith.v1', frames: [frame] },
      'a member of kith.v1': { protocol: 'kith.v1', opening: inV1, frames: [frame] },
    };
    const slow: string[] = [];
    // If all of them together cause no block, none of them does.
    const together = await longestTurn(() =>
      Promise.all(Object.values(ways).map((talk) => sender.talk(talk))),
    );
    for (const [who, talk] of together > ALLOWED_MS ? Object.entries(ways) : []) {
      const block = await blockOf([frame], () => sender.talk(talk));
      if (block > ALLOWED_MS && block > ALLOWED_MS * measurePace())
        slow.push(`${who}: ${block.toFixed(0)} ms`);
    }
    expect(slow).toEqual([]);
  },
  atPace(60_000),
);

test('a form is limited to the size that its path needs', () => {
  expect(formBytesOf(im.in.login)).toBe(bounds.body.formBytes);
  expect(formBytesOf(im.message.textMsg)).toBe(bounds.body.messageFormBytes);
});
