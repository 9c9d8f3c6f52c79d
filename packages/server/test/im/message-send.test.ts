import { beforeAll, describe, expect, it } from 'vitest';
import {
  group,
  history,
  pages,
  plainPasswords,
  refused,
  rowOf,
  say,
  tell,
  texts,
  threePeople,
} from '../conversations/chatting.js';
import { eventually, useKith } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const FAR_FUTURE = 4_000_000_000_000;

/** One valid content of each type that users may send. */
const contents: Readonly<Record<number, Record<string, unknown>>> = {
  0: { text: 'hello' },
  1: { url: 'a1.mp3', full_url: 'f00d/a1.mp3', length: '00:03', full_movie: '' },
  2: { url: 'a1.jpg', full_url: 'f00d/a1.jpg', w: 300, h: 200 },
  3: {
    url: 'a1.mp4',
    full_url: 'f00d/a1.mp4',
    full_movie: 'f00d/a1.jpg',
    length: '00:09',
    save_pic_path: '',
  },
  10: { latitude: '39.9087', longitude: 116.3975, name: '天安门', address: '北京市' },
  11: { url: 'a1.pdf', full_url: 'f00d/a1.pdf', name: '报告 (1).pdf', length: 12 },
  15: { room: 7, type: 1, invite: true, confirm: false, refuse: false, leave: false, longTime: 0, text: '' },
};

describe('/im/message/textMsg', () => {
  // Many small stories share one conversation, and check only their own changes.
  let shared: Awaited<ReturnType<typeof threePeople>>;
  beforeAll(async () => {
    shared = await threePeople(kith);
  });
  const stored = async () => (await kith.sql('select from entries where kind = $1', ['message'])).length;

  it.each(Object.entries(contents))('delivers content of type %s unchanged', async (type, content) => {
    const { ada, bo, list_id } = shared;
    const socket = await bo.socket();
    const sent = await tell(ada, list_id, Number(type), content);
    expect(sent).toMatchObject({ type: 0, msg: { type: Number(type), is_niming: 0, is_admin: 0 } });
    expect(sent.msg.content).toEqual(content);
    expect(sent.msg.user_info).toMatchObject({ uid: ada.id, name: 'ada', username: ada.username });
    expect(await socket.next('chatData')).toEqual({ list_id, data: sent });
    expect((await history(bo, list_id)).at(-1)).toEqual(sent);
  });

  // 4 has no path, 5 belongs to the wallet, closeVideo writes 6 and 7, 8 and 9 have paths of their own.
  it.each([4, 5, 6, 7, 8, 9, 12, 16, 99])('refuses content of type %i', async (content_type) => {
    const { ada, bo, list_id } = shared;
    const content = { text: 'x', user_id: bo.id, url: 'a.jpg', rid: 1 };
    const before = await stored();
    await expect(ada.im.message.textMsg({ list_id, content_type, content })).rejects.toMatchObject(
      refused.invalid('content_type'),
    );
    expect(await stored()).toBe(before);
  });

  it.each<[type: number, field: string, content: unknown]>([
    [0, 'content', 'just words'],
    [0, 'content', '["text"]'],
    [0, 'content', 'null'],
    [0, 'content', '7'],
    [0, 'content', '{"text":'],
    [0, 'content.text', {}],
    [0, 'content.text', { text: '' }],
    [0, 'content.text', { text: ' \n\t ' }],
    [0, 'content.text', { text: 7 }],
    [0, 'content.text', { text: ['a'] }],
    [0, 'content.text', { text: null }],
    [0, 'content.user_id', { text: '@bo', user_id: ['1'] }],
    [1, 'content.url', { length: '00:01' }],
    [1, 'content.length', { url: 'a.mp3', length: {} }],
    [2, 'content.url', { w: 1, h: 1 }],
    [2, 'content.url', { url: '' }],
    [2, 'content.url', { url: 7 }],
    [2, 'content.url', { url: '../secret.jpg' }],
    [2, 'content.url', { url: '/etc/passwd' }],
    [2, 'content.url', { url: 'javascript:alert(1)' }],
    [2, 'content.url', { url: 'a.jpg" onerror="alert(1)' }],
    [2, 'content.url', { url: 'a.jpg', full_url: 'https://elsewhere.example/a.jpg' }],
    [3, 'content.url', { full_movie: 'a.jpg' }],
    [10, 'content.latitude', { name: 'here' }],
    [10, 'content.latitude', { latitude: 91, longitude: 0 }],
    [10, 'content.latitude', { latitude: 0, longitude: '180.1' }],
    [10, 'content.latitude', { latitude: '', longitude: '' }],
    [10, 'content.latitude', { latitude: true, longitude: 0 }],
    [10, 'content.name', { latitude: 0, longitude: 0, name: {} }],
    [11, 'content.url', { name: 'report.pdf' }],
    [11, 'content.name', { url: 'a.pdf', name: ['report.pdf'] }],
    [15, 'content.type', { room: 7 }],
    [15, 'content.type', { room: 7, type: 3 }],
    [15, 'content.type', { room: 7, type: '1' }],
  ])('refuses type %i with %s wrong in %j, and stores nothing', async (content_type, field, content) => {
    const { ada, list_id } = shared;
    const before = await stored();
    await expect(ada.im.message.textMsg({ list_id, content_type, content })).rejects.toMatchObject(
      refused.invalid(field),
    );
    expect(await stored()).toBe(before);
    // Only the cause differs: the same person sends a valid one.
    await tell(ada, list_id, content_type, contents[content_type] ?? {});
    expect(await stored()).toBe(before + 1);
  });

  it.each([
    'a < b && c > d',
    '&lt;b&gt; stays escaped',
    '<script>alert(1)</script>',
    'smile [微笑][大笑]',
    'one\ntwo\r\nthree\ttab',
    '  blanks around  ',
    '😀👨‍👩‍👧‍👦🏳️‍🌈 𠮷野家 𝒳',
    'שלום עולם مرحبا \u202Ereversed\u202C',
    'e\u0301 is not \u00e9, ﬁ is not fi',
    '\\u0000 and \\ud800 are six characters each',
    '\u0001\u001b[31m\u007f\ufeff\u2028',
    `"quotes" 'and' \`ticks\` \\ / %00 %zz $1 \${x} {{y}}`,
    "'; drop table entries; --",
    '撤回了一条消息',
  ])('keeps %j exactly', async (text) => {
    const { ada, bo, list_id } = shared;
    const [legacy, v1] = [await bo.socket(), await bo.v1()];
    await ada.im.message.textMsg({ list_id, content_type: 0, content: { text } });
    expect((await legacy.next('chatData')).data.msg.content).toEqual({ text });
    expect((await v1.next('entry')).e.content).toEqual({ text });
    expect((await texts(bo, list_id)).at(-1)).toBe(text);
    expect((await rowOf(bo, list_id))?.last_msg).toBe(text);
  });

  it('keeps unknown members at any depth that clients use', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const content = {
      text: 'yes',
      yy: {
        text: 'shall we?',
        type: 0,
        yy_username: 'bo',
        origin: { id: 1, list: [1, 'two', null, true, 0.5] },
      },
      origin: '',
      tapmsg: [],
      'odd key\n"': { '': 0 },
    };
    await ada.im.message.textMsg({ list_id, content_type: 0, content });
    expect((await history(bo, list_id)).at(-1)?.msg.content).toEqual(content);
  });

  it('accepts texts up to 10,000 characters, and contents up to 32,000 and 8 levels', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const send = (content: object) => ada.im.message.textMsg({ list_id, content_type: 0, content });
    await send({ text: 'x'.repeat(10_000) });
    await expect(send({ text: 'x'.repeat(10_001) })).rejects.toMatchObject(refused.tooLarge);
    await send({ text: 'x', more: 'y'.repeat(31_970) });
    await expect(send({ text: 'x', more: 'y'.repeat(32_000) })).rejects.toMatchObject(refused.tooLarge);
    await send({ text: 'x', a: { b: { c: { d: { e: { f: { g: {} } } } } } } });
    await expect(
      send({ text: 'x', a: { b: { c: { d: { e: { f: { g: { h: {} } } } } } } } }),
    ).rejects.toMatchObject(refused.invalid('content'));
    expect(await texts(bo, list_id)).toHaveLength(3);
  });

  it('refuses unpaired surrogates, NUL and prototype keys', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const send = (content: string) =>
      kith.post('/im/message/textMsg', { _token: ada.token, list_id, content_type: 0, content });
    for (const content of [
      '{"text":"\\ud83d"}',
      '{"text":"a\\udc00b"}',
      '{"text":"a\\u0000b"}',
      '{"text":"a","\\u0000":1}',
      '{"text":"a","more":["\\ud800"]}',
      '{"text":"a","__proto__":{"isAdmin":true}}',
      '{"text":"a","constructor":{"prototype":{}}}',
    ]) {
      expect((await send(content)).body, content).toEqual({ err: 1, msg: '参数错误：content' });
    }
    expect((await send('{"text":"\\ud83d\\ude00"}')).body).toEqual({ err: 0, msg: 'success' });
    expect(await texts(bo, list_id)).toEqual(['😀']);
  });

  it('delivers mentions and the burn mark', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    for (const content of [
      { text: '@bo look', user_id: String(bo.id) },
      { text: '@bo @cy look', user_id: `${bo.id},${ada.id}` },
      { text: '@所有人 look', user_id: 'all' },
      { text: 'read and burn', yhjf: true },
    ]) {
      expect((await tell(ada, list_id, 0, content)).msg.content).toEqual(content);
    }
  });

  it('accepts the content as JSON text in a form or as an object in a JSON body', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const content = { text: 'both ways' };
    const json = (body: object) => ({
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const form = { _token: ada.token, list_id, content_type: 0, content: JSON.stringify(content) };
    expect((await kith.post('/im/message/textMsg', form)).body.err).toBe(0);
    expect((await kith.post('/im/message/textMsg', {}, json(form))).body.err).toBe(0);
    expect((await kith.post('/im/message/textMsg', {}, json({ ...form, content }))).body.err).toBe(0);
    expect(await texts(bo, list_id)).toEqual(['both ways', 'both ways', 'both ways']);
  });

  it('accepts a list id in either case', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await ada.im.message.textMsg({
      list_id: list_id.toUpperCase(),
      content_type: 0,
      content: { text: 'hi' },
    });
    expect(await texts(bo, list_id.toUpperCase())).toEqual(['hi']);
  });

  it('answers err 1 after the friendship ended', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'while it lasts');
    await bo.im.remove.friend({ user_id: ada.id });
    for (const who of [ada, bo]) {
      const { body } = await kith.post('/im/message/textMsg', {
        _token: who.token,
        list_id,
        content_type: 0,
        content: '{"text":"too late"}',
      });
      expect(body).toEqual({ err: 1, msg: '你们还不是好友' });
    }
    expect(await texts(ada, list_id)).toEqual(['while it lasts']);
    await kith.befriend(ada, bo);
    await say(ada, list_id, 'again');
    expect(await texts(bo, list_id)).toEqual(['while it lasts', 'again']);
  });

  it('answers err 2 to a muted member until the mute ends; others can write', async () => {
    const { ada, bo, cy } = await threePeople(kith);
    const list_id = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }, { person: cy }]);
    const mute = (until: number | null) =>
      kith.sql('update members set muted_until = $1 where account_id = $2', [until, bo.id]);
    const send = async () =>
      (
        await kith.post('/im/message/textMsg', {
          _token: bo.token,
          list_id,
          content_type: 0,
          content: '{"text":"hm"}',
        })
      ).body;
    await mute(FAR_FUTURE);
    expect(await send()).toEqual({ err: 2, msg: '您已被禁言' });
    expect((await bo.im.get.chatData({ list_id })).is_msg).toBe(1);
    expect((await ada.im.get.chatData({ list_id })).is_msg).toBe(0);
    await say(ada, list_id, 'the others go on');
    expect(await texts(bo, list_id)).toEqual(['the others go on']);
    await mute(Date.now() - 1);
    expect(await send()).toEqual({ err: 0, msg: 'success' });
    expect((await bo.im.get.chatData({ list_id })).is_msg).toBe(0);
  });

  it('refuses both sides after a block in either direction, and reports it to both', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const send = (who: typeof ada) =>
      who.im.message.textMsg({ list_id, content_type: 0, content: { text: 'hello?' } });
    await kith.sql('insert into blocks values (1, $1, $2, 0)', [bo.id, ada.id]);
    await expect(send(ada)).rejects.toMatchObject(refused.blocked);
    await expect(send(bo)).rejects.toMatchObject(refused.blocked);
    await kith.sql('delete from blocks where account_id = $1', [bo.id]);
    await send(ada);
    expect(await texts(bo, list_id)).toEqual(['hello?']);
  });

  it('answers strangers and former members like for an unknown conversation', async () => {
    const { ada, bo, cy } = await threePeople(kith);
    const list_id = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }, { person: cy }]);
    const send = (to: string) =>
      cy.im.message.textMsg({ list_id: to, content_type: 0, content: { text: 'let me in' } });
    await send(list_id);
    await kith.sql('update members set left_at = 1 where account_id = $1', [cy.id]);
    for (const to of [list_id, '0'.repeat(32), 'no-such-list', list_id.slice(1)])
      await expect(send(to)).rejects.toMatchObject(refused.notFound);
    await expect(cy.im.get.chatData({ list_id })).rejects.toMatchObject(refused.notFound);
    expect(await texts(bo, list_id)).toEqual(['let me in']);
  });

  it('sends each device of both people one frame per message, in the same order', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const sockets = await Promise.all([ada.socket(), ada.socket(), bo.socket(), bo.socket()]);
    const stranger = await cy.socket();
    await Promise.all(Array.from({ length: 20 }, (_, i) => say(i % 2 ? ada : bo, list_id, `no ${i}`)));
    const said = (await pages(ada, list_id)).flat().filter((message) => message.type === 0);
    const expected = said.map((message) => message.msg.id);
    for (const socket of sockets) {
      const ids = () =>
        socket.frames.flatMap((frame) =>
          frame.action === 'chatData' && frame.data ? [frame.data.data.msg.id] : [],
        );
      await eventually('every message has its frame', () => ids().length >= 20);
      await socket.settle();
      expect(ids()).toEqual(expected.slice(-20));
    }
    await stranger.settle();
    expect(stranger.frames.map((frame) => frame.action)).not.toContain('chatData');
  });
});

describe('/im/message/textMsgs', () => {
  async function fourPeople() {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const dee = await kith.person('dee');
    const toCy = await kith.befriend(ada, cy);
    const foreign = await kith.befriend(bo, dee);
    return { ada, bo, cy, dee, toBo: list_id, toCy, foreign };
  }
  const broadcast = { content_type: '0', content: '{"text":"to all of you"}' };

  it.each<[string, (a: string, b: string) => [string, string][]]>([
    ['a JSON text', (a, b) => [['list_ids', JSON.stringify([a, b])]]],
    ['a comma list', (a, b) => [['list_ids', `${a},${b}`]]],
    [
      'repeated keys',
      (a, b) => [
        ['list_ids', a],
        ['list_ids', b],
      ],
    ],
    [
      'bracket keys',
      (a, b) => [
        ['list_ids[]', a],
        ['list_ids[]', b],
      ],
    ],
    [
      'numbered keys',
      (a, b) => [
        ['list_ids[0]', a],
        ['list_ids[1]', b],
      ],
    ],
    ['the same one three times', (a, b) => [['list_ids', `${a},${b},${a.toUpperCase()}`]]],
  ])('accepts the conversations as %s, in a form and in a multipart body', async (_how, pairs) => {
    const { ada, bo, cy, toBo, toCy } = await fourPeople();
    const fields: [string, string][] = [...Object.entries(broadcast), ['_token', ada.token]];
    const urlencoded = new URLSearchParams([...fields, ...pairs(toBo, toCy)]);
    expect((await kith.post('/im/message/textMsgs', {}, { body: urlencoded })).body.err).toBe(0);
    const multipart = new FormData();
    for (const [name, value] of [...fields, ...pairs(toBo, toCy)]) multipart.append(name, value);
    expect((await kith.post('/im/message/textMsgs', {}, { body: multipart })).body.err).toBe(0);
    expect(await texts(bo, toBo)).toEqual(['to all of you', 'to all of you']);
    expect(await texts(cy, toCy)).toEqual(['to all of you', 'to all of you']);
  });

  it('accepts an array in a JSON body', async () => {
    const { ada, bo, cy, toBo, toCy } = await fourPeople();
    const body = JSON.stringify({
      _token: ada.token,
      list_ids: [toBo, toCy],
      content_type: 0,
      content: { text: 'hi' },
    });
    const answer = await kith.post(
      '/im/message/textMsgs',
      {},
      { body, headers: { 'content-type': 'application/json' } },
    );
    expect(answer.body.err).toBe(0);
    expect([await texts(bo, toBo), await texts(cy, toCy)]).toEqual([['hi'], ['hi']]);
  });

  it("sends nothing if one conversation is not the caller's", async () => {
    const { ada, bo, cy, toBo, toCy, foreign } = await fourPeople();
    for (const bad of [foreign, '0'.repeat(32), 'nonsense']) {
      await expect(
        ada.im.message.textMsgs({ list_ids: [toBo, bad, toCy], content_type: 0, content: { text: 'no' } }),
      ).rejects.toMatchObject(refused.notFound);
    }
    expect([await texts(bo, toBo), await texts(cy, toCy), await texts(bo, foreign)]).toEqual([[], [], []]);
  });

  it('skips a former friend, sends to the others, and reports the omission', async () => {
    const { ada, bo, cy, toBo, toCy } = await fourPeople();
    await bo.im.remove.friend({ user_id: ada.id });
    await expect(
      ada.im.message.textMsgs({ list_ids: [toBo, toCy], content_type: 0, content: { text: 'hi' } }),
    ).rejects.toMatchObject(refused.notFriends);
    expect([await texts(bo, toBo), await texts(cy, toCy)]).toEqual([[], ['hi']]);
  });

  it('refuses no conversations, too many, or invalid content, and sends nothing', async () => {
    const { ada, bo, toBo } = await fourPeople();
    const send = (list_ids: string[], content: object = { text: 'x' }) =>
      ada.im.message.textMsgs({ list_ids, content_type: 0, content });
    await expect(send([])).rejects.toMatchObject(refused.invalid('list_ids'));
    await expect(send(Array<string>(201).fill(toBo))).rejects.toMatchObject(refused.tooLarge);
    await expect(send([toBo], { text: '' })).rejects.toMatchObject(refused.invalid('content.text'));
    await expect(
      ada.im.message.textMsgs({ list_ids: [toBo], content_type: 8, content: { user_id: bo.id } }),
    ).rejects.toMatchObject(refused.invalid('content_type'));
    expect(await texts(bo, toBo)).toEqual([]);
  });
});

describe('/im/message/zhuanMsg', () => {
  it('forwards a message with the same text and type, and the forwarder as its sender', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const toCy = await kith.befriend(ada, cy);
    for (const [type, content] of Object.entries(contents)) {
      const { msg } = await tell(bo, list_id, Number(type), content);
      await ada.im.message.zhuanMsg({ msgid: msg.id.toUpperCase(), list_id: toCy });
      const arrived = (await history(cy, toCy)).at(-1);
      expect(arrived).toMatchObject({ type: 0, msg: { type: Number(type), user_info: { uid: ada.id } } });
      expect(arrived?.msg.content).toEqual(content);
    }
  });

  it('refuses invisible, deleted and system messages', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const toCy = await kith.befriend(ada, cy);
    const foreign = await kith.befriend(bo, cy);
    const secret = await say(bo, foreign, 'about ada');
    const recalled = await say(bo, list_id, 'oops');
    await bo.im.message.withdraw({ list_id, msg_id: recalled.msg.id });
    const cleared = await say(bo, list_id, 'old');
    const [greeting] = await history(ada, list_id);
    await ada.im.remove.del_log({ list_id, type: 1 });
    for (const id of [
      secret.msg.id,
      recalled.msg.id,
      cleared.msg.id,
      greeting?.msg.id,
      'f'.repeat(24),
      'x',
    ]) {
      await expect(ada.im.message.zhuanMsg({ msgid: id ?? '', list_id: toCy })).rejects.toMatchObject(
        refused.notFound,
      );
    }
    const good = await say(bo, list_id, 'new');
    await expect(ada.im.message.zhuanMsg({ msgid: good.msg.id, list_id: foreign })).rejects.toMatchObject(
      refused.notFound,
    );
    await ada.im.message.zhuanMsg({ msgid: good.msg.id, list_id: toCy });
    expect(await texts(cy, toCy)).toEqual(['new']);
  });
});
