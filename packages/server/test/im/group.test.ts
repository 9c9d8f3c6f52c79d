import { describe, expect, it } from 'vitest';
import {
  group,
  history,
  plainPasswords,
  refused,
  rowOf,
  say,
  texts,
  threePeople,
} from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

describe('/im/group/xiaoHuiMessage', () => {
  it('sends chat_del and destroys a single conversation for both, from either side, with files and search results', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'unforgettable');
    const content = { url: 'a.pdf', name: 'a.pdf', full_url: '' };
    await ada.im.message.textMsg({ list_id, content_type: 11, content });
    const socket = await ada.socket();
    await bo.im.group.xiaoHuiMessage({ list_id, type: 0 });
    expect(await socket.next('chat_del')).toEqual({ list_id });
    for (const who of [ada, bo]) {
      expect(await history(who, list_id)).toEqual([]);
      expect((await who.im.get.filelist({ list_id })).data).toEqual([]);
      expect(await who.im.get.searchCahtMsg({ chat_msg: 'unforget' })).toEqual([]);
      expect(await rowOf(who, list_id)).toMatchObject({ last_msg: '', no_reader_num: 0 });
    }
  });

  it('is for the owner in a group; a stranger gets not found', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const club = await group(kith, [
      { person: ada, role: 'owner' },
      { person: bo, role: 'admin' },
    ]);
    await say(bo, club, 'gossip');
    await expect(bo.im.group.xiaoHuiMessage({ list_id: club })).rejects.toMatchObject(refused.forbidden);
    await expect(cy.im.group.xiaoHuiMessage({ list_id: club })).rejects.toMatchObject(refused.notFound);
    await expect(cy.im.group.xiaoHuiMessage({ list_id })).rejects.toMatchObject(refused.notFound);
    expect(await texts(ada, club)).toEqual(['gossip']);
    await ada.im.group.xiaoHuiMessage({ list_id: club });
    expect(await texts(bo, club)).toEqual([]);
  });
});
