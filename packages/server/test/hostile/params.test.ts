import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { im, type Endpoint } from '@kith/contract';
import { group, plainPasswords, say } from '../conversations/chatting.js';
import { groupEndpoints } from '../groups/endpoints.js';
import { atPace } from '../harness/at-pace.js';
import { checkedFetch, useKith, type Person } from '../harness/kith.js';
import { insertVideos } from '../im/videos.js';
import { sendFile } from '../im/sent-files.js';
import { collectWarnings } from './warnings.js';
import { forAll, forTexts, shareAmong } from './values.js';

const warnings = collectWarnings();
const kith = useKith({
  overrides: { ports: { passwords: plainPasswords } },
  log: warnings.log,
});

/** JSON values, for parameters of every type. */
const jsons: readonly string[] = [
  'null',
  'true',
  '-1',
  '0.5',
  '1e400',
  '[]',
  '{}',
  '[null]',
  '[1,"2",true,{}]',
  '{"0":"a","length":1}',
  '{"toString":1,"valueOf":1}',
  '{"__proto__":{"x":1}}',
  '"\\ud800"',
  '"a\\u0000"',
  '["\\ud800"]',
  '{"\\ud800":1}',
];
/** Large values are read before any endpoint, so one endpoint per way of sending a value suffices. */
const largeTexts: readonly string[] = ['['.repeat(10_000), 'x'.repeat(1_000_000)];
const largeJsons: readonly string[] = [
  `"${'x'.repeat(900_000)}"`,
  `[${'1,'.repeat(100_000)}1]`,
  `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
];

const large: ReadonlySet<Endpoint> = new Set<Endpoint>([
  im.message.textMsg,
  im.message.textMsgs,
  im.message.sendCard,
  im.get.searchUser,
  im.app.getSms,
]);

interface Attack {
  readonly endpoint: Endpoint;
  readonly what: string;
  readonly init: RequestInit;
}

let ada: Person;
let bo: Person;
/** Good values of every parameter, by name, so that the bad one is the only cause. */
let good: Readonly<Record<string, unknown>>;
/** Groups of ada, one for each endpoint with a group parameter: some of them disband it. */
const groups = new Map<Endpoint, { list_id: string; id: number }>();
let groupRequestId: number;

beforeAll(async () => {
  [ada, bo] = await Promise.all([kith.person('ada'), kith.person('bo')]);
  const [cy, stranger] = [await kith.person('cy'), await kith.person('stranger')];
  const list_id = await kith.befriend(ada, bo);
  const { msg } = await say(ada, list_id, 'hello');
  await cy.im.action.friendAdd({ user_id: ada.id, content: 'hi' });
  const [request] = await ada.im.get.applyFriend();
  for (const endpoint of groupEndpoints) {
    const club = await group(kith, [{ person: ada }, { person: bo }]);
    await ada.im.message.addGroupNotice({ list_id: club, content: 'hello' });
    const [notice] = await ada.im.message.getGroupNotice({ list_id: club });
    groups.set(endpoint, { list_id: club, id: notice!.id });
  }
  const asked = groups.get(im.message.groupMember)!.list_id;
  await ada.im.message.needCheckChange({ list_id: asked, value: 1 });
  await cy.im.message.addChat({ users: [cy.id], list_id: asked, type: 1, user_id: bo.id });
  groupRequestId = (await ada.im.get.applyGroup())[0]!.id;
  const moments: string[] = [];
  for (let i = 0; i < 2; i++)
    moments.push((await ada.im.circle.sendMsg({ content: { text: 'hello' } })).circle_id);
  const [share_id] = await insertVideos(kith, bo, 1);
  const { message, paths } = await sendFile(ada, list_id, 'image');
  await ada.im.vendor.saveStore({ list_id, msg_id: message.msg.id });
  const [favourite] = (await ada.im.vendor.getUserStore()).data;
  good = {
    share_id,
    title: 'a title',
    video: '/static/video/1/20260101/0.mp4',
    list_id,
    list_ids: [list_id],
    user_id: bo.id,
    stranger: stranger.id,
    otherToken: (await kith.visitor().in.login(bo)).token,
    users: [bo.id],
    msg_id: msg.id,
    msgid: msg.id,
    id: request?.id,
    apply_id: request?.id,
    circle_id: moments[0],
    goner: moments[1],
    message: 'hello',
    trans_id: favourite?.id,
    url: paths[0],
    content: { text: 'hello' },
    content_type: 0,
    call_id: 1,
    type: 1,
    value: 1,
    username: 'somebody_new',
    password: 'Passw0rd1',
    pass1: 'not the password',
    pass2: 'Passw0rd2',
    pass3: 'Passw0rd2',
    mobile: '13800138000',
    email: 'somebody@example.org',
    endpoint: 'https://push.example.org/1',
    p256dh: `B${'A'.repeat(86)}`,
    auth: 'A'.repeat(22),
    code: '123456',
    val: 'bo',
    keyword: 'bo',
    chat_msg: 'hello',
    article_id: 1,
  };
});

const deleting: ReadonlySet<Endpoint> = new Set<Endpoint>([
  im.circle.del,
  im.circle.delAction,
  im.circle.delMsg,
  im.action.delCircle,
]);

/** The required parameters with good values. */
function goodParams(endpoint: Endpoint): Record<string, unknown> {
  const required = (endpoint.params as { required?: string[] }).required ?? [];
  const params = Object.fromEntries(required.map((name) => [name, good[name]]));
  // The same names have other meanings here.
  if (endpoint.path.startsWith('/im/App/')) return { ...params, type: 'REGISTER' };
  // With a session of its own, because it ends it.
  if (endpoint === im.account.signOut) return { _token: good['otherToken'] };
  if (endpoint === im.account.deleteAccount || endpoint === im.account.requestData)
    return { password: 'not the password' };
  if (endpoint === im.action.friendAdd) return { user_id: good['stranger'] };
  if (deleting.has(endpoint)) return { id: good['goner'] };
  if ('id' in params && endpoint.path.startsWith('/im/circle/')) return { ...params, id: good['circle_id'] };
  if (endpoint === im.set.filedel) return { id: good['msg_id'] };
  if (endpoint === im.message.addGroupAllow || endpoint === im.message.addGroupRefuse)
    return { id: groupRequestId };
  if (groupEndpoints.has(endpoint)) Object.assign(params, pick(groupParams(endpoint), required));
  if (endpoint === im.message.sendVideo) return { ...params, content_type: 6 };
  if (endpoint.path.startsWith('/im/video.Share/') && 'id' in params) return { id: good['share_id'] };
  if (endpoint === im.set.setInfo) return { type: 1, content: 'hello' };
  return params;
}

function groupParams(endpoint: Endpoint): Record<string, unknown> {
  const isData = endpoint === im.message.getGroupData || endpoint === im.message.setGroupData;
  return {
    ...groups.get(endpoint),
    trans_user_id: bo.id,
    nickname: 'Ada',
    status: 0,
    ...(isData && { type: 'name', content: 'hello' }),
  };
}

function pick(from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));
}

function formOf(
  endpoint: Endpoint,
  params: Record<string, unknown>,
  extra: [string, string][] = [],
): RequestInit {
  const fields = Object.entries({ _token: ada.token, _agent_id: '1', ...params }).map(
    ([name, value]): [string, string] => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ],
  );
  if (endpoint.file === 'none') return { method: 'POST', body: new URLSearchParams([...fields, ...extra]) };
  const form = new FormData();
  for (const [name, value] of [...fields, ...extra]) form.append(name, value);
  form.append('file', new Blob(['not a picture']), 'a.txt');
  return { method: 'POST', body: form };
}

function jsonOf(params: Record<string, unknown>, name: string, json: string): RequestInit {
  const { [name]: _replaced, ...others } = { _token: ada.token, _agent_id: 1, ...params } as Record<
    string,
    unknown
  >;
  const head = JSON.stringify(others).slice(0, -1);
  const body = `${head}${head === '{' ? '' : ','}${JSON.stringify(name)}:${json}}`;
  return { method: 'POST', body, headers: { 'content-type': 'application/json' } };
}

function* attacksOn(endpoint: Endpoint, name: string): Iterable<Attack> {
  const params = goodParams(endpoint);
  const { [name]: _left, ...without } = params;
  const schema = endpoint.params.properties[name] as { type?: string; wire?: string } | undefined;
  const isText = schema?.type === 'string' || schema?.wire !== undefined;
  const takesLarge = large.has(endpoint);
  const short = (text: string) =>
    JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text);
  yield { endpoint, what: `${name} is missing`, init: formOf(endpoint, without) };
  for (const text of [...forAll, ...(isText ? forTexts : []), ...(takesLarge ? largeTexts : [])])
    yield { endpoint, what: `${name} = ${short(text)}`, init: formOf(endpoint, { ...params, [name]: text }) };
  const twice: [string, string][] = [
    [name, '1'],
    [name, '2'],
  ];
  yield { endpoint, what: `${name} comes twice`, init: formOf(endpoint, params, twice) };
  const nested: [string, string][] = [
    [`${name}[]`, '1'],
    [`${name}[a]`, 'b'],
  ];
  yield { endpoint, what: `${name}[] and ${name}[a]`, init: formOf(endpoint, without, nested) };
  for (const json of [...shareOf(endpoint, name, jsons), ...(takesLarge ? largeJsons : [])])
    yield { endpoint, what: `${name}: ${short(json)}`, init: jsonOf(params, name, json) };
}

function* attacksOnAll(endpoint: Endpoint, names: readonly string[]): Iterable<Attack> {
  for (const name of names) yield* attacksOn(endpoint, name);
}

const faults = ['系统错误', '系統錯誤', 'Something went wrong'];

/** Sends a call, checks the general rules for responses, and returns whether it was refused. */
async function isRefused({ endpoint, what, init }: Attack): Promise<boolean> {
  // Checks the status, and a success against the contract.
  const response = await checkedFetch(`${kith.url}${endpoint.path}`, init);
  const body = (await response.json()) as { err?: number; code?: number; msg?: string };
  const isCode = endpoint.reply === 'code';
  // A successful bare response has neither.
  const number = isCode ? body.code : endpoint.reply === 'bare' ? (body.err ?? 0) : body.err;
  const says = body.msg ?? '';
  const wrong: [string, boolean][] = [
    ['the content type', response.headers.get('content-type') !== 'application/json; charset=utf-8'],
    ['the number', typeof number !== 'number'],
    ['our fault', faults.some((fault) => says.includes(fault))],
    ['a refusal with other members', number !== 0 && Object.keys(body).length !== (isCode ? 3 : 2)],
    ['a refusal without err', number !== 0 && !body.err],
    // Messages that are displayed unchanged do not repeat the request.
    ['the sentence of the refusal', number !== 0 && (says === '' || says.length > 100)],
  ];
  // For thousands of responses, the framework's own assertions would take longer than the server.
  const complaint = wrong.filter(([, isWrong]) => isWrong).map(([part]) => part);
  if (complaint.length > 0)
    throw new Error(`${endpoint.path}: ${what}: ${complaint.join(', ')} in ${JSON.stringify(body)}`);
  return number !== 0;
}

/** Sends attacks, a few at a time; returns the refused ones. */
async function run(attacks: Iterable<Attack>): Promise<Attack[]> {
  const queue = attacks[Symbol.iterator]();
  const refused: Attack[] = [];
  async function worker(): Promise<void> {
    for (let next = queue.next(); !next.done; next = queue.next())
      if (await isRefused(next.value)) refused.push(next.value);
  }
  await Promise.all([worker(), worker(), worker(), worker()]);
  return refused;
}

/** The number of rows of each table but those that background jobs change: search index, removal of files, figures. */
async function rowCounts(): Promise<unknown> {
  // So many tables may be read in parallel, in any order.
  countRows ??= `${(
    await kith.sql<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE'
         and table_name not in ('entry_search', 'search_blocks', 'search_edits', 'file_checks', 'file_removals')
         and table_name not in ('job_runs', 'tenant_figures', 'installation_figures', 'stored_sizes') order by 1`,
    )
  )
    .map(({ name }) => `select '${name}' as name, count(*)::int as rows from "${name}"`)
    .join(' union all ')} order by 1`;
  return kith.sql(countRows);
}
let countRows: string | undefined;

/** Sends attacks; then repeats the refused ones, which must be refused again and write nothing. */
async function withstand(attacks: Iterable<Attack>): Promise<void> {
  const refused = await run(attacks);
  const sample = refused.filter((_, i) => i % 5 === 0);
  const before = await rowCounts();
  const again = await run(sample);
  expect(again.length).toBe(sample.length);
  expect(await rowCounts()).toEqual(before);
  expect(warnings.drain()).toEqual([]);
}

const endpoints = Object.values(im).flatMap((group) => Object.values(group) as Endpoint[]);
const shareOf = shareAmong(endpoints);

describe('every parameter value gets a valid response, and a refusal writes nothing', () => {
  it.each(endpoints.map((endpoint): [string, Endpoint] => [endpoint.path, endpoint]))(
    '%s',
    async (_path, endpoint) => {
      // A good call first shows that the attacks pass the token check.
      const init = formOf(endpoint, goodParams(endpoint));
      const response = await checkedFetch(`${kith.url}${endpoint.path}`, init);
      expect((await response.json()) as object).not.toMatchObject({ msg: '请先登录' });
      await withstand(attacksOnAll(endpoint, Object.keys(endpoint.params.properties)));
    },
    atPace(60_000),
  );

  it.each(['_token', '_agent_id', '_locale', 'page', 'unknown', '__proto__', 'constructor'])(
    '%s, which the endpoint does not declare',
    async (name) => {
      for (const endpoint of [im.app.config, im.remove.del_log]) await withstand(attacksOn(endpoint, name));
    },
    atPace(60_000),
  );

  afterAll(async () => {
    // The server still works, and is unchanged.
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect((await bo.im.get.base()).user_info.id).toBe(bo.id);
  });
});
