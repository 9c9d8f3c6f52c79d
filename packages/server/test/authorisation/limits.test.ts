import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api, im, realtime, type Endpoint } from '@kith/contract';
import { DomainError } from '@kith/core/kernel';
import type { LimitName, RateLimiter } from '@kith/core/ports';
import { makeLinkReader } from '../../src/adapters/link-reader.js';
import { noLimits } from '../../src/adapters/rate-limits.js';
import { imErrors } from '../../src/dialects/im/errors.js';
import { plainPasswords } from '../conversations/chatting.js';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { cases } from './cases.js';
import { formOf } from './form.js';
import { limitOf } from './limited.js';
import { makeScene, type Scene } from './scene.js';

/*
 * Every action that reaches another account or a moderator, reveals something about people or stores data has a limit.
 * Every path of both APIs is in limited.ts, and every request of `kith.v1` below: either with its limit, and is then
 * called while all limits are used up, or with the reason why it needs none.
 */

/** The limits counted since all are used up; undefined before that. */
let counted: LimitName[] | undefined;
const limits: RateLimiter = {
  ...noLimits,
  consume: (limit) => {
    if (!counted) return Promise.resolve();
    counted.push(limit);
    return Promise.reject(new DomainError('too_many_requests', undefined, { retryMs: 1500 }));
  },
};
// The used-up limit refuses before a page is read.
const links = makeLinkReader();
const kith = useKith({ overrides: { ports: { passwords: plainPasswords, limits, links } } });

const { channel, chat: bans, intro, login, register, user_friendship: people } = api;
const { get, remove } = im;

let scene: Scene;
beforeAll(async () => {
  scene = await makeScene(kith);
}, atPace(60_000));
beforeEach(() => {
  counted = undefined;
});

/** Reads of the caller's own data are not counted. */
const aboutOneself: Endpoint[] = [get.getUserInfo, get.getUserNickname, get.circleData, get.circleDatas];

describe('a used-up limit says when to retry:', () => {
  /** Forms of these paths that need no limit: the caller's side of a conversation, one moment of a friend. */
  const others = [remove.del_log.path, `${get.circleDatas.path}, one of them`];
  const called = cases.filter(({ name, endpoint }) => limitOf.has(endpoint) && !others.includes(name));

  it.each(called.map((one) => [one.name, one] as const))('%s', async (_name, { endpoint, params }) => {
    const { file, ...plain } = (params?.(scene, 'owner') ?? {}) as { file?: Blob };
    const whom = aboutOneself.includes(endpoint) ? { user_id: scene.dee.id } : {};
    const form = formOf({ ...whom, ...plain, _token: scene.ada.token }, file);
    counted = [];
    const { body, headers } = await kith.post(endpoint.path, {}, { body: form });
    expect(counted[0], JSON.stringify(body)).toBe(limitOf.get(endpoint));
    expect(body.msg).toBe(imErrors.too_many_requests.says['zh-Hans']);
    expect(headers.get('retry-after')).toBe('2');
  });

  it('every path of the Chat API with a limit was called', () => {
    const paths = [...limitOf.keys()].filter(({ path }) => path.startsWith('/im/'));
    expect(
      paths.filter((one) => !called.some(({ endpoint }) => endpoint === one)).map(({ path }) => path),
    ).toEqual([]);
  });

  type Fields = (scene: Scene, channelId: number) => Record<string, unknown>;
  const ofFriendship: [Endpoint, Fields][] = [
    [login.login, ({ ada }) => ({ username: ada.username, password: ada.password })],
    [register.register, () => ({ username: 'somebody_new', password: 'Passw0rd1' })],
    [channel.open, ({ dee }) => ({ target_id: dee.id, text: 'hello' })],
    [channel.send, (_, channelId) => ({ channel_id: channelId, text: 'hello' })],
    [intro.card, ({ dee }) => ({ target_user_id: dee.id })],
    [intro.set, () => ({ nickname: 'Ada' })],
    [people.age_status, () => ({ age_status: 1 })],
    [people.set_user_photo, () => ({ photo_index: 1, image_type: 'jpeg', image: 'aGVsbG8=' })],
    [bans.friendship_block, ({ dee }) => ({ target_id: dee.id, action: 'block' })],
  ];

  it.each(ofFriendship.map(([endpoint, params]) => [endpoint.path, endpoint, params] as const))(
    '%s',
    async (path, endpoint, params) => {
      const channelId = Number((await scene.ada.api.channel.open({ target_id: scene.dee.id })).channel_id);
      const fields = params(scene, channelId);
      const whole = path.replace(/\{(\w+)\}/g, (_, name: string) => String(fields[name]));
      counted = [];
      const { status, headers, body } = await kith.ask(endpoint.method as 'POST', whole, {
        api_token: scene.ada.token,
        user_id: scene.ada.id,
        ...fields,
      });
      expect(counted[0], JSON.stringify(body)).toBe(limitOf.get(endpoint));
      expect(status).toBe(429);
      expect(headers.get('retry-after')).toBe('2');
    },
  );
});

it('joining a group by its code has its own limit', async () => {
  counted = [];
  const { ada, eve, list_id } = scene;
  await kith.post('/im/message/addChat', { _token: eve.token, list_id, type: 1, user_id: ada.id });
  expect(counted).toEqual(['group_join']);
});

describe('kith.v1', () => {
  /** The requests of a client, with the limit that counts each. */
  const requests: Readonly<Record<realtime.ClientFrame['t'], LimitName | string>> = {
    send: 'message',
    edit: 'message_change',
    recall: 'message_change',
    typing: 'typing',
    react: 'message_change',
    pin: 'message_change',
    draft: 'draft',
    search: 'search',
    signal: 'call_signal',
    turn: 'call_signal',
    reactors: 'It reads in a conversation whose member the caller is.',
    pins: 'It reads in a conversation whose member the caller is.',
    hello: 'Once for each socket; sockets have bounds of their own.',
    sync: 'It reads in a conversation whose member the caller is.',
    list: 'It reads the own list, a page at a time.',
    read: 'It moves a mark of the own forward; a repeated one tells nobody.',
    watch: 'It reads who is here, at most 200 people for each socket.',
    call: 'It reads the own call.',
    ping: 'It reads nothing.',
  };

  it('has a limit or a reason for every request, and says when to retry', async () => {
    const { ada, list_id, messageId } = scene;
    const socket = await ada.v1();
    const frames = {
      send: { t: 'send', to: list_id, cid: randomUUID(), type: 0, content: { text: 'hello' } },
      edit: { t: 'edit', to: list_id, id: messageId, content: { text: 'hello' } },
      recall: { t: 'recall', to: list_id, id: messageId },
      react: { t: 'react', to: list_id, id: messageId, emoji: '👍', on: true },
      search: { t: 'search', cid: randomUUID(), text: 'hello' },
      pin: { t: 'pin', to: list_id, id: messageId, on: true },
      draft: { t: 'draft', to: list_id, cid: randomUUID(), text: 'hello', time: 1 },
      signal: { t: 'signal', cid: randomUUID(), call_id: 1, kind: 'offer', data: {} },
      turn: { t: 'turn', cid: randomUUID(), call_id: 1 },
    } as const;
    for (const [t, frame] of Object.entries(frames)) {
      counted = [];
      socket.send(frame);
      const nack = await socket.next('nack');
      expect(nack, t).toMatchObject({ code: 'too_many_requests', retry_ms: 1500 });
      expect(counted, t).toEqual([requests[t as keyof typeof frames]]);
    }
    counted = [];
    socket.send({ t: 'typing', to: list_id, on: true });
    await socket.settle();
    expect(counted).toEqual(['typing']);
    socket.close();
  });

  it('has a row for every frame of the contract', () => {
    type Shape = { anyOf?: Shape[]; properties?: { t: { const: string } } };
    const namesIn = ({ anyOf, properties }: Shape): string[] =>
      anyOf ? anyOf.flatMap(namesIn) : [properties!.t.const];
    expect(new Set(Object.keys(requests))).toEqual(
      new Set(namesIn(realtime.ClientFrame as unknown as Shape)),
    );
  });
});
