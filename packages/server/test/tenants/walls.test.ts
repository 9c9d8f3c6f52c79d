import { beforeAll, describe, expect, it } from 'vitest';
import { im, type Endpoint } from '@kith/contract';
import { createTenant } from '@kith/core/tenants';
import { group, plainPasswords, rowOf, say, tell, texts } from '../conversations/chatting.js';
import { groupEndpoints } from '../groups/endpoints.js';
import { PASSWORD, useKith, type Person } from '../harness/kith.js';
import { changeSettings, hire } from '../im/operator.js';
import { picture } from '../im/pictures.js';
import { clip, insertVideos } from '../im/videos.js';
import { sendFile } from '../im/sent-files.js';
import { halves } from '../media/samples.js';
import { endpoints, ids, NO_LIST, NOBODY, special, type Town } from './parameters.js';
import { stateQuery } from './state.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

let here: Town;
/** People of another tenant. */
let elsewhere: Town;
/** People of the same tenant who are strangers to those here. */
let strangers: Town;

async function settle(tenant: number, town: string): Promise<Town> {
  const [one, two, requester] = await Promise.all(
    ['one', 'two', 'requester'].map((name) => kith.person(`${name}_${town}`, { tenant })),
  );
  if (!one || !two || !requester) throw new Error('Three people were made.');
  const list_id = await kith.befriend(one, two);
  const { msg } = await say(one, list_id, 'hello');
  const burn = await tell(two, list_id, 0, { text: 'burn', yhjf: true });
  const file = await tell(one, list_id, 11, { url: 'a.pdf', name: 'a.pdf' });
  await requester.im.action.friendAdd({ user_id: one.id, content: 'let us meet' });
  const [request] = (await one.im.get.applyFriend()).filter((row) => row.status === 0);
  const club = await group(kith, [{ person: one }, { person: two }]);
  await one.im.message.addGroupNotice({ list_id: club, content: 'hello' });
  const [notice] = await one.im.message.getGroupNotice({ list_id: club });
  await one.im.message.needCheckChange({ list_id: club, value: 1 });
  await requester.im.message.addChat({ users: [requester.id], list_id: club, type: 1, user_id: two.id });
  const [groupRequest] = await one.im.get.applyGroup();
  const { circle_id } = await one.im.circle.sendMsg({ content: { text: 'a moment' } });
  await two.im.circle.likeAction({ id: circle_id, is_like: 1 });
  await two.im.circle.comment({ id: circle_id, message: 'a comment' });
  await hire(kith, two);
  const supportListId = await requester.im.get.kefu();
  await say(requester, supportListId, 'help');
  // The first read creates the account's conversation with customer service; later reads change nothing.
  for (const person of [one, two, requester]) await person.im.get.base();
  const { call_id: callId } = await one.im.message.sendVideo({ list_id, content_type: 6 });
  const [article] = await kith.sql<{ id: number }>(
    `with added as (insert into articles (tenant_id, created_at) values ($1, 0) returning id)
     insert into article_versions (tenant_id, article_id, version, position, texts, picture, is_shown, sort, publish_at,
       written_by, created_at)
     select $1, id, 1, 0, jsonb_build_object('all', jsonb_build_object('title', $2::text, 'summary', '', 'body', '')), '',
       $1 = 2, 0, 0, '', 0 from added
     returning article_id as id`,
    [tenant, town],
  );
  const [category] = await one.im['video.Share'].category();
  const [videoId = 0] = await insertVideos(kith, one, 1, category!.id);
  await two.im['video.Share'].fabulous({ id: videoId });
  await two.im['video.Share'].follow({ user_id: one.id });
  await two.im['video.Share'].comment({ share_id: videoId, content: 'nice' });
  const [comment] = (await one.im['video.Share'].getComment({ id: videoId })).data;
  const cover = await one.im['video.Share'].upload({}, await picture('red'));
  const video = await one.im['video.Share'].upload({}, await clip());
  const sent = await sendFile(one, list_id, 'image');
  const pictureUrl = sent.paths[0] ?? '';
  await one.im.vendor.saveStore({ list_id, msg_id: sent.message.msg.id });
  await one.im.user.addFavor({ url: pictureUrl });
  const [favourite] = (await one.im.vendor.getUserStore()).data;
  const [sticker] = await one.im.user.myfavor();
  return {
    club,
    noticeId: notice?.id ?? 0,
    groupRequestId: groupRequest?.id ?? 0,
    videoId,
    commentId: comment!.id,
    categoryId: category!.id,
    uploaded: { video: video.save_name, gif: cover.save_name },
    one,
    two,
    requester,
    list_id,
    messageId: msg.id,
    burnId: burn.msg.id,
    fileId: file.msg.id,
    requestId: request?.id ?? 0,
    momentId: circle_id,
    callId,
    supportListId,
    articleId: article?.id ?? 0,
    pictureUrl,
    favouriteId: favourite?.id ?? 0,
    stickerId: sticker?.id ?? 0,
  };
}

beforeAll(async () => {
  await createTenant(kith.server.deps.db, { id: 2, name: 'Elsewhere', now: 0 });
  // The calls keep ringing for as long as the tests run.
  for (const id of [1, 2]) await changeSettings(kith, id, { callRingSeconds: 3600 });
  here = await settle(1, 'here');
  elsewhere = await settle(2, 'else');
  strangers = await settle(1, 'next');
});

/** Good values of an endpoint's other parameters, all of the caller's own. */
function goodParams(endpoint: Endpoint): Record<string, unknown> {
  const values: Record<string, unknown> = {
    list_id: groupEndpoints.has(endpoint) ? here.club : here.list_id,
    list_ids: here.list_id,
    user_id: here.two.id,
    users: `[${here.two.id}]`,
    msg_id: here.burnId,
    msgid: here.messageId,
    apply_id: here.requestId,
    circle_id: here.momentId,
    message: 'x',
    share_id: here.videoId,
    video: here.uploaded.video,
    title: 'x',
    trans_id: here.favouriteId,
    url: here.pictureUrl,
    content: '{"text":"hello"}',
    content_type: 0,
    type: 1,
    value: 1,
    val: 'x',
    keyword: 'x',
    chat_msg: 'x',
    id: endpoint === im.circle.comment ? here.momentId : here.noticeId,
    trans_user_id: here.two.id,
    nickname: 'x',
    status: 0,
    pass1: 'x',
    pass2: 'x',
    pass3: 'y',
    email: 'x@example.org',
    endpoint: 'https://push.example.org/1',
    p256dh: 'x',
    auth: 'x',
    password: 'x',
    article_id: here.articleId,
  };
  if (endpoint === im.message.getGroupData || endpoint === im.message.setGroupData) values['type'] = 'name';
  const required = (endpoint.params as { required?: string[] }).required ?? [];
  // Of short videos, `id` is always a video.
  if (endpoint.path.startsWith('/im/video.Share/')) values['id'] = here.videoId;
  return Object.fromEntries(required.map((name) => [name, values[name]]));
}

async function post(who: Person, endpoint: Endpoint, params: Record<string, unknown>): Promise<string> {
  const fields = { _token: who.token, _agent_id: who.tenant, ...params };
  if (endpoint.file === 'none') return (await kith.post(endpoint.path, fields)).text;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  form.append('file', await tinyPicture(), 'a.png');
  return (await kith.post(endpoint.path, {}, { body: form })).text;
}

let tiny: Promise<Blob> | undefined;
function tinyPicture(): Promise<Blob> {
  tiny ??= halves(4, 4)
    .png()
    .toBuffer()
    .then((bytes) => new Blob([new Uint8Array(bytes)]));
  return tiny;
}

/** The stored rows of a town's people, and their view. */
async function stateOf(town: Town): Promise<unknown> {
  const people = [town.one, town.two, town.requester];
  const rows = await kith.sql(stateQuery, [people.map((person) => person.id)]);
  return [
    rows,
    await Promise.all(
      people.map(async (who) => [(await who.im.get.chatList()).data, await who.im.get.base()]),
    ),
  ];
}

/** Calls an endpoint with an id of the town and with an unknown one; both responses must be equal. */
async function expectNoDifference(
  town: Town,
  isOther: 'tenant' | 'stranger',
  endpoint: Endpoint,
): Promise<number> {
  let compared = 0;
  for (const name of Object.keys(endpoint.params.properties)) {
    const named = special[endpoint.path]?.[name] ?? ids[name];
    if (!named || (named.isPersonal && isOther === 'stranger')) continue;
    const own = goodParams(endpoint);
    // Alone, and with all other ids of that town too: a matching second id must not help.
    const bases = 'msg_id' in endpoint.params.properties ? [own, { ...own, list_id: town.list_id }] : [own];
    for (const base of bases) {
      // Several ids have the same counterpart, with the same response for each.
      const answers = new Map<unknown, string>();
      for (const [there, nowhere] of named.ids(town, here)) {
        const answer = await post(here.one, endpoint, { ...base, [name]: there });
        const expected =
          answers.get(nowhere) ?? (await post(here.one, endpoint, { ...base, [name]: nowhere }));
        answers.set(nowhere, expected);
        expect(answer, `${endpoint.path} ${name}=${String(there)}`).toBe(expected);
        compared++;
      }
    }
  }
  return compared;
}

const naming = endpoints.filter((endpoint) =>
  Object.keys(endpoint.params.properties).some((name) => ids[name] ?? special[endpoint.path]?.[name]),
);

describe('ids of another tenant get the response of unknown ids', () => {
  let state: unknown;
  beforeAll(async () => {
    state = await stateOf(elsewhere);
  });
  it.each(naming.map((endpoint): [string, Endpoint] => [endpoint.path, endpoint]))(
    '%s',
    async (_path, endpoint) => {
      // Each endpoint starts with the state that the previous one left.
      const before = state;
      expect(await expectNoDifference(elsewhere, 'tenant', endpoint)).toBeGreaterThan(0);
      state = await stateOf(elsewhere);
      expect(state).toEqual(before);
    },
  );

  it('also when all messages of a person are recalled, and for every way to request profile cards', async () => {
    const before = await stateOf(elsewhere);
    for (const list_id of [here.list_id, elsewhere.list_id]) {
      const [there, nowhere] = await Promise.all(
        [elsewhere.one.id, NOBODY].map((id) =>
          post(here.one, im.message.withdraw, { list_id, type: 2, msg_id: id }),
        ),
      );
      expect(there).toBe(nowhere);
    }
    for (const from of [0, 1]) {
      const [there, nowhere] = await Promise.all(
        [elsewhere.requester.id, NOBODY].map((id) =>
          post(here.one, im.get.details, { user_id: id, in: from }),
        ),
      );
      expect(there).toBe(nowhere);
    }
    expect(await stateOf(elsewhere)).toEqual(before);
  });
});

describe('ids of strangers in the same tenant get the response of unknown ids', () => {
  let state: unknown;
  beforeAll(async () => {
    state = await stateOf(strangers);
  });
  it.each(
    naming
      .filter((endpoint) => endpoint !== im.get.searchUser)
      .map((endpoint): [string, Endpoint] => [endpoint.path, endpoint]),
  )('%s', async (_path, endpoint) => {
    const before = state;
    await expectNoDifference(strangers, 'stranger', endpoint);
    state = await stateOf(strangers);
    expect(state).toEqual(before);
  });
});

describe('two tenants on one server', () => {
  it('the same user name is available in both, and signs in to its own', async () => {
    const sign = { username: 'sam', password: PASSWORD };
    const [first, second] = [kith.visitor({ tenant: 1 }), kith.visitor({ tenant: 2 })];
    const one = await first.in.reg({ ...sign, nickname: 'Sam One' });
    const two = await second.in.reg({ ...sign, nickname: 'Sam Two' });
    expect(one.userid).not.toBe(two.userid);
    await expect(second.in.reg({ ...sign, username: 'SAM' })).rejects.toMatchObject({ err: 1 });
    expect((await first.in.login(sign)).userid).toBe(one.userid);
    expect((await second.in.login(sign)).userid).toBe(two.userid);
    expect((await here.one.im.get.searchUser({ val: 'sam' })).data).toMatchObject([{ nickname: 'Sam One' }]);
    expect((await elsewhere.one.im.get.searchUser({ val: 'sam' })).data).toMatchObject([
      { nickname: 'Sam Two' },
    ]);
  });

  it('a picture that waits for a name in one is not used for that name in the other', async () => {
    const bytes = new Uint8Array(await halves(8, 8).png().toBuffer());
    await kith.visitor({ tenant: 1 }).in.photo({ username: 'pat' }, { bytes, name: 'a.png' });
    const sign = { username: 'pat', password: PASSWORD };
    expect((await kith.visitor({ tenant: 2 }).in.reg(sign)).myavatar).toBe('default_man/300.jpg');
    expect((await kith.visitor({ tenant: 1 }).in.reg(sign)).myavatar).toMatch(
      /^user\/[0-9a-f]{32}\/300\.jpg$/,
    );
  });

  it('a token with the id of the other tenant is invalid', async () => {
    const answer = async (_token: string, _agent_id: unknown) =>
      (await kith.post('/im/get/base', { _token, _agent_id })).body;
    const bad = { err: 1, msg: '请先登录' };
    expect(await answer(here.one.token, 2)).toEqual(bad);
    expect(await answer(elsewhere.one.token, 1)).toEqual(bad);
    expect(await answer(elsewhere.one.token, 99)).toEqual(bad);
    for (const none of [2, '', 0])
      expect(await answer(elsewhere.one.token, none)).toMatchObject({
        err: 0,
        data: { user_info: { id: elsewhere.one.id } },
      });
    await expect(kith.visitor({ tenant: 99 }).app.config()).rejects.toMatchObject({
      err: 1,
      message: '内容不存在',
    });
  });

  it('frames never cross, whatever happens in the other tenant', async () => {
    const sockets = [await here.one.socket(), await here.two.socket()];
    const v1 = await here.one.v1({ conversations: { [elsewhere.list_id]: 0 } });
    for (const socket of sockets) await socket.settle();
    const counts = sockets.map((socket) => socket.frames.length);
    const { one, two, list_id, requestId } = elsewhere;
    await one.im.action.friendAddAction({ apply_id: requestId });
    const { msg } = await say(one, list_id, 'between us');
    await two.im.message.setListTime({ list_id });
    await two.im.vendor.zhendong({ list_id });
    await one.im.message.withdraw({ list_id, msg_id: msg.id });
    await one.im.set.setInfo({ type: 0, content: 'One Elsewhere' });
    const { circle_id } = await one.im.circle.sendMsg({ content: { text: 'between us' } });
    await two.im.circle.likeAction({ id: circle_id, is_like: 1 });
    await two.im.remove.del_log({ list_id, type: 2 });
    await two.im.remove.friend({ user_id: one.id });
    for (const socket of sockets) await socket.settle();
    // The answer to the ping of `settle`, and nothing else.
    expect(sockets.map((socket) => socket.frames.length)).toEqual(counts.map((count) => count + 1));
    await v1.settle();
    expect(v1.frames.map((frame) => frame.t)).toEqual(['ready', 'pong']);
  });

  it('kith.v1 also answers like for an unknown conversation', async () => {
    const v1 = await here.one.v1();
    const before = await stateOf(strangers);
    for (const town of [elsewhere, strangers]) {
      const ask = async (to: string, id: string): Promise<unknown[]> => {
        const cid = '00000000-0000-4000-8000-000000000001';
        const answers: unknown[] = [];
        for (const frame of [
          { t: 'send', cid, to, type: 0, content: { text: 'psst' } },
          { t: 'sync', to, after: 0 },
          { t: 'sync', to, before: 100 },
          { t: 'edit', to, id, content: { text: 'mine now' } },
          { t: 'recall', to, id },
          { t: 'react', to, id, emoji: '👍', on: true },
          { t: 'pin', to, id, on: true },
          { t: 'pins', cid, to },
          { t: 'reactors', cid, to, id },
          { t: 'search', cid, to, text: 'words' },
          { t: 'draft', cid, to },
          { t: 'signal', cid, call_id: 1, kind: 'offer', data: {} },
          { t: 'turn', cid, call_id: 1 },
          { t: 'draft', cid, to, text: 'mine', time: 1 },
        ]) {
          v1.send(frame);
          const { to: _to, id: _id, ...answer } = await v1.next('nack');
          answers.push(answer);
        }
        v1.send({ t: 'read', to, seq: 1 });
        v1.send({ t: 'typing', to, on: true });
        await v1.settle();
        return answers;
      };
      expect(await ask(town.list_id, town.messageId)).toEqual(await ask(NO_LIST, 'f'.repeat(24)));
      // The caller's conversation with a message of theirs.
      v1.send({ t: 'recall', to: here.list_id, id: town.messageId });
      expect(await v1.next('nack')).toMatchObject({ code: 'not_found' });
    }
    expect(await stateOf(strangers)).toEqual(before);
    expect(v1.frames.filter((frame) => frame.t === 'error')).toEqual([]);
  });

  it("search finds only texts of the caller's tenant", async () => {
    await say(here.one, here.list_id, '各自的秘密');
    expect(await strangers.one.im.get.searchCahtMsg({ chat_msg: '秘密' })).toEqual([]);
    expect(await elsewhere.one.im.get.searchCahtMsg({ chat_msg: '秘密' })).toEqual([]);
    expect(await here.two.im.get.searchCahtMsg({ chat_msg: '秘密' })).toHaveLength(1);
    expect(await rowOf(here.two, here.list_id)).toMatchObject({ last_msg: '各自的秘密' });
    expect((await texts(here.two, here.list_id)).at(-1)).toBe('各自的秘密');
  });
});
