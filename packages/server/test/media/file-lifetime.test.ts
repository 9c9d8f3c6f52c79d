import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectFiles } from '@kith/core/media';
import type { BlobStore } from '@kith/core/ports';
import { makeFsBlobs } from '../../src/adapters/blobs/fs.js';
import { group, history, plainPasswords, say, tell, threePeople } from '../conversations/chatting.js';
import { useKith, type Kith, type Person } from '../harness/kith.js';
import { makeTenant } from '../im/operator.js';
import { aMinuteLater, sample, sendFile, served, settleFiles } from '../im/sent-files.js';

/** The blobs of the server, with a disk that can fail. */
let isDiskBroken = false;
const blobs: BlobStore = {
  put: (key, bytes) => disk().put(key, bytes),
  hasSpace: () => Promise.resolve(true),
  open: (key) => disk().open(key),
  move: (from, to) =>
    isDiskBroken ? Promise.reject(new Error('The disk is broken.')) : disk().move(from, to),
  remove: (key) => (isDiskBroken ? Promise.reject(new Error('The disk is broken.')) : disk().remove(key)),
};
const kith: Kith = useKith({ overrides: { ports: { passwords: plainPasswords, blobs } } });
const filesDir = () => join(kith.server.deps.config.dataDir, 'files');
const disk = () => makeFsBlobs(filesDir());

const DAY_MS = 24 * 3600_000;

const recall = (who: Person, list_id: string, msg_id: string) => who.im.message.withdraw({ list_id, msg_id });

describe('a file is deleted when nothing references it', () => {
  it.each(['image', 'video', 'voice', 'file'] as const)(
    'a %s is deleted with its message and its derived files; other files stay',
    async (kind) => {
      const { ada, bo, list_id } = await threePeople(kith);
      const [sent, neighbour] = [await sendFile(ada, list_id, kind), await sendFile(ada, list_id, kind)];
      expect(await served(kith, sent.paths)).toBe(sent.paths.length);
      await aMinuteLater(kith);
      expect(await served(kith, sent.paths)).toBe(sent.paths.length);
      await recall(ada, list_id, sent.message.msg.id);
      await aMinuteLater(kith);
      expect(await served(kith, sent.paths)).toBe(0);
      const stem = sent.name.split('.')[0]!;
      expect((await readdir(join(filesDir(), 'chat'))).filter((name) => name.startsWith(stem))).toEqual([]);
      expect(await served(kith, neighbour.paths)).toBe(neighbour.paths.length);
      expect(await history(bo, list_id)).toHaveLength(3);
    },
  );

  it('also when the message was burnt, the history destroyed, or all messages of a person recalled', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    const burning = await sendFile(ada, list_id, 'image', { yhjf: true });
    const kept = await sendFile(bo, list_id, 'image');
    const spam = [await sendFile(bo, club, 'image'), await sendFile(bo, club, 'file')];
    await bo.im.message.burnRead({ list_id, msg_id: burning.message.msg.id });
    await ada.im.message.withdraw({ list_id: club, type: 2, msg_id: String(bo.id) });
    await aMinuteLater(kith);
    expect(await served(kith, [...burning.paths, ...spam.flatMap(({ paths }) => paths)])).toBe(0);
    expect(await served(kith, kept.paths)).toBe(2);
    // Clearing one side keeps the file for the other.
    await ada.im.remove.del_log({ list_id, type: 1 });
    await bo.im.remove.del_all();
    await aMinuteLater(kith);
    expect(await served(kith, kept.paths)).toBe(2);
    await ada.im.remove.del_log({ list_id, type: 2 });
    await aMinuteLater(kith);
    expect(await served(kith, kept.paths)).toBe(0);
  });

  it('not while one message shows it, after any forwarding or resending', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(bo, cy);
    const { message, paths, name } = await sendFile(ada, list_id, 'image');
    await bo.im.message.zhuanMsg({ msgid: message.msg.id, list_id: withCy });
    const [forwarded] = (await history(cy, withCy)).slice(-1);
    const again = await tell(bo, withCy, 2, { url: '', full_url: `${list_id}/${name}` });
    const asPoster = await tell(bo, withCy, 3, { url: 'film.mp4', full_movie: `${list_id}/${name}` });
    await recall(ada, list_id, message.msg.id);
    for (const { msg } of [forwarded!, again, asPoster]) {
      await aMinuteLater(kith);
      expect(await served(kith, paths)).toBe(2);
      await recall(bo, withCy, msg.id);
    }
    await aMinuteLater(kith);
    expect(await served(kith, paths)).toBe(0);
  });

  it('not while a favourite or a sticker references it', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { message, paths } = await sendFile(ada, list_id, 'image');
    await bo.im.vendor.saveStore({ list_id, msg_id: message.msg.id });
    await bo.im.user.addFavor({ url: paths[0]! });
    await recall(ada, list_id, message.msg.id);
    await aMinuteLater(kith);
    expect(await served(kith, paths)).toBe(2);
    await bo.im.vendor.deleteStore({ id: (await bo.im.vendor.getUserStore()).data[0]!.id });
    await aMinuteLater(kith);
    expect(await served(kith, paths)).toBe(2);
    await bo.im.user.delFavor({ id: (await bo.im.user.myfavor())[0]!.id });
    await aMinuteLater(kith);
    expect(await served(kith, paths)).toBe(0);
  });

  it('a name in a text, in a file name, or in another tenant is no reference', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const tenant = await makeTenant(kith);
    const [eve, fay] = [await kith.person('eve', { tenant }), await kith.person('fay', { tenant })];
    const there = await kith.befriend(eve, fay);
    const { message, paths, name } = await sendFile(ada, list_id, 'image');
    await say(bo, list_id, `${list_id}/${name}`);
    await tell(bo, list_id, 11, { url: 'a.pdf', name });
    await tell(eve, there, 2, { url: name });
    await recall(ada, list_id, message.msg.id);
    await aMinuteLater(kith);
    expect(await served(kith, paths)).toBe(0);
  });

  it('an unsent upload is deleted after a day, and a sent one stays', async () => {
    const { ada, list_id } = await threePeople(kith);
    const unsent = await ada.im.upload.chat({ list_id }, await sample('video'));
    const late = await ada.im.upload.chat({ list_id }, await sample('file'));
    const sticker = await ada.im.upload.chat({ list_id }, await sample('image'));
    await ada.im.user.addFavor({ url: sticker.full_url });
    const sent = await sendFile(ada, list_id, 'image');
    kith.advance(DAY_MS - 60_000);
    await settleFiles(kith);
    expect(await served(kith, [unsent.full_url, unsent.full_movie, late.full_url])).toBe(3);
    await tell(ada, list_id, 11, { url: late.save_name, name: 'late.pdf' });
    await aMinuteLater(kith);
    expect(await served(kith, [unsent.full_url, unsent.full_movie])).toBe(0);
    expect(await served(kith, [late.full_url, sticker.full_url, ...sent.paths])).toBe(4);
    const [left] = await kith.sql('select count(*)::int as n from file_checks');
    expect(left).toEqual({ n: 0 });
  });
});

describe('no file is lost or left behind', () => {
  it('while pictures are recalled, they are forwarded, saved and made stickers: no message, favourite or sticker lacks its file', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(bo, cy);
    const sent = [];
    for (let i = 0; i < 25; i++) sent.push(await sendFile(ada, list_id, 'image'));
    // Files released long ago, so that each is examined at this moment.
    await kith.sql(
      `insert into file_checks (tenant_id, file_id, due_at) select tenant_id, file_id, 0 from files, generate_series(1, 4)`,
    );
    const looking = Array.from({ length: 20 }, () => settleFiles(kith));
    await Promise.allSettled([
      ...looking,
      ...sent.flatMap(({ message: { msg }, paths }, i) => [
        recall(ada, list_id, msg.id),
        ...(i % 3 === 0 ? [bo.im.message.zhuanMsg({ msgid: msg.id, list_id: withCy })] : []),
        ...(i % 3 === 1 ? [bo.im.vendor.saveStore({ list_id, msg_id: msg.id })] : []),
        ...(i % 3 === 2 ? [bo.im.user.addFavor({ url: paths[0]! })] : []),
      ]),
    ]);
    await aMinuteLater(kith);
    const names = [
      ...(await cy.im.get.chatData({ list_id: withCy })).list
        .filter((message) => message.type === 0)
        .map((message) => String(message.msg.content['url'])),
      ...(await bo.im.vendor.getUserStore()).data.map((row) => row.content.url),
      ...(await bo.im.user.myfavor()).map((row) => row.full_url.split('/').at(-1)!),
    ];
    expect(
      await served(
        kith,
        names.map((name) => `${list_id}/${name}`),
      ),
    ).toBe(names.length);
    const gone = sent.filter(({ name }) => !names.includes(name)).flatMap(({ paths }) => paths);
    expect(await served(kith, gone)).toBe(0);
  });

  it('an unreferenced file stays for a minute, for messages that are being sent', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { message, paths, name } = await sendFile(ada, list_id, 'image');
    await recall(ada, list_id, message.msg.id);
    await settleFiles(kith);
    expect(await served(kith, paths)).toBe(2);
    await tell(ada, list_id, 2, { url: name });
    await aMinuteLater(kith);
    expect(await served(kith, paths)).toBe(2);
  });

  it('a file in use is skipped until later, and blocks nothing', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { message, paths, name } = await sendFile(ada, list_id, 'image');
    await recall(ada, list_id, message.msg.id);
    const { db, ports, now } = kith.server.deps;
    kith.advance(61_000);
    await db.transaction().execute(async (tx) => {
      // The lock of storing a message with the file, before its commit.
      await tx.selectFrom('files').select('name').where('name', '=', name).forKeyShare().execute();
      await collectFiles({ db, blobs: ports.blobs, now });
      expect(await served(kith, paths)).toBe(2);
    });
    await settleFiles(kith);
    expect(await served(kith, paths)).toBe(0);
  });

  it('a failed deletion is retried, also by the next server', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { message, paths } = await sendFile(ada, list_id, 'video');
    await recall(ada, list_id, message.msg.id);
    kith.advance(61_000);
    isDiskBroken = true;
    const { db, ports, now } = kith.server.deps;
    await expect(collectFiles({ db, blobs: ports.blobs, now })).rejects.toThrow('The disk is broken.');
    expect(await served(kith, paths)).toBe(2);
    await kith.restart();
    isDiskBroken = false;
    await aMinuteLater(kith);
    expect(await served(kith, paths)).toBe(0);
  });

  it('a crash during an upload leaves a row that is cleaned up', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { save_name } = await ada.im.upload.chat({ list_id }, await sample('image'));
    await disk().remove(`chat/${save_name}`);
    kith.advance(DAY_MS + 60_000);
    await settleFiles(kith);
    expect(await kith.sql('select name from files where name = $1', [save_name])).toEqual([]);
  });
});
