import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { realtime } from '@kith/contract';
import { plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith, type Kith, type Person } from '../harness/kith.js';
import { openRawClient, type RawClient } from './raw-client.js';
import { adaAndBo, ask, holdConversations, people, say, syncAll, textFrame, upTo } from './support.js';

const ports = { passwords: plainPasswords };
const warnings = collectWarnings();
const kith = useKith({ log: warnings.log, overrides: { ports } });
const hasty = useKith({ overrides: { ports, timing: { signInWithinMs: atPace(200) } } });

afterEach(() => expect(warnings.drain()).toEqual([]));

function openV1(of: Kith = kith): Promise<RawClient> {
  return openRawClient(`${of.url.replace('http', 'ws')}/ws`, 'kith.v1');
}

function heard(client: RawClient, text: string): Promise<void> {
  return eventually(`${text} came`, () => client.texts.some((one) => one.includes(text)));
}

describe('kith.v1 hello', () => {
  test.each([
    ['a ping', { t: 'ping' }],
    ['a message', textFrame('a'.repeat(32), 'hi')],
  ])('must be the first frame: %s before it closes the socket', async (_, frame) => {
    const client = await openV1();
    client.send(frame);
    await eventually('it is closed', () => client.closeCode() === 4001);
    client.destroy();
  });

  test('must arrive in time, else the socket is closed', async () => {
    const [ada] = await people(hasty, 'ada');
    const polite = await ada.v1();
    const silent = await openV1(hasty);
    const noisy = await openV1(hasty);
    noisy.send('noise');
    await Promise.all(
      [silent, noisy].map((client) => eventually('it is closed', () => client.closeCode() === 4001)),
    );
    await polite.settle();
  });

  test('is refused the second time and changes nothing', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const socket = await ada.v1();
    socket.send({ t: 'hello', token: bo.token });
    expect(await socket.next('error')).toMatchObject({ code: 'invalid' });
    await say(socket, to, 'still me');
    expect((await syncAll(socket, to)).at(-1)).toMatchObject({ from: ada.id });
  });

  test('leaves nothing behind when the socket closes immediately after it', async () => {
    const [ada] = await people(kith, 'ada');
    for (const turns of upTo(20)) {
      const socket = new WebSocket(`${kith.url.replace('http', 'ws')}/ws`, 'kith.v1');
      await new Promise((resolve) => socket.once('open', resolve));
      socket.send(JSON.stringify({ t: 'hello', token: ada.token }));
      for (const _ of upTo(turns)) await new Promise((resolve) => setImmediate(resolve));
      if (turns % 2) socket.terminate();
      else socket.close();
    }
    await eventually('nobody is there', () => !kith.server.deps.hub.isOnline(ada.id as never));
    const socket = await ada.v1();
    await socket.settle();
    expect(kith.server.deps.hub.isOnline(ada.id as never)).toBe(true);
  });

  test('is answered before the frames behind it, in order', async () => {
    const { ada, to } = await adaAndBo(kith);
    const client = await openV1();
    client.send({ t: 'hello', token: ada.token, conversations: { [to]: 0 } });
    client.send({ t: 'ping' });
    client.send({ t: 'sync', to, after: 0, limit: 1 });
    client.send({ t: 'sync', to, after: 1, limit: 1 });
    client.send(textFrame(to, 'hi'));
    await heard(client, '"ack"');
    const types = () => client.texts.map((text) => (JSON.parse(text) as { t: string }).t);
    // A message never waits, so it may be acknowledged before the other two are answered.
    await eventually('all is answered', () => types().filter((t) => t === 'entries').length >= 3);
    expect(types().slice(0, 3)).toEqual(['ready', 'entries', 'pong']);
    expect(types().filter((t) => t === 'entries')).toHaveLength(3);
    client.destroy();
  });
});

describe('an invalid frame gets kith.v1 nack or kith.v1 error', () => {
  const to = 'a'.repeat(32);
  const cid = '7d71ca27-c885-4f12-903c-57500d93d41a';
  const id = '0'.repeat(24);
  const send = { t: 'send', cid, to, type: 0, content: { text: 'x' } };

  test.each<[string, unknown, object]>([
    ['invalid JSON', 'noise', { t: 'error', code: 'invalid' }],
    ['an array', [], { t: 'error', code: 'invalid' }],
    ['a number', '5', { t: 'error', code: 'invalid' }],
    ['null', 'null', { t: 'error', code: 'invalid' }],
    ['without a type', { to, cid }, { t: 'error' }],
    ['of an unknown type', { t: 'hologram', to, cid }, { t: 'error' }],
    ['of a server frame type', { t: 'entry', to, e: {} }, { t: 'error' }],
    ['a send without a content', { ...send, content: undefined }, { t: 'nack', to, cid, code: 'invalid' }],
    ['a send without a type', { ...send, type: undefined }, { t: 'nack', to, cid, code: 'invalid' }],
    ['a send with a text as content', { ...send, content: 'x' }, { t: 'nack', to, cid, code: 'invalid' }],
    ['a send with an array as content', { ...send, content: ['x'] }, { t: 'nack', to, cid, code: 'invalid' }],
    ['a send with a text as type', { ...send, type: '0' }, { t: 'nack', to, cid, code: 'invalid' }],
    [
      'a send with a malformed cid',
      { ...send, cid: 'mine' },
      { t: 'nack', to, cid: 'mine', code: 'invalid' },
    ],
    ['a send that replies to nothing', { ...send, reply_to: 0 }, { t: 'nack', to, cid, code: 'invalid' }],
    [
      'a send that replies to an impossible entry',
      { ...send, reply_to: 2 ** 31 },
      { t: 'nack', to, cid, code: 'invalid' },
    ],
    [
      'a send with an upper-case conversation id',
      { ...send, to: 'A'.repeat(32) },
      { t: 'nack', to: 'A'.repeat(32), cid },
    ],
    ['a send with an unreadable cid', { ...send, cid: 5 }, { t: 'error', code: 'invalid' }],
    ['a send without a cid', { ...send, cid: undefined }, { t: 'error', code: 'invalid' }],
    ['a send without a conversation', { ...send, to: undefined }, { t: 'error', code: 'invalid' }],
    [
      'a send with a huge conversation id',
      { ...send, to: 'x'.repeat(1000) },
      { t: 'error', code: 'invalid' },
    ],
    ['an edit without a content', { t: 'edit', to, id }, { t: 'nack', to, id, code: 'invalid' }],
    ['an edit without an id', { t: 'edit', to, content: {} }, { t: 'error', code: 'invalid' }],
    [
      'a recall with a malformed id',
      { t: 'recall', to, id: '12' },
      { t: 'nack', to, id: '12', code: 'invalid' },
    ],
    ['a sync without a direction', { t: 'sync', to }, { t: 'nack', to, code: 'invalid' }],
    ['a sync with a limit of 0', { t: 'sync', to, after: 0, limit: 0 }, { t: 'nack', to, code: 'invalid' }],
    [
      'a sync with a limit over 200',
      { t: 'sync', to, after: 0, limit: 201 },
      { t: 'nack', to, code: 'invalid' },
    ],
    ['a sync from a negative position', { t: 'sync', to, after: -1 }, { t: 'nack', to, code: 'invalid' }],
    ['a sync from a fractional position', { t: 'sync', to, after: 1.5 }, { t: 'nack', to, code: 'invalid' }],
    [
      'a sync from a position beyond the maximum',
      { t: 'sync', to, after: 2 ** 31 },
      { t: 'nack', to, code: 'invalid' },
    ],
    ['a read without a conversation', { t: 'read', to, seq: 0 }, { t: 'error', code: 'invalid' }],
    ['a typing without a state', { t: 'typing', to }, { t: 'error', code: 'invalid' }],
    ['a key that pollutes', `{"t":"ping","__proto__":{"polluted":1}}`, { t: 'error', code: 'invalid' }],
    [
      'a constructor that pollutes',
      `{"t":"send","cid":"${cid}","to":"${to}","type":0,"content":{"constructor":{"prototype":{}}}}`,
      { t: 'error', code: 'invalid' },
    ],
    [
      '10,000 levels',
      `{"t":"ping","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      { t: 'error', code: 'invalid' },
    ],
  ])('%s', async (_, frame, answer) => {
    const socket = await somebodysSocket();
    socket.send(frame);
    const [said] = await Promise.all([
      socket.take((one) => one.t === 'error' || one.t === 'nack', 'refusal'),
      socket.settle(),
    ]);
    expect(said).toMatchObject(answer);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  let somebodys: ReturnType<Person['v1']> | undefined;
  async function somebodysSocket() {
    somebodys ??= people(kith, 'ada').then(([ada]) => ada.v1());
    return somebodys;
  }

  test('bytes are ignored; invalid UTF-8 closes the socket', async () => {
    const [ada] = await people(kith, 'ada');
    const client = await openV1();
    client.send({ t: 'hello', token: ada.token });
    await heard(client, '"ready"');
    client.sendFrame(2, Buffer.from('{"t":"ping"}'));
    client.send('noise');
    await heard(client, '"error"');
    expect(client.texts.some((text) => text.includes('pong'))).toBe(false);
    client.sendFrame(1, Buffer.from([0x22, 0xc3, 0x28, 0x22]));
    await eventually('it is closed', () => client.closeCode() === 1007);
    client.destroy();
  });
});

describe('more requests than can be processed', () => {
  test('while the database blocks a conversation, some requests wait, others are refused with a delay, and a repeat is stored once', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [socket, theirs] = await Promise.all([ada.v1(), bo.v1()]);
    await say(socket, to, 'before');
    const held = await holdConversations(kith);
    const frames = upTo(200).map((n) => textFrame(to, `${n} ${'x'.repeat(9_000)}`));
    for (const frame of frames) socket.send(frame);
    const refusal = await socket.next('nack');
    expect(refusal).toMatchObject({ to, code: 'unavailable', retry_ms: 1000 });
    await held.letGo();
    for (const { cid } of frames) {
      if (cid !== refusal.cid)
        await socket.take((one) => (one.t === 'ack' || one.t === 'nack') && one.cid === cid, 'answer');
    }
    const refused = socket.frames.filter((frame) => frame.t === 'nack');
    const acked = socket.frames.filter((frame) => frame.t === 'ack').length - 1;
    expect(refused.length).toBeGreaterThan(50);
    expect(acked).toBeGreaterThan(50);
    expect(acked + refused.length).toBe(200);
    for (const frame of frames.slice(0, 80)) expect((await ask(socket, frame)).t).toBe('ack');
    expect(await syncAll(theirs, to)).toHaveLength(2 + acked);
  });
});

describe('the content of kith.v1 send', () => {
  test('is stored exactly as sent or refused', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [socket, theirs] = await Promise.all([ada.v1(), bo.v1()]);
    const good = [
      { text: '表情 👩‍👩‍👧 \u{20000} <b>&amp; "quoted" \\u0000 \\ \n\r\t\u2028' },
      { text: 'x', user_id: '1,2', yy: { text: 'quoted', type: 0 }, 'line\nbreak': [1, null, true, 1.5e300] },
    ];
    for (const content of good) {
      const answer = await ask(socket, { t: 'send', cid: randomUUID(), to, type: 0, content });
      expect(answer.t).toBe('ack');
      expect((await theirs.next('entry')).e.content).toEqual(content);
    }
    const refused: [number, object, string][] = [
      [0, { text: '' }, 'invalid'],
      [0, { text: 5 }, 'invalid'],
      [0, { text: 'NUL \0' }, 'invalid'],
      [0, { text: 'half \ud83d a pair' }, 'invalid'],
      [0, { text: 'x', deep: [[[[[[[[1]]]]]]]] }, 'invalid'],
      [0, { text: 'x'.repeat(10_001) }, 'too_large'],
      [0, { text: 'x', more: '長'.repeat(20_100) }, 'too_large'],
      [2, { url: '../../etc/passwd' }, 'invalid'],
      [99, { text: 'x' }, 'invalid'],
      [5, { money: 1 }, 'invalid'],
      [8, {}, 'invalid'],
      [8, { user_id: 2 ** 40 }, 'not_found'],
    ];
    for (const [type, content, code] of refused) {
      const frame = { t: 'send', cid: randomUUID(), to, type, content } as realtime.Send;
      expect(await ask(socket, frame), JSON.stringify(content).slice(0, 60)).toMatchObject({
        t: 'nack',
        code,
      });
    }
    expect(await syncAll(theirs, to)).toHaveLength(1 + good.length);
  });
});

describe('permissions in kith.v1', () => {
  test('a foreign conversation is refused like an unknown one, also after the server has loaded it', async () => {
    const { ada, to } = await adaAndBo(kith);
    const [cy] = await people(kith, 'cy');
    const [atAda, atCy] = await Promise.all([ada.v1(), cy.v1()]);
    const { id } = await say(atAda, to, 'private'); // the server caches the conversation from here on
    const nowhere = 'e'.repeat(32);
    for (const frame of [
      (list: string) => textFrame(list, 'hi', '00000000-0000-4000-8000-000000000000'),
      (list: string) => ({ t: 'recall', to: list, id }) as const,
      (list: string) => ({ t: 'edit', to: list, id, content: { text: 'x' } }) as const,
      (list: string) => ({ t: 'react', to: list, id, emoji: '👍', on: true }) as const,
    ]) {
      const foreign = await ask(atCy, frame(to));
      const unknown = await ask(atCy, frame(nowhere));
      expect(foreign).toMatchObject({ t: 'nack', code: 'not_found' });
      expect({ ...foreign, to: nowhere }).toEqual(unknown);
    }
    for (const list of [to, nowhere]) atCy.send({ t: 'sync', to: list, after: 0 });
    const [foreign, unknown] = [await atCy.next('nack'), await atCy.next('nack')];
    expect({ ...foreign, to: nowhere }).toEqual(unknown);
    for (const list of [to, nowhere]) {
      atCy.send({ t: 'read', to: list, seq: 1 });
      atCy.send({ t: 'typing', to: list, on: true });
    }
    await atCy.settle();
    await atAda.settle();
    expect(atAda.frames.filter((frame) => frame.t === 'typing' || frame.t === 'read')).toEqual([]);
    expect(atCy.frames.filter((frame) => frame.t !== 'nack').map((frame) => frame.t)).toEqual([
      'ready',
      'pong',
    ]);
  });

  test("kith.v1 typing reaches the other person's devices only; kith.v1 read reaches all devices of both", async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [own, ownOther, theirs, theirOther] = await Promise.all([ada.v1(), ada.v1(), bo.v1(), bo.v1()]);
    await say(theirs, to, 'read me');
    own.send({ t: 'typing', to, on: true });
    own.send({ t: 'typing', to, on: false });
    own.send({ t: 'read', to, seq: 2 });
    for (const socket of [theirs, theirOther]) {
      expect(await socket.next('typing')).toEqual({ t: 'typing', to, user_id: ada.id, on: true });
      expect(await socket.next('typing')).toMatchObject({ on: false });
      expect(await socket.next('read')).toEqual({ t: 'read', to, user_id: ada.id, seq: 2 });
    }
    for (const socket of [own, ownOther]) {
      expect(await socket.next('read')).toEqual({ t: 'read', to, user_id: ada.id, seq: 2 });
      expect(socket.frames.filter((frame) => frame.t === 'typing')).toEqual([]);
    }
  });

  test('a read position only grows, and never exceeds the stream', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    for (const n of upTo(5)) await say(atBo, to, `${n}`);
    const unread = async () => (await ada.im.get.chatList()).data[0]!.no_reader_num;
    const readUpTo = async (seq: number) => {
      atAda.send({ t: 'read', to, seq });
      const frame = await atBo.next('read');
      return frame.seq;
    };
    expect(await unread()).toBe(5);
    expect(await readUpTo(4)).toBe(4);
    expect(await unread()).toBe(2);
    atAda.send({ t: 'read', to, seq: 2 });
    expect(await readUpTo(2_000_000_000)).toBe(6);
    expect(await unread()).toBe(0);
    // Marked as unread by hand, then read again up to an earlier position: the reported position does not shrink.
    await ada.im.chat.sign({ list_id: to, no_reader_num: 1 });
    expect(await unread()).toBe(1);
    expect(await readUpTo(3)).toBe(6);
    expect(await unread()).toBe(0);
  });

  test('kith.v1 edit and kith.v1 recall work only for the sender, and only for an existing message', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { id, seq } = await say(atAda, to, 'mine');
    const edit = { t: 'edit', to, id, content: { text: 'changed' } } as const;
    expect(await ask(atBo, edit)).toMatchObject({ t: 'nack', to, id, code: 'forbidden' });
    expect(await ask(atBo, { t: 'recall', to, id })).toMatchObject({ t: 'nack', code: 'forbidden' });
    const edited = await ask(atAda, edit);
    expect(edited).toMatchObject({ t: 'ack', to, id, seq: seq + 1 });
    expect(await ask(atAda, { ...edit, content: { text: '' } })).toMatchObject({ code: 'invalid' });

    const recalled = await ask(atAda, { t: 'recall', to, id });
    expect(recalled).toMatchObject({ t: 'ack', id, seq: seq + 2 });
    // A repeat is harmless and gets the same answer.
    expect(await ask(atAda, { t: 'recall', to, id })).toEqual(recalled);
    expect(await ask(atAda, edit)).toMatchObject({ t: 'nack', code: 'forbidden' });
    const stored = await syncAll(atBo, to, seq - 1);
    expect(stored).toMatchObject([
      { seq, kind: 'message', recalled: true },
      { seq: seq + 1, kind: 'edit' },
      { seq: seq + 2, kind: 'recall' },
    ]);
    // Neither the message nor its edits can be read any more.
    expect(stored.map((entry) => entry.content)).toEqual([
      {},
      { target: seq, content: {} },
      { target: seq, reason: 'recall' },
    ]);
  });

  test('an account that may no longer write may not edit or send typing either', async () => {
    const [ada, mo, bo, cy, dan] = await people(kith, 'ada', 'mo', 'bo', 'cy', 'dan');
    const atAda = await ada.v1();
    const said = async (person: Person) => {
      const to = await kith.befriend(ada, person);
      return { to, id: (await say(atAda, to, 'while I could')).id, socket: await person.v1() };
    };
    const [muted, blocked, left, good] = [await said(mo), await said(bo), await said(cy), await said(dan)];
    await kith.sql(
      'update members set muted_until = $1 from conversations c where c.id = conversation_id and c.list_id = $2::uuid',
      [Date.now() + 60_000, muted.to],
    );
    await kith.sql(
      'insert into blocks (tenant_id, account_id, blocked_id, created_at) values (1, $1, $2, 0)',
      [bo.id, ada.id],
    );
    await cy.im.remove.friend({ user_id: ada.id });

    const refusals = [];
    for (const { to, id } of [muted, blocked, left]) {
      refusals.push(await ask(atAda, { t: 'edit', to, id, content: { text: 'you cannot get rid of me' } }));
      atAda.send({ t: 'typing', to, on: true });
    }
    expect(refusals).toMatchObject([{ code: 'muted' }, { code: 'blocked' }, { code: 'not_friends' }]);
    // Typing frames arrive in order: after this one, the others would have arrived.
    atAda.send({ t: 'typing', to: good.to, on: true });
    await good.socket.next('typing');
    await kith.sql('delete from blocks where account_id = $1', [bo.id]); // otherwise nothing would be visible
    for (const { socket, to } of [muted, blocked, left]) {
      await socket.settle();
      expect(socket.frames.filter((frame) => frame.t === 'typing')).toEqual([]);
      expect((await syncAll(socket, to)).map((entry) => entry.kind)).toEqual(['system', 'message']);
    }
  });

  test("the recall window follows the tenant's current settings; a repeat is never too late", async () => {
    const { ada, to } = await adaAndBo(kith);
    const socket = await ada.v1();
    const [early, late] = [await say(socket, to, 'in time'), await say(socket, to, 'too late')];
    const recalled = await ask(socket, { t: 'recall', to, id: early.id });
    await kith.sql(`update tenants set settings = '{"recallWindowMs": 1}' where id = 1`);
    try {
      await eventually(
        'the window is short',
        async () =>
          (await ask(socket, { t: 'recall', to, id: (await say(socket, to, 'poke')).id })).t === 'nack',
      );
      expect(await ask(socket, { t: 'recall', to, id: late.id })).toMatchObject({ code: 'forbidden' });
      expect(await ask(socket, { t: 'recall', to, id: early.id })).toEqual(recalled);
    } finally {
      await kith.sql(`update tenants set settings = '{}' where id = 1`);
    }
  });
});
