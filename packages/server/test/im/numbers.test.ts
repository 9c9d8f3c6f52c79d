import { bounds, parseWithSpelling, stringifyWithSpelling } from '@kith/core/kernel';
import { beforeAll, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

/** Numbers that JavaScript would write differently or cannot represent, each in its own member. */
const members =
  '"local_id":9007199254740993,"big":1859999999999999999,"f":1.10,"e":1E2,"z":-0,"deep":{"list":[0.10,[12345678901234567890.50]],"plain":1.5}';
const content = `{"text":"hello",${members}}`;

let ada: Person;
let bo: Person;
let cy: Person;
let list_id: string;

beforeAll(async () => {
  [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
  list_id = await kith.befriend(ada, bo);
});

const page = async (who: Person, list: string) =>
  (await kith.post('/im/get/chatData', { _token: who.token, list_id: list, time: 0 })).text;

/** The frames to an account on a socket, as text. */
function hear(socket: WebSocket): string[] {
  const texts: string[] = [];
  socket.on('message', (data) => texts.push(String(data)));
  return texts;
}

test('numbers in a message keep their spelling: in pages, on sockets, forwarded, saved and reported', async () => {
  const [old, v1] = [await bo.socket(), await bo.v1()];
  const [oldTexts, v1Texts] = [hear(old.socket), hear(v1.socket)];
  const other = await kith.befriend(ada, cy);
  const form = { _token: ada.token, list_id, content_type: 0, content };
  expect((await kith.post('/im/message/textMsg', form)).body).toMatchObject({ err: 0 });
  await old.next('chatData');
  await v1.next('entry');
  expect(oldTexts.join('')).toContain(members);
  expect(v1Texts.join('')).toContain(members);
  expect(await page(bo, list_id)).toContain(members);

  const { list } = await ada.im.get.chatData({ list_id, time: 0 });
  const { id: msgid } = list.at(-1)!.msg;
  await ada.im.message.zhuanMsg({ msgid, list_id: other });
  expect(await page(cy, other)).toContain(members);

  await ada.im.vendor.saveStore({ list_id, msg_id: msgid });
  const [favourite] = (await ada.im.vendor.getUserStore({})).data;
  await ada.im.vendor.transMsg({ list_id: other, trans_id: favourite!.id });
  expect((await page(cy, other)).split(members)).toHaveLength(3);
});

test('a JSON body and a kith.v1 frame keep them too', async () => {
  const body = `{"_token":"${ada.token}","list_id":"${list_id}","content_type":0,"content":{"text":"json",${members}}}`;
  const init = { headers: { 'content-type': 'application/json' }, body };
  expect((await kith.post('/im/message/textMsg', {}, init)).body).toMatchObject({ err: 0 });
  expect(await page(bo, list_id)).toContain(`"text":"json",${members}`);

  const v1 = await ada.v1();
  const frame = `{"t":"send","to":"${list_id}","cid":"8c4f3c1e-6c1a-4b7e-9d53-0f8f8e3c2a11","type":0,"content":{"text":"frame",${members}}}`;
  v1.socket.send(frame);
  const ack = await v1.next('ack');
  expect(await page(bo, list_id)).toContain(`"text":"frame",${members}`);

  v1.socket.send(`{"t":"edit","to":"${list_id}","id":"${ack.id}","content":{"text":"edited","n":1.10}}`);
  await v1.next('entry', ({ e }) => e.kind === 'edit');
  expect(await page(bo, list_id)).toContain('"text":"edited","n":1.10');
  const edits = await kith.sql<{ content: string }>(
    `select content from entries where content like '%edited%'`,
  );
  expect(edits.map((edit) => edit.content)).toContainEqual(expect.stringContaining('"n":1.10'));
});

test('a text never becomes a number, and unstorable values are refused', async () => {
  const forged = String.raw`{"text":"x","a":"\u0000#12","b":1.10}`;
  const form = { _token: ada.token, list_id, content_type: 0, content: forged };
  expect((await kith.post('/im/message/textMsg', form)).body.err).not.toBe(0);
  for (const number of ['1e400', '1e-400', '-1e999', `1${'0'.repeat(400)}`, `0.${'1'.repeat(400)}`]) {
    const sent = await kith.post('/im/message/textMsg', {
      ...form,
      content: `{"text":"${number}","n":${number}}`,
    });
    expect(sent.body).toMatchObject({ err: 0 });
  }
});

test('more numbers than the limit are converted by JavaScript, without an error', () => {
  const many = `[${'1.10,'.repeat(bounds.body.spelledNumbers)}1.10]`;
  const text = stringifyWithSpelling(parseWithSpelling(many));
  expect(text.match(/1\.10/g)).toHaveLength(bounds.body.spelledNumbers);
  expect(JSON.parse(text)).toEqual(JSON.parse(many));
});
