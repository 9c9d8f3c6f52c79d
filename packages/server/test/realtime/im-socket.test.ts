import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openLegacySocket, type LegacySocket } from '../harness/legacy-socket.js';
import { plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { openRawClient } from './raw-client.js';
import { adaAndBo, ask, people, say, signInAgain, upTo } from './support.js';

const warnings = collectWarnings();
const kith = useKith({ log: warnings.log, overrides: { ports: { passwords: plainPasswords } } });

afterEach(() => expect(warnings.drain()).toEqual([]));

const wsUrl = (path = '/ws') => `${kith.url.replace('http', 'ws')}${path}`;

function actions({ frames }: LegacySocket): string[] {
  return frames.map((frame) => frame.action);
}

function speak(person: Person, list_id: string, text: string): Promise<void> {
  return person.im.message.textMsg({ list_id, content_type: 0, content: { text } });
}

describe('opening', () => {
  test.each(['/', '/ws', '/wss', '/im', '/im/message/textMsg', '/a/b/c?d=e', '/static/photo/x.jpg', '/%20'])(
    'every path accepts an upgrade: %s',
    async (path) => {
      const socket = await openLegacySocket(wsUrl(path));
      expect(socket.clientId).toMatch(/^[0-9a-f]{20}$/);
      await socket.settle();
      socket.close();
    },
  );

  test('clientLink is the first frame; each connection has its own id, which signing in keeps', async () => {
    const sockets = await Promise.all(upTo(5).map(() => openLegacySocket(wsUrl())));
    for (const socket of sockets) expect(actions(socket)).toEqual(['clientLink']);
    expect(new Set(sockets.map((socket) => socket.clientId)).size).toBe(5);
    const [ada] = await people(kith, 'ada');
    const client_id = sockets[0]!.clientId;
    await kith.visitor().in.login({ username: ada.username, password: ada.password, client_id });
    expect((await ada.im.get.getUserInfo({})).client_id).toBe(client_id);
  });

  test('a client that requests kith.v1 gets it, also among other sub-protocols; other sub-protocols are not selected', async () => {
    const open = (protocols: string[]) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(wsUrl(), protocols);
        socket.once('upgrade', (response) => resolve(response.headers['sec-websocket-protocol'] ?? 'none'));
        socket.once('error', () => undefined);
        socket.once('open', () => socket.close());
      });
    expect(await open(['kith.v1'])).toBe('kith.v1');
    expect(await open(['chat', 'kith.v1'])).toBe('kith.v1');
    expect(await open(['chat'])).toBe('none');
  });

  test('the chat list is served over HTTP before any socket is open', async () => {
    const { ada, to } = await adaAndBo(kith);
    expect((await ada.im.get.chatList()).data).toMatchObject([{ list_id: to }]);
  });
});

describe('other upgrades', () => {
  test.each(['h2c', 'TLS/1.2', 'websocket2'])(
    'a request that offers %s is treated as if it did not',
    async (offer) => {
      const [ada] = await people(kith, 'ada');
      const form = `username=${ada.username}&password=${ada.password}`;
      const head = (line: string) =>
        `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${offer}\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n`;
      const tcp = connect({ port: kith.server.port, host: '127.0.0.1' });
      let answered = '';
      tcp.on('data', (bytes) => (answered += bytes.toString()));
      // Java clients do this with the first request of each connection, also with a body.
      tcp.write(
        `${head('POST /im/in/login')}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n`,
      );
      tcp.write(form);
      await eventually('ada is signed in', () => answered.includes('"token":"ey'));
      tcp.write(`${head('GET /healthz?again')}\r\n`);
      await eventually('it lives', () => answered.includes('{"status":"ok"}'));
      expect(answered.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
      tcp.destroy();
    },
  );
});

describe('checkToken and ping', () => {
  test('an empty or missing token gets no answer, a bad one gets err inside data, a good one err 0, also twice', async () => {
    const [ada] = await people(kith, 'ada');
    const socket = await openLegacySocket(wsUrl());
    for (const data of ['', undefined, null, 5, {}]) socket.send({ action: 'checkToken', data });
    await socket.settle();
    expect(actions(socket)).toEqual(['clientLink', 'ping']);

    for (const data of ['noise', 'x'.repeat(30_000), ada.token.slice(0, -3)]) {
      socket.send({ action: 'checkToken', data });
      expect(await socket.next('checkToken')).toEqual({ err: 1, msg: expect.any(String) as string });
    }
    socket.send({ action: 'checkToken', data: ada.token });
    socket.send({ action: 'checkToken', data: ada.token });
    expect(await socket.next('checkToken')).toMatchObject({ err: 0 });
    expect(await socket.next('checkToken')).toMatchObject({ err: 0 });
    expect([...kith.server.deps.hub.of(ada.id as never)]).toHaveLength(1);
  });

  test('a ping is answered by a ping; a good token in it signs the socket in, a bad one gets no other answer', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const socket = await openLegacySocket(wsUrl());
    socket.send({ action: 'ping', data: 'noise' });
    expect(await socket.next('ping')).toBeUndefined();
    socket.send({ action: 'ping', data: ada.token });
    await socket.next('ping');
    await eventually('ada is in', () => kith.server.deps.hub.isOnline(ada.id as never));
    await speak(bo, to, 'hello');
    await socket.next('chatData');
    expect(actions(socket)).toEqual(['clientLink', 'ping', 'ping', 'chatData']);
  });

  test('a socket with a new token belongs to the new person; with a bad one, to nobody', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [cy] = await people(kith, 'cy');
    const socket = await ada.socket();
    const checkToken = async (data: string) => {
      socket.send({ action: 'checkToken', data });
      return (await socket.next('checkToken')).err;
    };
    expect(await checkToken(cy.token)).toBe(0);
    await speak(bo, to, 'for ada');
    const other = await ada.socket();
    await speak(bo, to, 'for ada again');
    await other.next('chatData');
    await socket.settle();
    expect(actions(socket)).not.toContain('chatData');

    expect(await checkToken(ada.token)).toBe(0);
    expect(await checkToken('noise')).toBe(1);
    await speak(bo, to, 'for ada alone');
    await other.next('chatData');
    await socket.settle();
    expect(actions(socket)).not.toContain('chatData');
    expect(kith.server.deps.hub.isOnline(cy.id as never)).toBe(false);
  });

  test('online follows the sockets', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const online = async () => (await ada.im.message.getListTime({ list_id: to })).online;
    expect(await online()).toBe(0);
    const [one, other] = [await bo.socket(), await bo.v1()];
    expect(await online()).toBe(1);
    expect((await ada.im.get.chatData({ list_id: to })).online).toBe(1);
    one.close();
    await one.closed;
    expect(await online()).toBe(1);
    other.socket.terminate();
    await eventually('bo is gone', async () => (await online()) === 0);
  });
});

describe('frames without meaning', () => {
  test.each<[string, string]>([
    ['an unknown action', '{"action":"hologram","data":1}'],
    ['an action of the server', '{"action":"chatData","data":{}}'],
    ['no action', '{"data":"x"}'],
    ['an action that is not a text', '{"action":{"toString":1}}'],
    ['a frame of kith.v1', '{"t":"hello","token":"x"}'],
    ['invalid JSON', '{action: ping'],
    ['null', 'null'],
    ['an array', '[1,2]'],
    ['a text', '"ping"'],
    ['nothing', ''],
    ['a key that pollutes', '{"action":"ping","__proto__":{"polluted":1}}'],
    ['10,000 levels', `{"action":"ping","data":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['unclosed nesting', '['.repeat(60_000)],
  ])('%s is ignored', async (_, text) => {
    const [ada] = await people(kith, 'ada');
    const socket = await ada.socket();
    socket.send(text);
    socket.socket.send(Buffer.from('{"action":"ping"}')); // as bytes
    await socket.settle();
    expect(actions(socket)).toEqual(['clientLink', 'checkToken', 'ping']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    socket.close();
  });

  test('invalid UTF-8 closes the socket with 1007', async () => {
    const socket = await openRawClient(wsUrl());
    socket.sendFrame(1, Buffer.from([0x7b, 0xff, 0x7d]));
    await eventually('it is closed', () => socket.closeCode() === 1007);
    socket.destroy();
  });
});

describe('pushed frames', () => {
  test("chatData reaches all sockets of all members, including the sender's, in one order", async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const sockets = await Promise.all([ada.socket(), ada.socket(), bo.socket(), bo.socket()]);
    const atAda = await ada.v1();
    await Promise.all(upTo(20).map((n) => (n % 2 ? speak(ada, to, `${n}`) : say(atAda, to, `${n}`))));
    const stories: unknown[][] = [];
    for (const socket of sockets) {
      const story = [];
      for (const _ of upTo(20)) story.push(await socket.next('chatData'));
      stories.push(story);
    }
    for (const story of stories) expect(story).toEqual(stories[0]);
    const ids = (stories[0] as { data: { msg: { id: string } } }[]).map((frame) => frame.data.msg.id);
    expect(ids).toEqual(ids.toSorted());
  });

  test('the first messages of unloaded people keep their order', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const atBo = await bo.socket();
    await kith.restart(); // clears the cached profiles
    const [socket, atAda] = await Promise.all([bo.socket(), ada.v1()]);
    atBo.close();
    const sent = [];
    for (const n of upTo(10)) {
      sent.push(say(atAda, to, `${n}`));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { id } = (await Promise.all(sent))[0]!;
    await ask(atAda, { t: 'recall', to, id });
    const heard = [];
    for (const _ of upTo(10)) heard.push((await socket.next('chatData')).data.msg.content['text']);
    expect(heard).toEqual(upTo(10).map(String));
    await socket.next('deleteChat');
    expect(actions(socket).at(-1)).toBe('deleteChat');
  });

  test('timeData goes to the other person of a single chat, to nobody else and in no group', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atAda2, atBo] = await Promise.all([ada.socket(), ada.socket(), bo.socket()]);
    await speak(ada, to, 'read this');
    const { data } = await atBo.next('chatData');
    await bo.im.message.setListTime({ list_id: to });
    for (const socket of [atAda, atAda2])
      expect(await socket.next('timeData')).toEqual({ list_id: to, data: { msg: { time: data.msg.time } } });
    // Reading again changes nothing.
    await bo.im.message.setListTime({ list_id: to });
    await speak(ada, to, 'and this');
    await atBo.next('chatData');
    await Promise.all([atAda.settle(), atBo.settle()]);
    expect(actions(atAda).filter((action) => action === 'timeData')).toHaveLength(1);
    expect(actions(atBo)).not.toContain('timeData');
    expect((await ada.im.message.getListTime({ list_id: to })).read_time).toBe(data.msg.time);
  });

  test('an edit has no frame that existing clients know: they find it in chatData', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.socket()]);
    const { id } = await say(atAda, to, 'frist');
    await atBo.next('chatData');
    expect((await ask(atAda, { t: 'edit', to, id, content: { text: 'first' } })).t).toBe('ack');
    await atBo.settle();
    expect(actions(atBo)).toEqual(['clientLink', 'checkToken', 'chatData', 'ping']);
    const { list } = await bo.im.get.chatData({ list_id: to });
    expect(list.at(-1)!.msg).toMatchObject({ id, content: { text: 'first' } });
  });
});

describe('offline: signed in elsewhere', () => {
  test('a newer sign-in notifies the sockets of older sessions once; a reconnect with any token notifies nobody', async () => {
    const [ada] = await people(kith, 'ada');
    const [phone, tablet, desktop] = await Promise.all([ada.socket(), ada.socket(), ada.v1()]);
    const token = await signInAgain(kith, ada);
    const laptop = await openLegacySocket(wsUrl(), token);
    for (const socket of [phone, tablet]) await socket.next('offline');

    // The laptop reconnects; the phone ignores the notification and reconnects.
    laptop.socket.terminate();
    const again = await openLegacySocket(wsUrl(), token);
    const stubborn = await ada.socket();
    const onceMore = await openLegacySocket(wsUrl(), token);
    for (const socket of [phone, tablet, again, stubborn, onceMore]) await socket.settle();
    expect(
      [phone, tablet, again, stubborn, onceMore].map((s) => actions(s).filter((a) => a === 'offline').length),
    ).toEqual([1, 1, 0, 0, 0]);
    await desktop.settle();
    expect(desktop.frames.map((frame) => frame.t)).toEqual(['ready', 'pong']);

    // A sign-in over kith.v1 does not sign existing clients out.
    const third = await signInAgain(kith, ada);
    await { ...ada, token: third }.v1();
    await again.settle();
    expect(actions(again)).not.toContain('offline');
  });

  test('after a restart nobody is notified, because all clients return with their tokens', async () => {
    const [ada] = await people(kith, 'ada');
    const token = await signInAgain(kith, ada);
    await kith.restart();
    const phone = await ada.socket();
    const laptop = await openLegacySocket(wsUrl(), token);
    await Promise.all([phone.settle(), laptop.settle()]);
    expect([...actions(phone), ...actions(laptop)]).not.toContain('offline');
  });
});
