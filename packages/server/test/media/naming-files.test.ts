import { describe, expect, it } from 'vitest';
import { history, plainPasswords, refused, tell, threePeople } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { block } from '../im/operator.js';
import { aMinuteLater, sample, sendFile, served, type Sent } from '../im/sent-files.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const recall = (who: Person, list_id: string, { message }: Sent) =>
  who.im.message.withdraw({ list_id, msg_id: message.msg.id });

/** Every way to reference a stored file, by the name or by the address; each rejects when it is refused. */
const ways: Readonly<Record<string, (who: Person, list_id: string, sent: Sent) => Promise<unknown>>> = {
  'a picture by its name': (who, list_id, { name }) => tell(who, list_id, 2, { url: name }),
  'a picture by its address': (who, list_id, { paths }) =>
    tell(who, list_id, 2, { url: '', full_url: paths[0] }),
  'a picture by its thumbnail': (who, list_id, { paths }) =>
    tell(who, list_id, 2, { url: 'a.png', save_pic_path: paths[1] }),
  'a file': (who, list_id, { name }) => tell(who, list_id, 11, { url: name, name: 'a.png' }),
  'a voice message': (who, list_id, { name }) => tell(who, list_id, 1, { url: name, length: '1' }),
  'the still of a film': (who, list_id, { name }) =>
    tell(who, list_id, 3, { url: 'film.mp4', full_movie: `${list_id}/${name}` }),
  'a message to several': (who, list_id, { name }) =>
    who.im.message.textMsgs({ list_ids: [list_id], content_type: 2, content: { url: name } }),
  'a message over kith.v1': async (who, list_id, { name }) => {
    const socket = await who.v1();
    const cid = crypto.randomUUID();
    socket.send({ t: 'send', to: list_id, cid, type: 2, content: { url: name } });
    const answer = await socket.take(({ t }) => t === 'ack' || t === 'nack', 'an answer');
    socket.close();
    if (answer.t === 'nack') throw Object.assign(new Error('内容不存在'), { err: 1 });
  },
  'a message in a channel': async (who, list_id, { name }) => {
    const [row] = await kith.sql<{ id: string }>('select id from conversations where list_id = $1::uuid', [
      list_id,
    ]);
    await who.api.channel
      .send({ channel_id: Number(row!.id), type: 'image', media_id: name })
      .catch((error: { code?: number }) => {
        expect(error.code).toBe(400404);
        throw Object.assign(new Error('内容不存在'), { err: 1 });
      });
  },
  'a sticker': (who, _, { paths }) => who.im.user.addFavor({ url: paths[0]! }),
};

describe.each(Object.entries(ways))('%s', (_name, name) => {
  it('cannot keep a burn-after-read, burnt or recalled picture', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(bo, cy);
    const [burning, plain, foreign] = [
      await sendFile(ada, list_id, 'image', { yhjf: true }),
      await sendFile(ada, list_id, 'image'),
      await sendFile(ada, list_id, 'image'),
    ];
    const ours = [...burning.paths, ...plain.paths];
    await expect(name(bo, withCy, burning)).rejects.toMatchObject(refused.notFound);
    // An account that has never seen it cannot reference it either.
    await expect(name(cy, withCy, foreign)).rejects.toMatchObject(refused.notFound);
    await bo.im.message.burnRead({ list_id, msg_id: burning.message.msg.id });
    await recall(ada, list_id, plain);
    await expect(name(bo, withCy, burning)).rejects.toMatchObject(refused.notFound);
    await expect(name(bo, withCy, plain)).rejects.toMatchObject(refused.notFound);
    await aMinuteLater(kith);
    expect(await served(kith, ours)).toBe(0);
    expect((await history(cy, withCy)).filter(({ type }) => type === 0)).toEqual([]);
    // A visible picture can be referenced, and stays as long as the reference.
    await name(bo, withCy, foreign);
    await recall(ada, list_id, foreign);
    await aMinuteLater(kith);
    expect(await served(kith, foreign.paths)).toBe(2);
  });
});

describe('permission to reference a stored file', () => {
  it('belongs to the uploader, to accounts with it as a favourite or sticker, and to accounts that see it; not after clearing or separation', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(bo, cy);
    const send = (who: Person, { name }: Sent) => tell(who, withCy, 2, { url: name });
    const [kept, stuck, lost] = [
      await sendFile(ada, list_id, 'image'),
      await sendFile(ada, list_id, 'image'),
      await sendFile(ada, list_id, 'image'),
    ];
    const { save_name } = await bo.im.upload.chat({ list_id }, await sample('image'));
    await tell(bo, withCy, 2, { url: save_name });
    await bo.im.vendor.saveStore({ list_id, msg_id: kept.message.msg.id });
    await bo.im.user.addFavor({ url: stuck.paths[0]! });
    await recall(ada, list_id, kept);
    await recall(ada, list_id, stuck);
    await send(bo, kept);
    await send(bo, stuck);
    await block(kith, ada, bo);
    await expect(send(bo, lost)).rejects.toMatchObject(refused.notFound);
    await kith.sql('delete from blocks where account_id = $1', [ada.id]);
    await send(bo, lost);
    await bo.im.message.withdraw({ list_id: withCy, type: 2, msg_id: String(bo.id) });
    await bo.im.remove.del_log({ list_id, type: 1 });
    await expect(send(bo, lost)).rejects.toMatchObject(refused.notFound);
  });

  it('is decided when the message is stored: a picture that is recalled at the same moment is kept by the message or not at all', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(bo, cy);
    const sent = [];
    for (let i = 0; i < 20; i++) sent.push(await sendFile(ada, list_id, 'image'));
    const named = await Promise.all(
      sent.map(async (one, i) => {
        const taken = recall(ada, list_id, one);
        const naming = tell(bo, withCy, 2, { url: one.name }).then(
          () => true,
          () => false,
        );
        if (i % 2) await taken;
        const [isNamed] = await Promise.all([naming, taken]);
        return isNamed;
      }),
    );
    await aMinuteLater(kith);
    for (const [i, { paths }] of sent.entries()) expect(await served(kith, paths)).toBe(named[i] ? 2 : 0);
  });

  it('a group photo is no way to keep a picture: one that will be burnt is refused', async () => {
    const { ada, bo } = await threePeople(kith);
    const { list_id } = await ada.im.message.addGroup({ users: [bo.id], name: 'us' });
    await ada.im.vendor.editChange({ list_id, value: 1 });
    const burning = await sendFile(ada, list_id, 'image', { yhjf: true });
    const plain = await sendFile(ada, list_id, 'image');
    const set = (content: string) => bo.im.message.setGroupData({ list_id, type: 'avatar', content });
    await expect(set(burning.paths[0]!)).rejects.toMatchObject(refused.notFound);
    await set(plain.paths[0]!);
  });
});
