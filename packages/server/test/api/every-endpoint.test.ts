import { beforeAll, describe, expect, it } from 'vitest';
import { api, type Endpoint } from '@kith/contract';
import { atPace } from '../harness/at-pace.js';
import { PASSWORD, useKith, type Answer, type Person } from '../harness/kith.js';
import { forAll, forTexts, shareAmong } from '../hostile/values.js';
import { changeSettings, makeTenant } from '../im/operator.js';
import { universityId } from './people.js';
import { image, putPhoto } from './photos.js';

/*
 * Rules for every endpoint of the Friendship API. An endpoint without a row here fails the run, and so does a
 * parameter that is marked neither as an identifier nor as a value.
 */
const kith = useKith();

let ada: Person;
let bo: Person;
/** An account of another tenant. */
let cy: Person;
let elsewhere: number;
let channelId: number;
let channelElsewhere: number;
let picture: string;
/** A photo of ada that exists until its first deletion. */
let photoId: number;
beforeAll(async () => {
  [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  elsewhere = await makeTenant(kith);
  cy = await kith.person('cy', { tenant: elsewhere });
  await ada.api.chat.friendship_block({ target_id: bo.id, action: 'report', block_reason_id: 11 });
  await kith.befriend(ada, bo);
  channelId = Number((await ada.api.channel.open({ target_id: bo.id, text: 'hello' })).channel_id);
  const dee = await kith.person('dee', { tenant: elsewhere });
  channelElsewhere = Number((await cy.api.channel.open({ target_id: dee.id, text: 'hello' })).channel_id);
  // The good values of a purchase are those of a test installation.
  await changeSettings(kith, 1, { receiptMode: 'trust' });
  picture = await image('red');
  photoId = (await putPhoto(ada, 6, 'blue')).id;
});

const endpoints = Object.values(api).flatMap((group): Endpoint[] => Object.values(group));
const shareOf = shareAmong(endpoints);
const signedIn = endpoints.filter(({ auth }) => auth === 'session');

/** Good values of an endpoint's parameters, except the caller's own id. */
const good = new Map<Endpoint, () => Record<string, unknown>>([
  [api.login.login, () => ({ username: ada.username, password: PASSWORD })],
  [api.register.register, () => ({ username: `new_${++counter}`, password: PASSWORD })],
  [api.channel.open, () => ({ target_id: bo.id, is_wave: 0, type: 'private' })],
  [api.channel.list, () => ({ is_friend: 3, page: 1, page_size: 10 })],
  [api.channel.messages, () => ({ channel_id: channelId, page_size: 10, direction: 'older' })],
  [api.channel.send, () => ({ channel_id: channelId, type: 'text', text: 'hello', is_wave: 3 })],
  [api.chat.getBlockReasonsList, () => ({})],
  [api.chat.friendship_block, () => ({ target_id: bo.id, action: 'report', block_reason_id: 11 })],
  [api.chat.friendship_blockReasons, () => ({ target_id: bo.id })],
  [api.intro.options, () => ({})],
  [api.intro.set, () => ({ nickname: 'ada', tags: 'x', love: '3', private_blocks: 'love' })],
  [api.intro.card, () => ({ target_user_id: bo.id })],
  [api.user_friendship.data, () => ({ list_type: 'near', page: 1, page_size: 3 })],
  [api.user_friendship.filter_sex_code, () => ({ sex_code: 'BOTH' })],
  [api.user_friendship.age_status, () => ({ age_status: 0 })],
  [api.user_friendship.ticket_number, () => ({})],
  [api.user_friendship.unlock, () => ({ channel_id: channelId, target_id: bo.id })],
  [api.user_friendship.stranger_key_number, () => ({})],
  [api.user_friendship.standing, () => ({})],
  [api.user_friendship.vip_plan, () => ({})],
  [
    api.user_friendship.buy_vip_plan,
    () => ({
      plan_code: 'VIP1',
      transaction_id: `t${++counter}`,
      transaction_date: '2023/8/16 16:52',
      original_transaction_date: '2023/8/16 16:52',
      platform: 'web',
    }),
  ],
  [api.user_friendship.profile_click, () => ({})],
  [api.user_friendship.reset_profile_click, () => ({})],
  [api.user_friendship.set_user_photo, () => ({ photo_index: 1, image_type: 'png', image: picture })],
  [api.user_friendship.user_photos, () => ({})],
  [api.user_friendship.delete_user_photo, () => ({ id: photoId })],
]);
let counter = 0;
const jsons = [null, true, -1, 1.5, 1e300, [], {}, [[1]], { $ne: 1 }, '', '\ud800'];

/** A message of the other person in a channel, and one of another tenant. */
async function messages(): Promise<{ here: string; there: string }> {
  const of = async (who: Person, channel_id: number) =>
    String((await who.api.channel.send({ channel_id, text: 'hello' })).message?.message_id);
  return { here: await of(bo, channelId), there: await of(cy, channelElsewhere) };
}

/** Parameters that identify something of the tenant: an existing id, and one of another tenant. */
const ids: Readonly<Record<string, () => Promise<{ here: number | string; there: number | string }>>> = {
  msg_id: messages,
  message_id: messages,
  target_id: async () => ({ here: bo.id, there: cy.id }),
  channel_id: async () => ({ here: channelId, there: channelElsewhere }),
  target_user_id: async () => ({ here: bo.id, there: cy.id }),
  // Of photos, which alone have this name here.
  id: async () => ({ here: (await putPhoto(ada, 2, 'red')).id, there: (await putPhoto(cy, 1, 'red')).id }),
  university_id: async () => ({
    here: await universityId(kith, '臺灣大學'),
    there: await universityId(kith, '臺灣大學', elsewhere),
  }),
  sub_department_id: async () => {
    const of = async (tenant: number) =>
      (
        await kith.sql<{ id: number }>('select min(id) as id from departments where tenant_id = $1', [tenant])
      )[0]!.id;
    return { here: await of(1), there: await of(elsewhere) };
  },
};
/** Parameters that identify nothing; `user_id` is always the caller's. */
const plain = new Set([
  'user_id', 'username', 'password', 'nickname', 'sex_code', 'invite_code', 'sms_code', 'list_type', 'page',
  'page_size', 'age_status', 'tags', 'topic', 'relation', 'love', 'actor', 'private_blocks', 'adj_code', 'animal_code',
  'background_code', 'foreground_code', 'chat_status', 'hide_presence', 'hide_visits', 'action', 'block_reason_id',
  'report_text', 'is_wave', 'text', 'type', 'client_msg_id', 'last_channel_ts', 'last_channel_id', 'is_friend',
  'last_message_id', 'direction', 'media_id', 'latitude', 'longitude', 'plan_code', 'transaction_id', 'transaction_date', 'original_transaction_id', 'original_transaction_date',
  'platform', 'signed_transaction', 'purchase_token',
  'photo_index', 'image_type', 'image',
]); // prettier-ignore

const NOBODY = 999_999_999;

function namesOf(endpoint: Endpoint): string[] {
  return Object.keys(endpoint.params.properties);
}

/** Calls an endpoint as an account, with good values except the given ones. */
function ask(
  endpoint: Endpoint,
  who: Person | undefined,
  given: Record<string, unknown> = {},
): Promise<Answer> {
  const fields = {
    ...(who && endpoint.auth === 'session' && { api_token: who.token }),
    ...(who && namesOf(endpoint).includes('user_id') && { user_id: who.id }),
    ...good.get(endpoint)!(),
    ...given,
  } as Record<string, unknown>;
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(fields[name]));
    delete fields[name];
    return value;
  });
  return kith.ask(endpoint.method, path, fields);
}

const byName = (list: readonly Endpoint[]) =>
  list.map((endpoint): [string, Endpoint] => [`${endpoint.method} ${endpoint.path}`, endpoint]);

it('every endpoint has a row, and every parameter is marked as an identifier or not', () => {
  const file = 'packages/server/test/api/every-endpoint.test.ts';
  expect(
    endpoints.filter((endpoint) => !good.has(endpoint)).map(({ path }) => path),
    `Add these endpoints to ${file} (\`good\`)`,
  ).toEqual([]);
  const unknown = endpoints.flatMap((endpoint) =>
    namesOf(endpoint).filter((name) => !ids[name] && !plain.has(name)),
  );
  expect(unknown, `Add these parameters to ${file} (\`ids\` or \`plain\`)`).toEqual([]);
});

describe.each(byName(endpoints))('%s', (_name, endpoint) => {
  it('accepts good values', async () => {
    expect((await ask(endpoint, ada)).body).toMatchObject({ code: 0, error: false });
  });

  it(
    'refuses hostile values without a server failure',
    async () => {
      for (const name of [...namesOf(endpoint), 'api_token', 'unknown']) {
        const isText = (endpoint.params.properties[name] as { type?: string } | undefined)?.type === 'string';
        for (const value of [...forAll, ...(isText ? forTexts : shareOf(endpoint, name, forTexts))]) {
          const { status, text, body } = await ask(endpoint, ada, { [name]: value });
          expect([200, 400, 429], `${name}=${value.slice(0, 40)}: ${text}`).toContain(status);
          // Responses repeat no long or invisible text.
          if (status !== 200) expect(String(body.message).length).toBeLessThan(400);
          if (status !== 200) expect(body.message).not.toMatch(/\p{Cc}/u);
        }
      }
    },
    atPace(60_000),
  );

  it(
    'accepts JSON of every type for each parameter, and refuses values that do not fit',
    async () => {
      for (const name of namesOf(endpoint)) {
        for (const value of shareOf(endpoint, name, jsons)) {
          if (endpoint.method === 'GET') continue;
          const fields = { api_token: ada.token, user_id: ada.id, ...good.get(endpoint)!(), [name]: value };
          const init = {
            method: endpoint.method,
            body: JSON.stringify(fields),
            headers: { 'content-type': 'application/json' },
          };
          const { status, text } = await kith.post(endpoint.path, {}, init);
          expect([200, 400], `${name}=${JSON.stringify(value)}: ${text}`).toContain(status);
        }
      }
    },
    atPace(60_000),
  );
});

describe.each(byName(signedIn))('%s', (_name, endpoint) => {
  it('checks the token before anything else', async () => {
    const { body } = await ask(endpoint, undefined, { user_id: 'x' });
    expect(body).toMatchObject({ code: 400401, message: 'api token error or expired', hostname: 'kith' });
  });

  it("accepts only the caller's user id, also from a guest", async () => {
    if (!namesOf(endpoint).includes('user_id')) return;
    for (const user_id of [0, bo.id, cy.id, NOBODY])
      expect((await ask(endpoint, ada, { user_id })).body.code).toBe(400402);
    expect((await ask(endpoint, ada, { user_id: '' })).body.message).toBe('必要參數未傳:user_id');
  });

  it('answers an id of another tenant like an unknown id', async () => {
    for (const name of namesOf(endpoint).filter((one) => ids[one])) {
      const { here, there } = await ids[name]!();
      expect((await ask(endpoint, ada, { [name]: here })).body.code, name).toBe(0);
      const other = (await ask(endpoint, ada, { [name]: there })).body;
      expect(other, name).toEqual((await ask(endpoint, ada, { [name]: NOBODY })).body);
      // A record about an unknown account may not be read, and a channel has one other person.
      const isForbidden =
        endpoint === api.chat.friendship_blockReasons ||
        (endpoint === api.user_friendship.unlock && name === 'target_id');
      expect(other.code, name).toBe(isForbidden ? 400403 : 400404);
    }
  });
});

describe('channels', () => {
  it('take as many statements for six as for two', async () => {
    const flo = await kith.person('flo');
    const grow = async (by: number) => {
      for (let i = 0; i < by; i++) {
        const { channel_id } = await flo.api.channel.open({
          target_id: (await kith.person('other')).id,
          text: 'hi',
        });
        await flo.api.channel.send({ channel_id: Number(channel_id), text: 'again' });
      }
    };
    await grow(2);
    const once = () => kith.countQueries(() => flo.api.channel.list({}));
    const cost = async () => Math.min(await once(), await once());
    await cost();
    const before = await cost();
    await grow(4);
    expect(await cost()).toBe(before);
  });
});

describe('lists', () => {
  it('an intro takes as many statements with six photos as with one', async () => {
    const dee = await kith.person('dee');
    const cost = async (ask: () => Promise<unknown>) =>
      Math.min(await kith.countQueries(ask), await kith.countQueries(ask), await kith.countQueries(ask));
    const intro = () => ada.api.intro.card({ target_user_id: dee.id });
    const own = () => dee.api.user_friendship.user_photos();
    await putPhoto(dee, 1, 'red');
    const few = [await cost(intro), await cost(own)];
    for (const place of [2, 3, 4, 5, 6] as const) await putPhoto(dee, place, 'blue');
    expect([await cost(intro), await cost(own)]).toEqual(few);
  });

  it(
    'take as many statements for twenty people as for two',
    async () => {
      const grow = async (by: number) => {
        for (let i = 0; i < by; i++) {
          const person = await kith.person('someone');
          await person.api.intro.set({ university_id: await universityId(kith, '淡江大學') });
          await person.api.intro.card({ target_user_id: ada.id });
        }
      };
      await ada.api.intro.set({ university_id: await universityId(kith, '淡江大學') });
      await grow(2);
      for (const list_type of ['seen', 'near', 'online', 'online_random', 'online_profile'] as const) {
        const once = () =>
          kith.countQueries(() => ada.api.user_friendship.data({ list_type, page_size: 100 }));
        // The caller is cached for a moment, which expires on a busy machine: one of five attempts avoids that cost.
        const cost = async () =>
          Math.min(await once(), await once(), await once(), await once(), await once());
        await cost();
        const before = await cost();
        await grow(4);
        expect(await cost(), list_type).toBe(before);
      }
    },
    atPace(60_000),
  );
});
