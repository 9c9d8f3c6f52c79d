import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCli } from '../../src/cli/run.js';
import { endpoints } from '../../src/conformance/document-checks.js';
import { readExamples } from '../../src/conformance/examples.js';
import type { Finding } from '../../src/conformance/run.js';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { changeSettings, hire } from '../im/operator.js';
import { startLiar, tell, type Lie, type Lies } from './liar.js';

const kith = useKith();
const served = new Set(endpoints.map(({ path }) => path.toLowerCase()));
/** Parts of the document that we do not serve yet are also reported; another test covers them. */
const unserved = new Set(
  readExamples().flatMap(({ path }) => (served.has(path.toLowerCase()) ? [] : [path])),
);

beforeAll(async () => {
  await hire(kith, await kith.person('agent'));
  await changeSettings(kith, 1, { receiptMode: 'trust' });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-conformance-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly lines: string;
  readonly html: string;
  readonly findings: readonly Finding[];
  /** All findings, as `verdict path: first note`. */
  readonly bad: readonly string[];
}

/** How long an honest response may take, in seconds. */
const HONEST_SECONDS = atPace(4_000) / 1000;

/** Runs the command against a server with false responses. */
async function check(lies: Lies, ...args: string[]): Promise<Run> {
  const said = vi.spyOn(console, 'log').mockReturnValue();
  const liar = await startLiar(kith.url, lies);
  try {
    const [html, json] = [join(folder, 'report.html'), join(folder, 'report.json')];
    const files = ['--html', html, '--json', json];
    const dialect = args.includes('--dialect') ? [] : ['--dialect', 'im'];
    const given = ['--url', liar.url, '--timeout', String(HONEST_SECONDS), ...dialect, ...files, ...args];
    const code = await runCli(['conformance', ...given]);
    const { findings } = JSON.parse(readFileSync(json, 'utf8')) as { findings: Finding[] };
    const bad = findings
      .filter(({ verdict, path }) => verdict !== 'passed' && !unserved.has(path))
      .map(({ verdict, path, notes }) => `${verdict} ${path}: ${notes[0]}`);
    return { code, lines: said.mock.calls.join('\n'), html: readFileSync(html, 'utf8'), findings, bad };
  } finally {
    await liar.close();
  }
}

const HOSTILE = '</script><script>alert(1)</script>\u001b[2J\u202e';

const lies: Readonly<Record<string, [Lie, string]>> = {
  '/im/get/base': [
    (response, honest) => {
      delete honest.data?.no_reader_chat_num;
      tell(response, honest);
    },
    'differs /im/get/base: body.data.no_reader_chat_num is missing',
  ],
  '/im/get/details': [
    (response, honest) => {
      honest.data.user_id = String(honest.data.user_id);
      tell(response, honest);
    },
    'differs /im/get/details: body.data.user_id is string, not a whole number',
  ],
  '/im/message/getListTime': [
    (response, { err, msg, ...data }) => tell(response, { err, msg, data }),
    'differs /im/message/getListTime: body.read_time is missing',
  ],
  '/im/get/getUserInfo': [
    (response, honest) => {
      honest.data.password = 'e10adc3949ba59abbe56e057f20f883e';
      tell(response, honest);
    },
    'differs /im/get/getUserInfo: body.data.password discloses a secret',
  ],
  '/im/friend/setRemarks': [
    (response, honest) => tell(response, { ...honest, err: '0' }),
    'differs /im/friend/setRemarks: is refused: err "0" "保存成功"',
  ],
  '/im/friend/getRemarks': [
    (response, honest) => tell(response, honest, 500),
    'differs /im/friend/getRemarks: HTTP status is 500, not 200',
  ],
  '/im/friend/details': [
    (response) => void response.writeHead(302, { location: elsewhere }).end(),
    'failed /im/friend/details: HTTP 302, and the body is not JSON (without a content type).',
  ],
  '/im/image/list': [
    (response) => void response.destroy(),
    'failed /im/image/list: The connection broke: other side closed.',
  ],
  '/im/get/filelist': [
    (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
    'failed /im/get/filelist: HTTP 200, and the body is not JSON (text/html).',
  ],
  '/im/get/searchFriends': [
    (response) => {
      const drip = () => response.write(' '.repeat(100_000), () => response.writable && drip());
      drip();
    },
    'failed /im/get/searchFriends: The answer is longer than 4 MB.',
  ],
  '/im/set/setInfo': [
    (response) => tell(response, { err: 1, msg: HOSTILE }),
    'differs /im/set/setInfo: is refused: err 1 "</script><script>alert(1)</script>\\u001b[2J\\u{202e}"',
  ],
};

let elsewhere = '';

describe('a server with false responses', () => {
  test(
    'is reported for exactly the paths with false responses, with the difference: exit code 1',
    async () => {
      let visits = 0;
      const trap = createServer((visitor) => {
        visits++;
        visitor.destroy();
      }).listen(0, '127.0.0.1');
      await once(trap, 'listening');
      elsewhere = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/`;
      const paths = Object.fromEntries(Object.entries(lies).map(([path, [lie]]) => [path, lie]));
      const { code, lines, html, bad } = await check({ paths });
      trap.close();

      expect(code).toBe(1);
      expect(new Set(bad)).toEqual(new Set(Object.values(lies).map(([, says]) => says)));
      // No text of the server reaches the terminal or the page unescaped, and no other server is contacted.
      expect(lines).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('\u001b');
      expect(html).toContain('&lt;script&gt;alert(1)');
      expect(visits).toBe(0);
    },
    atPace(60_000),
  );

  test(
    'without any has no finding',
    async () => {
      // All other paths are honest in the test above, too.
      const { code, bad, lines, findings } = await check({}, '--only', '/im/get/');
      expect(bad).toEqual([]);
      const passed = findings.filter(({ verdict }) => verdict === 'passed').length;
      const differ = findings.length - passed;
      expect(passed).toBeGreaterThan(0);
      expect(code).toBe(differ > 0 ? 1 : 0);
      expect(lines).toMatch(new RegExp(`\\n${passed} passed, ${differ} differ, 0 failed, 0 skipped in`));
    },
    atPace(60_000),
  );

  test(
    'in a prerequisite: dependent checks are skipped, with the failed step',
    async () => {
      const lie: Lie = (response) => tell(response, { err: 1, msg: 'no' });
      const paths = { '/im/message/textMsg': lie };
      const { code, findings, bad } = await check({ paths }, '--only', 'contract /im/message/');
      expect(code).toBe(1);
      expect(bad.filter((line) => !line.startsWith('skipped'))).toEqual([
        'differs /im/message/textMsg: is refused: err 1 "no"',
      ]);
      const withdraw = findings.find(
        ({ section, path }) => section === 'contract' && path.endsWith('/withdraw'),
      );
      expect(withdraw).toMatchObject({
        verdict: 'skipped',
        notes: ['A precondition failed. /im/message/textMsg refuses: err 1 "no"'],
      });
    },
    atPace(60_000),
  );

  test.each<[string, NonNullable<Lies['frame']>, string]>([
    ['clientLink', (frame, i) => (i === 0 ? undefined : frame), 'clientLink comes first'],
    [
      'where err is',
      (frame) =>
        frame.action === 'checkToken' ? { action: 'checkToken', ...(frame.data as object) } : frame,
      'a good token is accepted',
    ],
    ['ping', (frame) => (frame.action === 'ping' ? undefined : frame), 'ping is answered'],
    ['chatData', (frame) => (frame.action === 'chatData' ? undefined : frame), 'a message reaches both'],
    ['a new action', (frame) => (frame.action === 'ping' ? { action: 'pong' } : frame), 'ping is answered'],
    ['JSON', (frame) => (frame.action === 'ping' ? 'pong' : frame), 'ping is answered'],
    [
      'timeData',
      (frame) => (frame.action === 'timeData' ? undefined : frame),
      'the other person gets the tick',
    ],
    ['deleteChat', (frame) => (frame.action === 'deleteChat' ? undefined : frame), 'a recalled message'],
    ['newFriend', (frame) => (frame.action === 'newFriend' ? undefined : frame), 'a friend request'],
  ])('on the socket, about %s', async (_what, frame, only) => {
    const { code, bad } = await check({ frame }, '--timeout', String(atPace(700) / 1000), '--only', only);
    expect(bad).toEqual([expect.stringMatching(/^differs socket: /)]);
    expect(code).toBe(1);
  });

  test('that is silent on one path is given the whole response time', async () => {
    const path = '/im/app/update';
    const seconds = Math.ceil(atPace(1_000) / 1000);
    const silent = { paths: { [path]: () => undefined } };
    const { code, bad } = await check(silent, '--timeout', String(seconds), '--only', path);
    expect(code).toBe(1);
    expect(bad).toEqual([`failed ${path}: No answer within ${seconds} seconds.`]);
  });

  test('that is silent on every path ends the run at the limit', async () => {
    const silent = Object.fromEntries(endpoints.map(({ path }) => [path, (() => undefined) as Lie]));
    const args = ['--limit', '1', '--only', 'transport /im/App'];
    const { code, findings } = await check({ paths: silent }, ...args);
    expect(code).toBe(1);
    expect(findings.map(({ verdict }) => verdict)).toEqual(findings.map(() => 'failed'));
    expect(findings.at(-1)?.notes).toEqual(['The time limit of the run was exceeded.']);
  });
});

/** False responses for successes, refusals, or both. */
function lieTo(lie: { success?: Change; refusal?: Change; status?: number }): Lie {
  return (response, honest) => {
    const [change, status] = honest.code === 0 ? [lie.success, 200] : [lie.refusal, 400];
    tell(response, change ? change(honest) : honest, (change && lie.status) ?? status);
  };
}

type Change = (honest: Parameters<Lie>[1]) => unknown;
const same: Change = (body) => body;

const apiLies: Readonly<Record<string, [Lie, string]>> = {
  '/api/user_friendship/data': [
    lieTo({
      success: (body) => {
        for (const row of body.data.list) row.user_id = Number(row.user_id);
        return body;
      },
    }),
    'differs POST /api/user_friendship/data: body.data.list[0].user_id is number, not string',
  ],
  '/api/user_friendship/profile_click': [
    lieTo({ success: same, status: 201 }),
    'differs GET /api/user_friendship/profile_click: HTTP status is 201, not 200',
  ],
  '/api/user_friendship/reset_profile_click': [
    lieTo({ success: ({ error: _, ...body }) => body }),
    'differs POST /api/user_friendship/reset_profile_click: body.error is missing',
  ],
  '/api/user_friendship/age_status': [
    lieTo({ refusal: same, status: 200 }),
    'differs POST /api/user_friendship/age_status: HTTP status is 200, not 400',
  ],
  '/api/user_friendship/filter_sex_code': [
    lieTo({ refusal: (body) => ({ ...body, message: body.message.replace('M/F/BOTH', 'F/M/BOTH') }) }),
    'differs POST /api/user_friendship/filter_sex_code: body.message is "參數驗證錯誤:sex_code => white_list:F/M/BOTH, value=888", not "參數驗證錯誤:sex_code => white_list:M/F/BOTH, value=888"',
  ],
  '/api/chat/getBlockReasonsList': [
    lieTo({ refusal: ({ hostname: _, ...body }) => body }),
    'differs GET /api/chat/getBlockReasonsList: body.hostname does not name the server',
  ],
  '/api/chat/friendship_block': [
    lieTo({ refusal: (body) => (body.code === 400402 ? { ...body, code: 400401 } : body) }),
    'differs POST /api/chat/friendship_block: body.code is 400401, not 400402',
  ],
  '/api/chat/friendship_blockReasons': [
    lieTo({ success: ({ data: { bucket_id: _, ...data }, ...body }) => ({ ...body, data }) }),
    'differs GET /api/chat/friendship_blockReasons: body.data.bucket_id is missing',
  ],
};

describe('a server with false responses in the Friendship API', () => {
  test(
    'is reported for exactly the paths with false responses',
    async () => {
      const paths = Object.fromEntries(Object.entries(apiLies).map(([path, [lie]]) => [path, lie]));
      const { code, bad } = await check({ paths }, '--dialect', 'api');
      expect(code).toBe(1);
      expect(new Set(bad)).toEqual(new Set(Object.values(apiLies).map(([, says]) => says)));
    },
    atPace(60_000),
  );

  test(
    'without any has no finding, and the report contains no token',
    async () => {
      const only = ['--only', '/api/user_friendship/'];
      const { code, bad, html } = await check({}, '--dialect', 'api', ...only);
      expect(bad).toEqual([]);
      expect(code).toBe(0);
      expect(html).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
      expect(html).toContain('&quot;api_token&quot;: &quot;…&quot;');
    },
    atPace(60_000),
  );
});

test('that lacks the CORS header is reported', async () => {
  const lie: Lie = (response, honest) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(honest));
  const { bad } = await check({ paths: { '/im/App/config': lie } }, '--only', '/im/App/config');
  expect(bad).toEqual(['differs /im/App/config: Access-Control-Allow-Origin does not admit every origin']);
});

test('a report contains no token and no password', async () => {
  const { html } = await check({}, '--only', '/im/in/');
  expect(html).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  expect(html).not.toMatch(/Kc1[0-9a-f]{12}/);
  expect(html).toMatch(/kc_[0-9a-f]{12}/);
});
