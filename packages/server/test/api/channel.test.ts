import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sweep } from '../../src/workers/sweep.js';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff } from '../harness/staff.js';
import { changeSettings, pardon, punish } from '../im/operator.js';
import { box, left, makeVip, open, people, read, unlock, write } from './channels.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const refused = (code: number, more: object = {}) => expect.objectContaining({ code, ...more }) as unknown;

async function two(): Promise<[Person, Person]> {
  const [ada, bo] = await Promise.all([kith.person('ada'), kith.person('bo')]);
  return [ada, bo];
}

const sendStatus = async (who: Person, whom: Person) =>
  (await who.api.intro.card({ target_user_id: whom.id })).send_status;

describe('POST /api/channel with a wave', () => {
  it('stays withheld among strangers; a key unlocks it, and a reply makes friends', async () => {
    const [ada, bo] = await two();
    const opened = await open(ada, bo, { is_wave: 1, text: 'hello, secret-words' });
    expect(opened).toMatchObject({
      is_new: true,
      is_wave: 1,
      is_friend: 1,
      is_show: true,
      send_status: 2,
      ticket_number: '9',
      last_super_num: 1,
    });
    const { channel_id } = opened;
    expect(await sendStatus(ada, bo)).toBe(2);
    expect(await sendStatus(bo, ada)).toBe(1);

    const [row] = await box(bo, 0);
    expect(row).toMatchObject({ channel_id, type: 'private', is_friend: 0, is_wave: 1, is_show: false });
    expect(row).toMatchObject({ unread_count: 1, is_top: false, is_muted: false, name: 'ada' });
    expect(row?.user).toMatchObject({ user_id: String(ada.id), nickname: 'ada' });
    expect(row?.last_message).toMatchObject({
      type: 'wave',
      text: '',
      media: null,
      is_wave: 1,
      is_show: false,
    });
    expect(await box(bo, 1)).toEqual([]);
    const marks = async (who: Person) =>
      (await who.im.get.chatList()).data.map(({ from_stranger }) => from_stranger);
    expect([await marks(ada), await marks(bo)]).toEqual([[0], [1]]);
    expect(await bo.api.channel.list()).toMatchObject({ count: 1, unread_friend: 0, unread_stranger: 1 });
    expect(await box(ada, 1)).toMatchObject([{ channel_id, is_friend: 1, is_show: true }]);
    expect(await box(ada, 0)).toEqual([]);
    expect(await read(bo, channel_id)).toMatchObject({ is_show: false, list: [{ text: '', is_wave: 1 }] });
    await expect(write(bo, channel_id, 'who are you?')).rejects.toEqual(refused(400403));

    expect(await unlock(bo, ada, channel_id)).toEqual({ status: true });
    expect(await unlock(bo, ada, channel_id)).toEqual({ status: true });
    expect((await left(bo)).keys).toBe(2);
    expect(await marks(bo)).toEqual([0]);
    expect(await box(bo, 1)).toMatchObject([{ channel_id, is_friend: 1, unread_count: 1 }]);
    expect(await read(bo, channel_id)).toMatchObject({
      is_show: true,
      list: [{ text: 'hello, secret-words', type: 'wave', is_wave: 1 }],
    });
    expect(await box(bo, 1)).toMatchObject([{ unread_count: 0 }]);

    const { message } = await write(bo, channel_id, 'hi ada');
    expect(message).toMatchObject({ text: 'hi ada', type: 'text', is_wave: 3, user_id: String(bo.id) });
    expect((await left(bo)).tickets).toBe('10');
    expect(await sendStatus(ada, bo)).toBe(1);
    expect((await write(ada, channel_id, 'we are friends')).message).toMatchObject({
      text: 'we are friends',
    });
    expect(await box(bo)).toMatchObject([{ last_message: { text: 'we are friends', is_show: true } }]);
  });

  it('makes friends when a wave answers it; repeating it before that changes and costs nothing', async () => {
    const [ada, bo] = await two();
    const { channel_id } = await open(ada, bo, { is_wave: 1 });
    const again = await open(ada, bo, { is_wave: 1 });
    expect(again).toMatchObject({ channel_id, is_new: false, message_id: null, send_status: 2 });
    expect(again.ticket_number).toBe('9');
    expect(await ada.api.channel.send({ channel_id: Number(channel_id), is_wave: 2 })).toMatchObject({
      message: null,
    });
    expect((await read(ada, channel_id)).list).toHaveLength(1);

    // The text is unreadable, so it costs the same as a wave.
    expect(await open(bo, ada, { is_wave: 1 })).toMatchObject({
      channel_id,
      is_new: false,
      ticket_number: '9',
    });
    expect(await read(bo, channel_id)).toMatchObject({
      is_show: true,
      list: [{ is_wave: 1 }, { is_wave: 1 }],
    });
    expect(await box(bo, 1)).toMatchObject([{ channel_id }]);
    const wave = await ada.api.channel.send({ channel_id: Number(channel_id), is_wave: 1 });
    expect(wave.message).toMatchObject({ type: 'wave', is_wave: 1 });
    expect(await left(ada)).toEqual({ tickets: '9', keys: 3, superWaves: 1 });
  });

  it('of the super kind is readable at once and listed first for a day; one is available, and none soon for the same person', async () => {
    const [ada, bo] = await two();
    const cy = await kith.person('cy');
    const { channel_id } = await open(ada, bo, { is_wave: 2, text: 'look here' });
    await open(cy, bo, { is_wave: 1 });
    expect(await left(ada)).toEqual({ tickets: '10', keys: 3, superWaves: 0 });
    expect(await box(bo, 0)).toMatchObject([
      { channel_id, is_wave: 2, is_top: true, is_show: true, last_message: { text: 'look here' } },
      { is_wave: 1, is_top: false, is_show: false },
    ]);
    await expect(open(ada, cy, { is_wave: 2 })).rejects.toEqual(
      refused(400602, {
        quota: { limit: 1, remaining: 0, resetAt: expect.stringMatching(/ 00:00:00$/) as string },
      }),
    );
    expect(await box(cy)).toMatchObject([{ user: { user_id: String(bo.id) } }]);
    expect(await unlock(bo, ada, channel_id)).toEqual({ status: true });
    expect((await left(bo)).keys).toBe(3);

    await write(bo, channel_id, 'seen');
    await bo.im.remove.friend({ user_id: ada.id });
    kith.advance(24 * 3600 * 1000);
    await expect(open(ada, bo, { is_wave: 2 })).rejects.toEqual(refused(429001));
    kith.advance(7 * 24 * 3600 * 1000);
    expect(await open(ada, bo, { is_wave: 2 })).toMatchObject({ channel_id, is_new: true });
  });
});

describe('POST /api/channel/{channel_id}/message', () => {
  it('allows three messages to a stranger before a reply, and any number after it', async () => {
    const [ada, bo] = await two();
    const { channel_id, message_id } = await open(ada, bo, { text: 'one' });
    expect(message_id).toMatch(/^[0-9a-f]{24}$/);
    await write(ada, channel_id, 'two');
    expect(await open(ada, bo, { text: 'three' })).toMatchObject({ is_new: false, ticket_number: '9' });
    await expect(write(ada, channel_id, 'four')).rejects.toEqual(refused(400403));
    expect((await read(ada, channel_id)).list).toMatchObject([
      { text: 'one', is_wave: 0 },
      { text: 'two', is_wave: 3 },
      { text: 'three', is_wave: 3 },
    ]);
    await unlock(bo, ada, channel_id);
    await write(bo, channel_id, 'yes?');
    for (const text of ['four', 'five']) await write(ada, channel_id, text);
    expect((await read(bo, channel_id)).list).toHaveLength(6);
    expect(await left(ada)).toMatchObject({ tickets: '9' });
  });

  it('stores a message with a client id once, whatever the id looks like', async () => {
    const [ada, bo] = await two();
    const { channel_id } = await open(ada, bo);
    for (const id of [randomUUID(), 'any text 鍵']) {
      const first = await write(ada, channel_id, 'once', id);
      expect((await write(ada, channel_id, 'once', id)).message).toEqual(first.message);
      await expect(write(ada, channel_id, 'something else', id)).rejects.toEqual(refused(400101));
    }
    expect((await read(ada, channel_id)).list).toHaveLength(2);
  });

  it('accepts a file, a place or a sticker, each with its required fields', async () => {
    const [ada, bo] = await two();
    await kith.befriend(ada, bo);
    const { channel_id, is_new } = await open(ada, bo);
    expect(is_new).toBe(false);
    const send = (more: object) => ada.api.channel.send({ channel_id: Number(channel_id), ...more });
    expect((await send({ type: 'image', media_id: 'a1.jpg' })).message).toMatchObject({
      type: 'image',
      media: { url: expect.stringMatching(/^http.*\/static\/chat\/[0-9a-f]{32}\/a1\.jpg$/) as string },
    });
    expect(
      (await send({ type: 'location', latitude: '25.03', longitude: '121.5', text: '臺北' })).message,
    ).toMatchObject({ type: 'location', media: { latitude: '25.03', longitude: '121.5', name: '臺北' } });
    expect((await send({ type: 'wave' })).message).toMatchObject({ type: 'wave', is_wave: 1 });
    await expect(send({ type: 'image' })).rejects.toThrow('必要參數未傳:media_id');
    await expect(send({})).rejects.toThrow('必要參數未傳:text');
    await expect(send({ type: 'location', latitude: '25' })).rejects.toThrow('必要參數未傳:longitude');
    await expect(send({ type: 'image', media_id: '../../x' })).rejects.toEqual(refused(400101));
    await expect(send({ type: 'location', latitude: '95', longitude: '1' })).rejects.toEqual(refused(400101));
  });
});

it('the first message contains no link and no phone number, unless the tenant allows them', async () => {
  const [ada, bo] = await two();
  for (const text of [
    'see https://a.example',
    'www.somewhere.else',
    'my-site.com!',
    'evil．com／x',
    'h t t p evil . com',
    'e v i l . c o m',
    'evil.xyz',
    'evil\u200B.com',
    'call 0912-345-678',
    '0912345678',
  ])
    await expect(open(ada, bo, { text }), text).rejects.toThrow('參數驗證錯誤:text => no_links');
  await expect(open(ada, bo, { is_wave: 2, text: 'a.example.com' })).rejects.toThrow('no_links');
  expect(await left(ada)).toEqual({ tickets: '10', keys: 3, superWaves: 1 });
  const { channel_id } = await open(ada, bo, { text: 'at 9 o’clock on 2026-11-26, v1.2 of it' });
  await changeSettings(kith, 1, { strangerLinks: true });
  await write(ada, channel_id, 'https://a.example');
  await changeSettings(kith, 1, { strangerLinks: false });
  await unlock(bo, ada, channel_id);
  await write(bo, channel_id, 'https://b.example');
  await write(ada, channel_id, 'https://c.example');
});

describe('refused channel requests', () => {
  it('writing to oneself, to nobody, to a hidden person, or to one who accepts no chats is refused and costs nothing', async () => {
    const [ada, bo] = await two();
    await expect(open(ada, ada)).rejects.toThrow('參數驗證錯誤:target_id => not_self');
    await expect(ada.api.channel.open({ target_id: 2147483647 })).rejects.toEqual(refused(400404));
    await bo.api.intro.set({ chat_status: 'no' });
    await expect(open(ada, bo, { is_wave: 1 })).rejects.toEqual(refused(400403));
    expect(await sendStatus(ada, bo)).toBe(2);
    await bo.api.intro.set({ chat_status: 'yes' });
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'ban' });
    await expect(open(ada, bo, { is_wave: 1 })).rejects.toEqual(refused(400404));
    await punish(kith, ada, 'bucket', 2);
    await expect(open(ada, bo, { is_wave: 1 })).rejects.toEqual(refused(400405));
    expect(await left(ada)).toEqual({ tickets: '10', keys: 3, superWaves: 1 });
    expect(await kith.sql('select from quota_ledger where account_id = $1', [ada.id])).toEqual([]);
  });

  it('a channel of other people is refused, an unknown one is not found, and a ban hides it', async () => {
    const [ada, bo] = await two();
    const cy = await kith.person('cy');
    const { channel_id } = await open(ada, bo, { is_wave: 1 });
    for (const act of [read, unlockOf(ada), (who: Person, id: string) => write(who, id, 'let me in')]) {
      await expect(act(cy, channel_id)).rejects.toEqual(refused(400403));
      await expect(act(cy, '2147483647')).rejects.toEqual(refused(400404));
    }
    await expect(unlock(bo, cy, channel_id)).rejects.toEqual(refused(400403));
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'ban' });
    for (const act of [read, unlockOf(ada), (who: Person, id: string) => write(who, id, 'hello?')])
      for (const who of [ada, bo]) await expect(act(who, channel_id)).rejects.toEqual(refused(400404));
    expect([await box(ada), await box(bo)]).toEqual([[], []]);
  });

  const unlockOf = (whom: Person) => (who: Person, channel_id: string) => unlock(who, whom, channel_id);
});

describe('quotas: GET /api/user_friendship/ticket_number and GET /api/user_friendship/stranger_key_number', () => {
  it("reset at the tenant's midnight; a person costs one ticket per day; the ledger records every change", async () => {
    const ada = await kith.person('ada');
    const others = await people(kith, 11);
    for (const [i, other] of others.slice(0, 10).entries())
      expect((await open(ada, other)).ticket_number).toBe(String(9 - i));
    await expect(open(ada, others[10]!)).rejects.toEqual(
      refused(400601, {
        status: 400,
        quota: { limit: 10, remaining: 0, resetAt: expect.any(String) as string },
      }),
    );
    const ledger = await kith.sql<{ left_before: number; left_after: number; target_id: number }>(
      'select quota, target_id, left_before, left_after from quota_ledger where account_id = $1 order by id',
      [ada.id],
    );
    expect(ledger).toEqual(
      others.slice(0, 10).map(({ id }, i) => ({
        quota: 'ticket',
        target_id: id,
        left_before: 10 - i,
        left_after: 9 - i,
      })),
    );
    expect(await open(ada, others[0]!)).toMatchObject({ is_new: false });
    const { reset_at } = await ada.api.user_friendship.ticket_number();
    kith.advance(24 * 3600 * 1000);
    expect(await ada.api.user_friendship.ticket_number()).toMatchObject({ ticket_number: '10', limit: 10 });
    expect((await ada.api.user_friendship.ticket_number()).reset_at > reset_at).toBe(true);
    expect(await open(ada, others[10]!)).toMatchObject({ is_new: true, ticket_number: '9' });
  });

  it('GET /api/user_friendship/standing shows what is left of each, when it returns, and the choices', async () => {
    const [ada, bo] = await two();
    const before = await ada.api.user_friendship.standing();
    expect(before).toMatchObject({
      age_status: 0,
      filter_sex_code: 'BOTH',
      chat_status: 'yes',
      hide_presence: 0,
      is_vip: false,
      plan_code: '',
      vip_until_ts: null,
      tickets: { limit: 10, remaining: 10 },
      stranger_keys: { limit: 3, remaining: 3 },
    });
    await open(ada, bo, { is_wave: 1 });
    await ada.api.intro.set({ chat_status: 'no', hide_presence: 1 });
    await ada.api.user_friendship.filter_sex_code({ sex_code: 'F' });
    expect(await ada.api.user_friendship.standing()).toMatchObject({
      filter_sex_code: 'F',
      chat_status: 'no',
      hide_presence: 1,
      tickets: { limit: 10, remaining: 9 },
      waves: { limit: 30, remaining: 29 },
      super_waves: { limit: 1, remaining: 1 },
    });
    kith.advance(24 * 3600 * 1000);
    await makeVip(kith, ada);
    const asVip = await ada.api.user_friendship.standing();
    expect(asVip).toMatchObject({
      is_vip: true,
      plan_code: 'VIP1',
      tickets: { limit: null, remaining: null },
    });
    expect(asVip.vip_until_ts).toBeGreaterThan(asVip.reset_ts);
    expect(asVip.reset_ts).toBe(before.reset_ts + 24 * 3600 * 1000);
  });

  it('delete ledger rows of half a year ago and keep those of today', async () => {
    const [ada, bo] = await two();
    await open(ada, bo, { is_wave: 1 });
    const lines = async () =>
      (await kith.sql('select from quota_ledger where account_id = $1', [ada.id])).length +
      (await kith.sql('select from quota_days where account_id = $1', [ada.id])).length;
    await sweep(kith.server.deps);
    expect(await lines()).toBe(4);
    for (const table of ['quota_ledger', 'quota_days'])
      await kith.sql(`update ${table} set day = day - 181 where account_id = $1`, [ada.id]);
    await sweep(kith.server.deps);
    expect(await lines()).toBe(0);
  });

  it('POST /api/user_friendship/stranger_key_number gives three keys a day; a refusal after that is not a server failure', async () => {
    const bo = await kith.person('bo');
    const senders = await people(kith, 4);
    const opened = await Promise.all(senders.map((who) => open(who, bo, { is_wave: 1 })));
    const answers = [];
    for (const [i, { channel_id }] of opened.entries())
      answers.push(await unlock(bo, senders[i]!, channel_id));
    expect(answers).toEqual([{ status: true }, { status: true }, { status: true }, { status: false }]);
    expect((await left(bo)).keys).toBe(-1);
    const last = opened[3]!.channel_id;
    expect(await read(bo, last)).toMatchObject({ is_show: false });
    const raw = await kith.ask('POST', '/api/user_friendship/stranger_key_number', {
      api_token: bo.token,
      user_id: bo.id,
      target_id: senders[3]!.id,
      channel_id: last,
    });
    expect(raw).toMatchObject({ status: 200, body: { code: 0, data: { status: false } } });
    expect(raw.body.message).toMatch(/\d{4}-\d\d-\d\d 00:00:00/);
  });

  it('are larger or unlimited for a VIP, who also reads without keys', async () => {
    const [ada, bo] = await two();
    await makeVip(kith, bo);
    expect(await left(bo)).toEqual({ tickets: '-1', keys: 999, superWaves: 5 });
    const { channel_id } = await open(ada, bo, { is_wave: 1, text: 'to a VIP' });
    expect(await read(bo, channel_id)).toMatchObject({ is_show: true, list: [{ text: 'to a VIP' }] });
    expect(await box(bo, 0)).toMatchObject([{ channel_id, is_friend: 0, is_show: true }]);
    expect(await sendStatus(bo, await kith.person('dee'))).toBe(1);
    await kith.sql('update entitlements set revoked_at = 1 where account_id = $1', [bo.id]);
    expect(await read(bo, channel_id)).toMatchObject({ is_show: false });
  });

  it('shrink after reports of enough weight; a spent quota returns when moderation bans the target', async () => {
    const [ada, bo] = await two();
    const reporters = await people(kith, 2);
    await kith.sql('update accounts set created_at = created_at - 800000000 where id = any($1)', [
      reporters.map(({ id }) => id),
    ]);
    for (const who of reporters)
      await who.api.chat.friendship_block({ target_id: ada.id, action: 'report', block_reason_id: 12 });
    expect((await left(ada)).tickets).toBe('2');
    await open(ada, bo, { is_wave: 1 });
    expect((await left(ada)).tickets).toBe('1');
    await punish(kith, bo, 'ban', 2);
    expect((await left(ada)).tickets).toBe('2');
    expect(
      await kith.sql(
        'select quota, refunded_at is not null as back from quota_ledger where account_id = $1 order by id',
        [ada.id],
      ),
    ).toEqual([
      { quota: 'ticket', back: true },
      { quota: 'wave', back: false },
    ]);
  });

  it('a returned quota leaves what staff gave', async () => {
    const [ada, bo] = await two();
    const owner = await makeStaff(kith, 'owner');
    const give = { id: ada.id, quota: 'ticket', amount: 5, reason: 'A gift.' } as const;
    await owner.ask('POST', '/admin/people/{id}/quotas', give);
    expect((await left(ada)).tickets).toBe('15');
    await open(ada, bo, { is_wave: 1 });
    expect((await left(ada)).tickets).toBe('14');
    await punish(kith, bo, 'ban', 2);
    expect((await left(ada)).tickets).toBe('15');
    await pardon(kith, bo, 'ban');
    await punish(kith, bo, 'ban', 2);
    expect((await left(ada)).tickets).toBe('15');
  });
});
