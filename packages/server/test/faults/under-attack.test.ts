import sharp from 'sharp';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { makePasswordHasher } from '../../src/adapters/passwords.js';
import { makeRateLimiter } from '../../src/adapters/rate-limits.js';
import { atPace } from '../harness/at-pace.js';
import { useKith, type Person } from '../harness/kith.js';
import { openSender, type Sender } from '../hostile/sender.js';
import { endure, type Attack } from './attack.js';

const kith = useKith({ overrides: { ports: { passwords: makePasswordHasher() } } });

/** A server with active limits, behind a proxy. */
const limited = useKith({
  config: { trustProxy: '127.0.0.1' },
  overrides: { ports: { passwords: makePasswordHasher(), limits: makeRateLimiter() } },
});

const form = 'application/x-www-form-urlencoded';

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
  // The attacks run in another process, so that their own cost does not burden the server.
  sender = await openSender(kith.url);
}, atPace(60_000));
afterAll(() => sender.close());

describe('with rate limits', () => {
  let own: Sender;
  let ada: Person;
  let mallory: Person;

  beforeAll(async () => {
    [ada, mallory] = [await limited.person('ada'), await limited.person('mallory')];
    own = await openSender(limited.url);
  });
  afterAll(() => own.close());

  test(
    'a member is served while one network guesses passwords from new addresses',
    async () => {
      await endure(limited, ada, {
        name: 'guesses from ever new addresses of one network',
        strike: (round) =>
          own.send({
            method: 'POST',
            path: '/im/in/login',
            type: form,
            body: Buffer.from(`username=${mallory.username}&password=wrong${round}`),
            address: `2001:db8:0:1::${round.toString(16)}`,
          }),
        atOnce: 40,
        factor: 20,
      });
    },
    atPace(120_000),
  );

  test(
    'a member is served while one account uploads, nudges and reports continuously',
    async () => {
      const list = await limited.befriend(mallory, ada);
      const file = Buffer.alloc(1_000_000, 'words ');
      const head = `--x\r\ncontent-disposition: form-data; name="list_id"\r\n\r\n${list}\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n`;
      const calls = [
      { path: `/im/upload/chat?_token=${mallory.token}`, type: 'multipart/form-data; boundary=x', body: Buffer.concat([Buffer.from(head), file, Buffer.from('\r\n--x--\r\n')]) },
      { path: '/im/vendor/zhendong', type: form, body: Buffer.from(`_token=${mallory.token}&list_id=${list}`) },
      { path: '/api/chat/friendship_block', type: form, body: Buffer.from(`api_token=${mallory.token}&target_id=${ada.id}&reason_id=11`) },
    ]; // prettier-ignore
      await endure(limited, ada, {
        name: 'uploads, nudges and reports of one account',
        strike: (round) => own.send({ method: 'POST', ...calls[round % calls.length]! }),
        atOnce: 10,
        factor: 20,
      });
    },
    atPace(120_000),
  );
});

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
    // The server reads as much from a stranger in a quarter of a minute.
    end: () => sender.hangUp(),
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
  atPace(120_000),
);
