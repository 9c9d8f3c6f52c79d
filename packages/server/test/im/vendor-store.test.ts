import { describe, expect, it } from 'vitest';
import type { TenantSettings } from '@kith/core/kernel';
import {
  group,
  history,
  plainPasswords,
  refused,
  say,
  tell,
  threePeople,
} from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { block, makeTenant } from './operator.js';
import { refused as refusedAs, says } from './refusals.js';
import { sendFile } from './sent-files.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const save = (who: Person, list_id: string, msg_id: string) =>
  who.im.vendor.saveStore({ list_id, type: 0, msg_id });
const kept = async (who: Person) => (await who.im.vendor.getUserStore()).data;

/** Two friends of a tenant with its own settings. */
async function friendsWith(settings: Partial<TenantSettings>) {
  const tenant = await makeTenant(kith, settings);
  const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
  return { ada, bo, list_id: await kith.befriend(ada, bo) };
}

describe('/im/vendor/saveStore', () => {
  it('keeps each kind of message with content, with its display data, and notifies nobody', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const text = await say(ada, list_id, '好的 😀');
    const image = await sendFile(ada, list_id, 'image');
    const voice = await sendFile(ada, list_id, 'voice');
    const video = await sendFile(ada, list_id, 'video');
    const file = await sendFile(ada, list_id, 'file');
    const socket = await bo.socket();
    await socket.settle();
    const before = socket.frames.length;
    for (const { msg } of [text, image.message, voice.message, video.message, file.message])
      await save(bo, list_id, msg.id);
    await socket.settle();
    expect(socket.frames).toHaveLength(before + 1);

    const nothing = { url: '', text: '', length: '', name: '', image: '' };
    const row = {
      id: expect.any(Number),
      saved_at: expect.any(Number),
      list_id,
      user_info: { nickname: 'ada' },
    };
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(await kept(bo)).toEqual([
      {
        ...row,
        type: 5,
        content_type: 11,
        content: { ...nothing, url: file.name, name: 'report.pdf', length: '1' },
        time,
      },
      {
        ...row,
        type: 1,
        content_type: 3,
        content: { ...nothing, url: video.name, image: video.name.replace('.mp4', '.jpg') },
        time,
      },
      { ...row, type: 2, content_type: 1, content: { ...nothing, url: voice.name, length: '00:03' }, time },
      { ...row, type: 3, content_type: 2, content: { ...nothing, url: image.name, image: image.name }, time },
      { ...row, type: 4, content_type: 0, content: { ...nothing, text: '好的 😀' }, time },
    ]);
    expect(await kept(ada)).toEqual([]);
    // The type of the message is the same in every profile, also as a filter.
    for (const { content_type } of await kept(bo)) {
      const { data, total } = await bo.im.vendor.getUserStore({ content_type });
      expect([total, data.map((one) => one.content_type)]).toEqual([1, [content_type]]);
    }

    // A text counts its bytes, a file its size on the server.
    const { list, info } = await bo.im.vendor.getStoreStatics();
    const bytes = 11 + image.sizeBytes + voice.sizeBytes + video.sizeBytes + file.sizeBytes;
    expect(list).toMatchObject({ c1: 1, c2: 1, c3: 1, c4: 1, c11: 1, s1: '11B', s2: `${image.sizeBytes}B` });
    expect(info.user_storge_count).toBe(5);
    expect((await bo.im.get.getUserInfo()).storge).toBe(bytes);
    expect((await bo.im.vendor.getUserStore()).info.user_info.storge).toBe(bytes);
    expect((await ada.im.get.getUserInfo({ user_id: bo.id })).storge).toBe(0);
  });

  it('ignores a size made up by the sender', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { message, sizeBytes } = await sendFile(ada, list_id, 'file', { length: 99_999_999 });
    await save(ada, list_id, message.msg.id);
    expect((await ada.im.vendor.getStoreStatics()).list.s11).toBe(`${sizeBytes}B`);
  });

  it('changes nothing for a repeat, also for fifty parallel calls', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { message, sizeBytes } = await sendFile(ada, list_id, 'image');
    await Promise.all(Array.from({ length: 50 }, () => save(bo, list_id, message.msg.id)));
    await save(bo, list_id, message.msg.id);
    expect(await kept(bo)).toHaveLength(1);
    expect((await bo.im.vendor.getStoreStatics()).info).toMatchObject({
      user_storge_count: 1,
      user_storge: `${sizeBytes}B`,
    });
  });

  it('keeps the favourite when the message is edited, recalled or destroyed, and when its owner leaves', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    const edited = await say(ada, list_id, 'first words');
    const recalled = await say(ada, list_id, 'hasty words');
    const destroyed = await say(ada, list_id, 'destroyed words');
    const left = await say(ada, club, 'words of the club');
    for (const { msg } of [edited, recalled, destroyed]) await save(bo, list_id, msg.id);
    await save(bo, club, left.msg.id);
    const before = await kept(bo);
    expect(before.map((row) => row.content.text)).toEqual([
      'words of the club',
      'destroyed words',
      'hasty words',
      'first words',
    ]);
    const v1 = await ada.v1();
    v1.send({ t: 'edit', to: list_id, id: edited.msg.id, content: { text: 'other words' } });
    await v1.next('ack');
    await ada.im.message.withdraw({ list_id, msg_id: recalled.msg.id });
    await ada.im.group.xiaoHuiMessage({ type: 0, list_id });
    await kith.sql('update members set left_at = 1 where account_id = $1', [bo.id]);
    expect(await kept(bo)).toEqual(before);
    await ada.im.set.setInfo({ type: 0, content: 'Ada L.' });
    expect((await kept(bo)).map((row) => row.user_info.nickname)).toEqual(Array(4).fill('Ada L.'));
  });

  it('keeps an anonymous message under the alias without revealing its author', async () => {
    const { ada, bo, cy } = await threePeople(kith);
    const club = await group(kith, [{ person: ada }, { person: bo }, { person: cy }]);
    await ada.im.message.nimingChange({ list_id: club, value: 1 });
    await bo.im.action.updateUserSayType({ list_id: club, status: 1 });
    const { msg } = await say(bo, club, 'psst');
    expect(msg.is_niming).toBe(1);
    await save(cy, club, msg.id);
    await save(bo, club, msg.id);
    for (const who of [cy, bo]) {
      const [row] = await kept(who);
      expect(row).toMatchObject({ content: { text: 'psst' }, user_info: { nickname: msg.user_info.name } });
    }
    const [stored] = await kith.sql('select sender_id from favourites where account_id = $1', [cy.id]);
    expect(stored).toEqual({ sender_id: 0 });
  });

  it('refuses messages without content of their own, and burn-after-read messages', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const last = async () => (await history(bo, list_id)).at(-1)!;
    await ada.im.message.sendCard({ users: [cy.id], list_id });
    const card = await last();
    await ada.im.vendor.sendChuoYiChuoMsg({ list_id });
    const poke = await last();
    const place = await tell(ada, list_id, 10, { latitude: 1, longitude: 2 });
    const call = await tell(ada, list_id, 15, { room: 1, type: 1 });
    const burning = await tell(ada, list_id, 0, { text: 'between us', yhjf: true });
    const burningPicture = await sendFile(ada, list_id, 'image', { yhjf: '1' });
    for (const { msg } of [card, poke, place, call, burning, burningPicture.message])
      for (const who of [ada, bo])
        await expect(save(who, list_id, msg.id), JSON.stringify(msg)).rejects.toMatchObject(
          refusedAs('not_savable'),
        );
    expect(await kept(bo)).toEqual([]);
    expect((await bo.im.vendor.getStoreStatics()).info.user_storge_count).toBe(0);
  });

  it('refuses messages that the caller cannot see, or no longer sees', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(ada, cy);
    const { msg } = await say(ada, list_id, 'hello');
    const gone = await say(ada, list_id, 'never mind');
    await ada.im.message.withdraw({ list_id, msg_id: gone.msg.id });
    const [line] = await history(bo, list_id);
    for (const [who, list, id] of [
      [cy, list_id, msg.id],
      [cy, withCy, msg.id],
      [ada, withCy, msg.id],
      [bo, list_id, gone.msg.id],
      [bo, list_id, line!.msg.id],
      [bo, list_id, 'f'.repeat(24)],
      [bo, list_id, 'x'],
      [bo, '0'.repeat(32), msg.id],
    ] as const)
      await expect(save(who, list, id)).rejects.toMatchObject(refused.notFound);
    await bo.im.remove.del_log({ list_id, type: 1 });
    await expect(save(bo, list_id, msg.id)).rejects.toMatchObject(refused.notFound);
    await save(ada, list_id, msg.id);
    expect(await kept(ada)).toHaveLength(1);
    expect(await kept(bo)).toEqual([]);
  });
});

describe('the limit of favourites', () => {
  it('is exact for a hundred parallel saves; the refusal states the number', async () => {
    const { ada, bo, list_id } = await friendsWith({ favouriteMaxCount: 60 });
    await Promise.all(Array.from({ length: 100 }, (_, i) => say(ada, list_id, `no ${i}`)));
    const ids = await kith.sql<{ id: string }>(
      `select lpad(to_hex(conversation_id), 16, '0') || lpad(to_hex(seq), 8, '0') as id
       from entries where kind = 'message' and tenant_id = $1`,
      [bo.tenant],
    );
    expect(ids).toHaveLength(100);
    const results = await Promise.allSettled(ids.map(({ id }) => save(bo, list_id, id)));
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refusals).toHaveLength(40);
    for (const refusal of refusals) expect(refusal).toMatchObject(says('空间已满：已用 60，上限 60'));
    const page = await bo.im.vendor.getUserStore();
    expect(page).toMatchObject({ total: 60, info: { user_storge_count: 60, max_count: 60 } });
    expect((await bo.im.vendor.getStoreStatics()).info).toMatchObject({ rate_2: 100, splus_count: '0' });
    const [row] = await kith.sql('select count(*)::int as n from favourites where account_id = $1', [bo.id]);
    expect(row).toEqual({ n: 60 });

    // After one deletion there is space for exactly one.
    await bo.im.vendor.deleteStore({ id: page.data[0]!.id });
    const again = await Promise.allSettled(ids.map(({ id }) => save(bo, list_id, id)));
    expect((await bo.im.vendor.getUserStore()).total).toBe(60);
    expect(again.filter((result) => result.status === 'fulfilled')).toHaveLength(60);
    // Another account has its own space.
    await save(ada, list_id, ids[0]!.id);
  });

  it('also covers bytes, exactly in parallel; each language states both figures', async () => {
    const { ada, list_id } = await friendsWith({ favouriteMaxBytes: 2000 });
    const ids: string[] = [];
    for (let i = 0; i < 12; i++)
      ids.push((await tell(ada, list_id, 0, { text: String(i).padEnd(300, '.') })).msg.id);
    await Promise.allSettled(ids.map((id) => save(ada, list_id, id)));
    const { info, list } = await ada.im.vendor.getStoreStatics();
    expect(info).toEqual({
      user_storge_count: 6,
      user_storge: '1.75KB',
      max_storge: 2000,
      max_count: 20_000,
      rate_1: 90,
      rate_2: 0,
      splus_storge: '200B',
      splus_count: '19994',
    });
    expect(list).toMatchObject({ s1: '1.75KB', c1: 6 });
    const { msg } = await tell(ada, list_id, 0, { text: 'x'.repeat(201) });
    const sentence = async (_locale: string) =>
      (await kith.post('/im/vendor/saveStore', { _token: ada.token, _locale, list_id, msg_id: msg.id })).body;
    expect(await sentence('zh-Hans')).toEqual({ err: 1, msg: '空间已满：已用 1.75KB，上限 1.95KB' });
    expect(await sentence('zh-Hant')).toEqual({ err: 1, msg: '空間已滿：已用 1.75KB，上限 1.95KB' });
    expect(await sentence('en')).toEqual({
      err: 1,
      msg: 'Storage is full: 1.75KB of 1.95KB used',
    });
    const small = await tell(ada, list_id, 0, { text: 'x'.repeat(200) });
    await save(ada, list_id, small.msg.id);
    expect((await ada.im.get.getUserInfo()).storge).toBe(2000);
  });

  it('keeps a correct count for a hundred parallel saves and deletions', async () => {
    const { ada, list_id } = await threePeople(kith);
    await Promise.all(Array.from({ length: 10 }, (_, i) => say(ada, list_id, `no ${i}`)));
    const ids = (await history(ada, list_id)).filter(({ type }) => type === 0).map(({ msg }) => msg.id);
    for (const id of ids.slice(0, 5)) await save(ada, list_id, id);
    const old = await kept(ada);
    await Promise.allSettled([
      ...old.flatMap(({ id }) => Array.from({ length: 10 }, () => ada.im.vendor.deleteStore({ id }))),
      ...ids.slice(5).flatMap((id) => Array.from({ length: 10 }, () => save(ada, list_id, id))),
    ]);
    const { total, info } = await ada.im.vendor.getUserStore();
    expect([total, info.user_storge_count, info.user_info.storge]).toEqual([5, 5, 5 * 4]);
  });
});

describe('/im/vendor/getUserStore and /im/vendor/getStoreStatics', () => {
  it('return pages of ten, newest first; the page is a text if it was requested as a text', async () => {
    const { ada, list_id } = await threePeople(kith);
    for (let i = 1; i <= 12; i++) await save(ada, list_id, (await say(ada, list_id, `no ${i}`)).msg.id);
    const first = await ada.im.vendor.getUserStore();
    expect(first).toMatchObject({ total: 12, per_page: 10, current_page: 1, last_page: 2 });
    expect(first.data.map((row) => row.content.text)).toEqual(
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((i) => `no ${i}`),
    );
    // The instant is the same for readers of all zones; `time` is written in that of the tenant.
    const age = Date.now() / 1000 - (first.data[0]?.saved_at ?? 0);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(600);
    const second = await ada.im.vendor.getUserStore({ page: 2 });
    expect(second).toMatchObject({ total: 12, current_page: '2', last_page: 2 });
    expect(second.data.map((row) => row.content.text)).toEqual(['no 2', 'no 1']);
    expect(await ada.im.vendor.getUserStore({ page: 3 })).toMatchObject({
      total: 12,
      current_page: 3,
      data: [],
    });
    await expect(ada.im.vendor.getUserStore({ page: 0 })).rejects.toMatchObject(refused.invalid('page'));
  });

  it("return the document's response for an account without favourites", async () => {
    const { ada } = await threePeople(kith);
    const { info, ...list } = await ada.im.vendor.getUserStore({ type: 1 });
    expect(list).toEqual({ total: 0, per_page: 10, current_page: 1, last_page: 0, data: [] });
    expect(info).toMatchObject({
      user_storge_count: 0,
      user_storge: '0B',
      max_count: 20_000,
      max_storge: '30GB',
      user_info: { id: ada.id, storge: 0, password: '' },
    });
    expect(await ada.im.vendor.getStoreStatics()).toEqual({
      list: { s1: '0B', c1: 0, s2: '0B', c2: 0, s3: '0B', c3: 0, s4: '0B', c4: 0, s11: '0B', c11: 0 },
      info: {
        user_storge_count: 0,
        user_storge: '0B',
        max_storge: 32_212_254_720,
        max_count: 20_000,
        rate_1: 0,
        rate_2: 0,
        splus_storge: '30GB',
        splus_count: '20000',
      },
    });
  });

  it.each([
    ['document', { video: 1, voice: 2, image: 3, text: 4, file: 5 }, [6, 11, -1]],
    ['uniapp', { text: 1, image: 2, voice: 3, video: 4, file: 11 }, [5, 10, -1]],
  ] as const)(
    'number the kinds as the profile %s does; the statistics have one numbering',
    async (imProfile, numbers, unknown) => {
      const { ada, list_id } = await friendsWith({ imProfile });
      const { msg } = await say(ada, list_id, 'hello');
      await save(ada, list_id, msg.id);
      for (const kind of ['video', 'voice', 'image', 'file'] as const)
        await save(ada, list_id, (await sendFile(ada, list_id, kind)).message.msg.id);
      expect((await ada.im.vendor.getUserStore({ type: 0 })).total).toBe(5);
      for (const type of Object.values(numbers)) {
        const { total, data, info } = await ada.im.vendor.getUserStore({ type });
        expect([total, data.map((row) => row.type), info.user_storge_count]).toEqual([1, [type], 5]);
      }
      const [text] = (await ada.im.vendor.getUserStore({ type: numbers.text })).data;
      expect(text?.content.text).toBe('hello');
      for (const type of unknown)
        await expect(ada.im.vendor.getUserStore({ type })).rejects.toMatchObject(refused.invalid('type'));
      expect((await ada.im.vendor.getStoreStatics()).list).toMatchObject({
        s1: '5B',
        c1: 1,
        c2: 1,
        c3: 1,
        c4: 1,
        c11: 1,
      });
    },
  );
});

describe('/im/vendor/deleteStore', () => {
  it('deletes a favourite of the caller, frees its space, and refuses others', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { msg } = await say(ada, list_id, 'hello');
    await save(ada, list_id, msg.id);
    await save(bo, list_id, msg.id);
    const [mine] = await kept(bo);
    await expect(ada.im.vendor.deleteStore({ id: mine!.id })).rejects.toMatchObject(refused.notFound);
    await bo.im.vendor.deleteStore({ id: mine!.id });
    await expect(bo.im.vendor.deleteStore({ id: mine!.id })).rejects.toMatchObject(refused.notFound);
    expect(await bo.im.vendor.getUserStore()).toMatchObject({
      total: 0,
      info: { user_storge_count: 0, user_storge: '0B' },
    });
    expect(await kept(ada)).toHaveLength(1);
    await save(bo, list_id, msg.id);
    expect((await bo.im.get.getUserInfo()).storge).toBe(5);
  });
});

describe('/im/vendor/transMsg', () => {
  it('sends a favourite as a message of the sender, also when the saved message is gone', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(bo, cy);
    const sent = await sendFile(ada, list_id, 'video', { length: '00:07' });
    await save(bo, list_id, sent.message.msg.id);
    await ada.im.message.withdraw({ list_id, msg_id: sent.message.msg.id });
    const [socket, stranger] = [await cy.socket(), await ada.socket()];
    const [{ id: trans_id } = { id: 0 }] = await kept(bo);
    await bo.im.vendor.transMsg({ list_id: withCy, trans_id });
    const { list_id: to, data } = await socket.next('chatData');
    expect([to, data.msg.user_info.uid, data.msg.type]).toEqual([withCy, bo.id, 3]);
    // The file is the same, under the conversation that shows it now.
    const { full_url, full_movie, ...rest } = sent.message.msg.content;
    const moved = [full_url, full_movie].map((path) => String(path).replace(list_id, withCy));
    expect(data.msg.content).toEqual({ ...rest, full_url: moved[0], full_movie: moved[1] });
    await stranger.settle();
    expect(stranger.frames.filter((frame) => frame.action === 'chatData')).toEqual([]);
  });

  it('follows every rule for messages', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const { msg } = await say(ada, list_id, 'hello');
    await save(ada, list_id, msg.id);
    const [{ id: trans_id } = { id: 0 }] = await kept(ada);
    const send = (to = list_id, who = ada) => who.im.vendor.transMsg({ list_id: to, trans_id });
    await expect(send(list_id, bo)).rejects.toMatchObject(refused.notFound);
    await expect(send(await kith.befriend(bo, cy))).rejects.toMatchObject(refused.notFound);
    await block(kith, bo, ada);
    await expect(send()).rejects.toMatchObject(refused.blocked);
    await kith.sql('delete from blocks where account_id = $1', [bo.id]);
    const club = await group(kith, [{ person: bo, role: 'owner' }, { person: ada }]);
    await kith.sql('update members set muted_until = 4000000000000 where account_id = $1 and role = $2', [
      ada.id,
      'member',
    ]);
    await expect(send(club)).rejects.toMatchObject(refused.muted);
    await kith.sql('update members set muted_until = null where account_id = $1', [ada.id]);
    await send(club);
    await bo.im.remove.friend({ user_id: ada.id });
    await expect(send()).rejects.toMatchObject(refused.notFriends);
    expect((await history(bo, list_id)).filter(({ type }) => type === 0)).toHaveLength(1);
    await ada.im.vendor.deleteStore({ id: trans_id });
    await expect(send(club)).rejects.toMatchObject(refused.notFound);
  });
});
