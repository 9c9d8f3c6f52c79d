import sharp from 'sharp';
import { afterAll, beforeAll, test } from 'vitest';
import { makePasswordHasher } from '../../src/adapters/passwords.js';
import { useKith, type Person } from '../harness/kith.js';
import { openSender, type Sender } from '../hostile/sender.js';
import { endure, type Attack } from './attack.js';

const kith = useKith({ overrides: { ports: { passwords: makePasswordHasher() } } });

let member: Person;
let attacker: Person;
let listId: string;
let picture: Buffer;
let sender: Sender;

beforeAll(async () => {
  member = await kith.person('ada');
  attacker = await kith.person('mallory');
  const friend = await kith.person('eve');
  listId = await kith.befriend(attacker, friend);
  picture = await sharp({
    create: { width: 4_900, height: 4_900, channels: 3, background: '#346' },
    limitInputPixels: false,
  })
    .png()
    .toBuffer();
  // The attacks come from another process: what they cost their maker is not the server's.
  sender = await openSender(kith.url);
}, 60_000);
afterAll(() => sender.close());

const form = 'application/x-www-form-urlencoded';

function post(path: string, body: string | Buffer, type = form) {
  return sender.send({ method: 'POST', path, type, body: Buffer.from(body) });
}

const attacks: readonly Attack[] = [
  {
    name: 'forms of lone percent signs and of commas',
    strike: (round) =>
      round % 2
        ? post('/im/in/login', '%'.repeat(255_000))
        : post('/im/message/removeChat', `_token=${attacker.token}&list_id=x&users=${'1,'.repeat(120_000)}1`),
    factor: 10,
  },
  {
    name: 'frames of strangers',
    strike: () => {
      const frame = `{"a":[${'1,'.repeat(32_000)}1]}`;
      return sender.talk({ frames: Array.from({ length: 250 }, () => frame) });
    },
    factor: 10,
  },
  {
    name: 'wrong passwords',
    strike: () => post('/im/in/login', `username=${attacker.username}&password=wrong`),
    atOnce: 40,
    factor: 20,
  },
  {
    name: 'large pictures of strangers',
    strike: () => {
      const head = '--x\r\ncontent-disposition: form-data; name="username"\r\n\r\nsomebody\r\n';
      const file = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n';
      return post(
        '/im/in/photo',
        Buffer.concat([Buffer.from(head + file), picture, Buffer.from('\r\n--x--\r\n')]),
        'multipart/form-data; boundary=x',
      );
    },
    atOnce: 10,
    factor: 20,
  },
  {
    name: 'messages of ligatures, and searches for them',
    strike: (round) => {
      const text = encodeURIComponent(JSON.stringify({ text: '\uFDFA'.repeat(9_990) }));
      return round % 2
        ? post(
            '/im/message/textMsg',
            `_token=${attacker.token}&list_id=${listId}&content_type=0&content=${text}`,
          )
        : post('/im/get/searchCahtMsg', `_token=${attacker.token}&chat_msg=${encodeURIComponent('\u0627')}`);
    },
    factor: 20,
  },
  {
    name: 'large bodies of strangers',
    strike: () => {
      const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n';
      return post(
        '/im/in/photo',
        Buffer.concat([Buffer.from(head), Buffer.alloc(8_000_000), Buffer.from('\r\n--x--\r\n')]),
        'multipart/form-data; boundary=x',
      );
    },
    factor: 20,
  },
];

test.each(attacks.map((attack): [string, Attack] => [attack.name, attack]))(
  'a member is served while there are %s',
  async (_name, attack) => {
    await endure(kith, member, attack);
  },
  120_000,
);
