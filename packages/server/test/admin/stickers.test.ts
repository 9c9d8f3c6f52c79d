import { beforeEach, expect, it } from 'vitest';
import { history, refused, tell, threePeople } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant } from '../im/operator.js';
import { aMinuteLater, sample, served, settleFiles } from '../im/sent-files.js';
import { halves } from '../media/samples.js';

const kith = useKith();
let mei: Staff;
beforeEach(async () => {
  await kith.sql('delete from offered_stickers');
  mei = await makeStaff(kith, 'editor');
});

const drawn = async () => Buffer.from((await sample('image')).bytes as Uint8Array).toString('base64');
const add = async (names: { en?: string; 'zh-Hans'?: string } = {}) =>
  mei.ask('POST', '/admin/content/stickers', { picture: await drawn(), names });
/** Sends the first offered sticker as existing clients send their own. */
async function send(who: Person, list_id: string) {
  const [first] = await who.im.user.offeredStickers();
  const full_url = first!.full_url.replace('/static/chat/', '');
  return { full_url, message: await tell(who, list_id, 2, { url: full_url, full_url, w: 40, h: 20 }) };
}

it('POST /admin/content/stickers offers what GET /admin/content/stickers and /im/user/offeredStickers list', async () => {
  const { ada, list_id } = await threePeople(kith);
  const [wave, plain] = [await add({ en: ' Wave ', 'zh-Hans': '挥手' }), await add()];
  const rows = await mei.ask('GET', '/admin/content/stickers');
  expect(rows.map(({ id, version, names }) => ({ id, version, names }))).toEqual([
    { ...wave, names: { en: 'Wave', 'zh-Hans': '挥手' } },
    { ...plain, names: {} },
  ]);
  const offered = await ada.im.user.offeredStickers();
  expect(offered).toEqual([
    { full_url: rows[0]!.url, name: '挥手' },
    { full_url: rows[1]!.url, name: '' },
  ]);
  const { full_url, message } = await send(ada, list_id);
  expect(await served(kith, [full_url])).toBe(1);
  // The message names its own conversation, like every picture.
  const [, name] = full_url.split('/');
  expect(message.msg.content).toMatchObject({ full_url: `${list_id}/${name}` });
  // What was never seen in a conversation has none to be saved from; what was sent can be saved.
  const unseen = offered[1]!.full_url;
  await expect(ada.im.user.addFavor({ url: unseen })).rejects.toMatchObject(refused.notFound);
  await ada.im.user.addFavor({ url: full_url });
  expect(await ada.im.user.myfavor()).toHaveLength(1);
});

it('PUT /admin/content/stickers/{id} names one, and a stale version is refused, as is what is no picture', async () => {
  const { id, version } = await add();
  const saved = await mei.ask('PUT', '/admin/content/stickers/{id}', { id, version, names: { en: 'Tea' } });
  expect(saved).toEqual({ version: version + 1 });
  for (const stale of [
    () => mei.ask('PUT', '/admin/content/stickers/{id}', { id, version, names: {} }),
    () => mei.ask('DELETE', '/admin/content/stickers/{id}', { id, version }),
  ])
    await expect(stale()).rejects.toMatchObject({ code: 'stale' });
  for (const bytes of ['no picture', '<svg xmlns="http://www.w3.org/2000/svg"/>', '%PDF-1.7\n'])
    await expect(
      mei.ask('POST', '/admin/content/stickers', {
        picture: Buffer.from(bytes).toString('base64'),
        names: {},
      }),
    ).rejects.toMatchObject({ code: 'unsupported_media' });
  const cut = (await halves(400, 400).png().toBuffer()).subarray(0, 200).toString('base64');
  await expect(mei.ask('POST', '/admin/content/stickers', { picture: cut, names: {} })).rejects.toMatchObject(
    { code: 'unsupported_media' },
  );
  const log = await kith.sql(
    `select action, before, after from audit_log where object_kind = 'sticker' and object_id = $1 order by id`,
    [String(id)],
  );
  expect(log).toEqual([
    { action: 'content.addSticker', before: null, after: { names: {} } },
    { action: 'content.saveSticker', before: { names: {} }, after: { names: { en: 'Tea' } } },
  ]);
});

it('after DELETE /admin/content/stickers/{id} messages keep the picture, nobody else can send it, and it ends with the last', async () => {
  const { ada, bo, cy, list_id } = await threePeople(kith);
  const withCy = await kith.befriend(bo, cy);
  const seen = await add();
  const { full_url, message } = await send(ada, list_id);
  await mei.ask('DELETE', '/admin/content/stickers/{id}', seen);
  expect(await ada.im.user.offeredStickers()).toEqual([]);
  await aMinuteLater(kith);
  expect(await served(kith, [full_url])).toBe(1);
  // Bo sees the message, so he may send it on; cy has never seen it.
  await tell(bo, withCy, 2, { url: full_url, full_url });
  await bo.im.message.withdraw({ list_id: withCy, msg_id: (await history(bo, withCy)).at(-1)!.msg.id });
  const withAda = await kith.befriend(cy, ada);
  await expect(tell(cy, withAda, 2, { url: full_url, full_url })).rejects.toMatchObject(refused.notFound);
  await ada.im.message.withdraw({ list_id, msg_id: message.msg.id });
  await aMinuteLater(kith);
  expect(await served(kith, [full_url])).toBe(0);
  const unsent = await add();
  const [row] = await mei.ask('GET', '/admin/content/stickers');
  kith.advance(2 * 24 * 3600_000);
  await settleFiles(kith);
  mei = await makeStaff(kith, 'editor');
  const path = row!.url.replace('/static/chat/', '');
  expect(await served(kith, [path])).toBe(1);
  await mei.ask('DELETE', '/admin/content/stickers/{id}', unsent);
  await aMinuteLater(kith);
  expect(await served(kith, [path])).toBe(0);
});

it('a sticker of another tenant is offered, sent and changed there only', async () => {
  const { ada, list_id } = await threePeople(kith);
  const tenant = await makeTenant(kith);
  const there = await makeStaff(kith, 'editor', { tenant });
  const [eve, fay] = [await kith.person('eve', { tenant }), await kith.person('fay', { tenant })];
  const seen = await add();
  expect(await eve.im.user.offeredStickers()).toEqual([]);
  const { full_url } = await send(ada, list_id);
  const between = await kith.befriend(eve, fay);
  await tell(eve, between, 2, { url: full_url, full_url });
  expect(
    await kith.sql('select count(*)::int as n from message_files where tenant_id = $1', [tenant]),
  ).toEqual([{ n: 0 }]);
  for (const change of [
    () => there.ask('PUT', '/admin/content/stickers/{id}', { ...seen, names: {} }),
    () => there.ask('DELETE', '/admin/content/stickers/{id}', seen),
  ])
    await expect(change()).rejects.toMatchObject({ code: 'not_found' });
});

it('PUT /admin/content/sticker-order moves them, refused if somebody else was faster; there are at most 120', async () => {
  const seen = [(await add()).id, (await add()).id];
  const ids = seen.toReversed();
  const both = await Promise.allSettled(
    [1, 2].map(() => mei.ask('PUT', '/admin/content/sticker-order', { seen, ids })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await mei.ask('GET', '/admin/content/stickers')).map(({ id }) => id)).toEqual(ids);
  await kith.sql(
    `with stored as (
       insert into files (tenant_id, name, family, mime, original_name, size_bytes, created_at)
       select 1, md5(n::text) || '.png', 'image', 'image/png', '', 1, 1 from generate_series(1, 117) n returning file_id
     )
     insert into offered_stickers (tenant_id, file_id, names, sort, written_by, changed_at)
     select 1, file_id, '{}', 0, 'kith', 1 from stored`,
  );
  const last = await Promise.allSettled([add(), add()]);
  expect(last.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(last.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'too_large' } });
});
