import { describe, expect, it } from 'vitest';
import { plainPasswords, refused, say, tell, texts, threePeople } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const picture = (who: Person, list_id: string, url: string) => tell(who, list_id, 2, { url, w: 1, h: 1 });
const file = (who: Person, list_id: string, name: string) =>
  tell(who, list_id, 11, { url: 'f.bin', name, length: 1 });

describe('/im/image/list', () => {
  it('returns the pictures of a conversation, oldest first, without deleted ones', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const one = await picture(ada, list_id, 'one.jpg');
    await say(ada, list_id, 'not a picture');
    await file(ada, list_id, 'neither.jpg');
    const two = await picture(bo, list_id, 'two.png');
    const gone = await picture(bo, list_id, 'gone.png');
    await bo.im.message.withdraw({ list_id, msg_id: gone.msg.id });
    const listed = [one, two].map(({ msg }) => ({
      id: msg.id,
      url: `${list_id}/${String(msg.content['url'])}`,
      time: msg.time,
    }));
    expect(await ada.im.image.list({ list_id: list_id.toUpperCase() })).toEqual(listed);
    await expect(cy.im.image.list({ list_id })).rejects.toMatchObject(refused.notFound);
    await bo.im.remove.del_log({ list_id, type: 1 });
    expect(await bo.im.image.list({ list_id })).toEqual([]);
    expect(await ada.im.image.list({ list_id })).toEqual(listed);
  });
});

describe('/im/get/filelist', () => {
  it('returns the files of a conversation, newest first, found by a part of the name', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const names = ['report 2025.pdf', '年度报告.docx', '100%_done.txt', 'Report.PDF'];
    const sent = new Map<string, string>();
    for (const name of names) sent.set(name, (await file(ada, list_id, name)).msg.id);
    await picture(ada, list_id, 'report.jpg');
    const find = async (searchkey?: string) =>
      (
        await bo.im.get.filelist({
          list_id: list_id.toUpperCase(),
          ...(searchkey !== undefined && { searchkey }),
        })
      ).data;
    expect(await find()).toEqual(
      names.toReversed().map((filename) => ({ id: sent.get(filename), url: `${list_id}/f.bin`, filename })),
    );
    const found = async (text: string) => (await find(text)).map((row) => row.filename);
    expect(await found('report')).toEqual(['Report.PDF', 'report 2025.pdf']);
    expect(await found(' 报告 ')).toEqual(['年度报告.docx']);
    expect(await found('%')).toEqual(['100%_done.txt']);
    expect(await found('_')).toEqual(['100%_done.txt']);
    expect(await found('\\')).toEqual([]);
    expect(await found("' or 1=1 --")).toEqual([]);
    expect(await found('')).toHaveLength(4);
    await expect(cy.im.get.filelist({ list_id })).rejects.toMatchObject(refused.notFound);
  });

  it('lists a file without a name under its address', async () => {
    const { ada, list_id } = await threePeople(kith);
    await tell(ada, list_id, 11, { url: 'plain.bin' });
    expect((await ada.im.get.filelist({ list_id })).data).toMatchObject([{ filename: 'plain.bin' }]);
    await tell(ada, list_id, 11, { full_url: 'f00d/full.bin', name: 7 });
    expect((await ada.im.get.filelist({ list_id })).data[0]).toMatchObject({
      url: 'f00d/full.bin',
      filename: '7',
    });
  });
});

describe('/im/set/filedel', () => {
  it('recalls a file of the caller for both sides', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await file(ada, list_id, 'draft.txt');
    await file(ada, list_id, 'final.txt');
    const socket = await bo.socket();
    const draft = (await ada.im.get.filelist({ list_id })).data.find((row) => row.filename === 'draft.txt');
    await ada.im.set.filedel({ id: draft?.id ?? '' });
    expect((await socket.next('deleteChat')).data.msg.id).toBe(draft?.id);
    expect((await bo.im.get.filelist({ list_id })).data.map((row) => row.filename)).toEqual(['final.txt']);
    await ada.im.set.filedel({ id: draft?.id ?? '' });
  });

  it("refuses the other person's file, a text, and a file of a foreign conversation", async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const his = await file(bo, list_id, 'his.txt');
    const text = await say(ada, list_id, 'a text');
    const del = (who: Person, id: string) => who.im.set.filedel({ id });
    await expect(del(ada, his.msg.id)).rejects.toMatchObject(refused.forbidden);
    await expect(del(ada, text.msg.id)).rejects.toMatchObject(refused.notFound);
    await expect(del(cy, his.msg.id)).rejects.toMatchObject(refused.notFound);
    for (const id of ['f'.repeat(24), 'x', '-1'])
      await expect(del(ada, id)).rejects.toMatchObject(refused.notFound);
    expect(await texts(bo, list_id)).toEqual([undefined, 'a text']);
    await del(bo, his.msg.id);
    expect((await ada.im.get.filelist({ list_id })).data).toEqual([]);
  });
});
