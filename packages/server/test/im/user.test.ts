import { describe, expect, it } from 'vitest';
import { group, plainPasswords, refused, threePeople } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant } from './operator.js';
import { says } from './refusals.js';
import { sample, sendFile, type Sent } from './sent-files.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const stickers = async (who: Person) => (await who.im.user.myfavor()).map((row) => row.full_url);
const add = (who: Person, url: string) => who.im.user.addFavor({ url });

describe('/im/user/addFavor and /im/user/myfavor', () => {
  it('make a sticker of a received picture; its address serves the picture', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    expect((await kith.post('/im/user/myfavor', { _token: bo.token })).text).toBe('[]');
    const { paths, name } = await sendFile(ada, list_id, 'image');
    await add(bo, paths[0]!);
    const [row, ...others] = await bo.im.user.myfavor();
    expect([row, others]).toEqual([
      { id: expect.any(Number), full_url: `/static/chat/${list_id}/${name}` },
      [],
    ]);
    const picture = await fetch(`${kith.url}${row?.full_url}`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(await stickers(ada)).toEqual([]);
  });

  it('accept the address in every form that clients use, and each picture once', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { name } = await sendFile(ada, list_id, 'image');
    const forms = [
      name,
      name.replace('.png', '_thumb.png'),
      `${list_id}/${name}`,
      `${list_id.toUpperCase()}/${name}`,
      `/static/chat/${list_id}/${name}`,
      `//static//chat/${list_id}/${name}?_=0.1#x`,
      `static/chat/${list_id}/${name}`,
      `${kith.url}/static/chat/${list_id}/${name}`,
      `https://127.0.0.1/static/chat/${list_id}/${name}?_=1`,
    ];
    for (const url of forms) await add(bo, url);
    await Promise.all(Array.from({ length: 50 }, (_, i) => add(bo, forms[i % forms.length]!)));
    expect(await stickers(bo)).toEqual([`/static/chat/${list_id}/${name}`]);
    const [usage] = await kith.sql('select stickers from favourite_usage where account_id = $1', [bo.id]);
    expect(usage).toEqual({ stickers: 1 });
  });

  it('refuse another host and an address that is not of a chat file', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { name } = await sendFile(ada, list_id, 'image');
    for (const url of [
      `https://elsewhere.example/static/chat/${list_id}/${name}`,
      `http://127.0.0.1.elsewhere.example/static/chat/${list_id}/${name}`,
      `http://127.0.0.1@elsewhere.example/static/chat/${list_id}/${name}`,
      `//elsewhere.example/static/chat/${list_id}/${name}`,
      `ftp://127.0.0.1/static/chat/${list_id}/${name}`,
      `http://`,
      `/static/photo/user/${ada.id}/300.jpg`,
      `/static/chat/${list_id}/x/${name}`,
      `/static/chat/../${name}`,
      `/static/chat/`,
      '/',
    ])
      await expect(add(ada, url), url).rejects.toMatchObject(refused.invalid('url'));
    expect(await stickers(ada)).toEqual([]);
  });

  it('accept only a picture that the caller can see', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: cy }]);
    const here = await sendFile(ada, list_id, 'image');
    const inClub = await sendFile(ada, club, 'image');
    const burning = await sendFile(ada, list_id, 'image', { yhjf: true });
    const unsent = await ada.im.upload.chat({ list_id }, await sample('image'));
    const digit = here.name.startsWith('0') ? '1' : '0';
    for (const [who, url] of [
      [cy, here.paths[0]!],
      [cy, `${club}/${here.name}`],
      [bo, inClub.paths[0]!],
      [bo, burning.paths[0]!],
      [bo, unsent.full_url],
      [bo, `${list_id}/${digit}${here.name.slice(1)}`],
      [bo, (await sendFile(ada, list_id, 'file')).paths[0]!],
      [bo, (await sendFile(ada, list_id, 'video')).paths[0]!],
    ] as const)
      await expect(add(who, url), url).rejects.toMatchObject(refused.notFound);
    await add(cy, inClub.paths[0]!);
    await kith.sql('update members set left_at = 1 where account_id = $1', [cy.id]);
    await add(cy, inClub.paths[0]!);
    await cy.im.user.delFavor({ id: (await cy.im.user.myfavor())[0]!.id });
    await expect(add(cy, inClub.paths[0]!)).rejects.toMatchObject(refused.notFound);
    await bo.im.remove.del_log({ list_id, type: 1 });
    await expect(add(bo, here.paths[0]!)).rejects.toMatchObject(refused.notFound);
    // The caller's upload is always visible, sent or not.
    await add(ada, unsent.full_url);
    await add(ada, burning.paths[0]!);
    expect(await stickers(ada)).toHaveLength(2);
  });

  it("accept a picture of the caller's favourites, and a forwarded one under its new conversation", async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(bo, cy);
    const { message, name, paths } = await sendFile(ada, list_id, 'image');
    await bo.im.vendor.saveStore({ list_id, msg_id: message.msg.id });
    await bo.im.message.zhuanMsg({ msgid: message.msg.id, list_id: withCy });
    await ada.im.message.withdraw({ list_id, msg_id: message.msg.id });
    await add(cy, `${withCy}/${name}`);
    expect(await stickers(cy)).toEqual([`/static/chat/${withCy}/${name}`]);
    await bo.im.remove.del_all();
    await add(bo, paths[0]!);
    expect(await stickers(bo)).toEqual([`/static/chat/${list_id}/${name}`]);
  });

  it('refuse pictures of another tenant', async () => {
    const tenant = await makeTenant(kith);
    const { ada, list_id } = await threePeople(kith);
    const [eve, fay] = [await kith.person('eve', { tenant }), await kith.person('fay', { tenant })];
    const there = await kith.befriend(eve, fay);
    const { paths, name } = await sendFile(ada, list_id, 'image');
    // Also when a message of that tenant names it.
    await fay.im.message.textMsg({ list_id: there, content_type: 2, content: { url: name } });
    for (const url of [paths[0]!, `${there}/${name}`])
      await expect(add(eve, url)).rejects.toMatchObject(refused.notFound);
  });

  it("keep at most the tenant's number, for any number of parallel calls", async () => {
    const tenant = await makeTenant(kith, { stickerMaxCount: 3 });
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    const list_id = await kith.befriend(ada, bo);
    const sent: Sent[] = [];
    for (let i = 0; i < 6; i++) sent.push(await sendFile(ada, list_id, 'image'));
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => add(bo, sent[i % 6]!.paths[0]!)),
    );
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(await stickers(bo)).toHaveLength(3);
    expect(refusals).toHaveLength(30);
    for (const refusal of refusals) expect(refusal).toMatchObject(says('空间已满：已用 3，上限 3'));
    const [first] = await bo.im.user.myfavor();
    await bo.im.user.delFavor({ id: first!.id });
    await Promise.allSettled(sent.map(({ paths }) => add(bo, paths[0]!)));
    expect(await stickers(bo)).toHaveLength(3);
  });
});

describe('/im/user/delFavor', () => {
  it('removes a sticker of the caller, and no other', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const [one, two] = [await sendFile(ada, list_id, 'image'), await sendFile(ada, list_id, 'image')];
    for (const { paths } of [one, two]) await add(bo, paths[0]!);
    const [newest, oldest] = await bo.im.user.myfavor();
    expect([newest?.full_url, oldest?.full_url]).toEqual(
      [two, one].map(({ paths }) => `/static/chat/${paths[0]}`),
    );
    await expect(ada.im.user.delFavor({ id: newest!.id })).rejects.toMatchObject(refused.notFound);
    await bo.im.user.delFavor({ id: newest!.id });
    await expect(bo.im.user.delFavor({ id: newest!.id })).rejects.toMatchObject(refused.notFound);
    expect(await bo.im.user.myfavor()).toEqual([oldest]);
  });
});
