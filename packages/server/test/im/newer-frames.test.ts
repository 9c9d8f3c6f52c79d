import { describe, expect, it } from 'vitest';
import { group, tell } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { changeSettings } from './operator.js';

// Older clients open a dialog for every unknown action.
const kith = useKith();
const NEWER = ['timeData', 'adminDeleteChat', 'chat_del', 'group_del', 'groupDeleteChat', 'removeMember'];

/** Causes every newer frame for `bo` and returns the ones that the socket received. */
async function provoke(options: { asksForTicks: boolean }): Promise<string[]> {
  const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
  const list_id = await kith.befriend(ada, bo);
  await kith.befriend(ada, cy);
  const club = await group(kith, [{ person: ada }, { person: bo }, { person: cy }]);
  const socket = await bo.socket(options);
  await tell(bo, list_id, 0, { text: 'read me' });
  const burn = await tell(bo, list_id, 0, { text: 'burn', yhjf: true });
  await ada.im.message.setListTime({ list_id });
  await ada.im.message.burnRead({ list_id, msg_id: burn.msg.id });
  await ada.im.remove.del_log({ list_id, type: 2 });
  await ada.im.remove.del_log({ list_id: club, type: 2 });
  await ada.im.message.removeChat({ list_id: club, users: [bo.id] });
  await socket.settle();
  // Clients reload the chat list in any case.
  expect(socket.frames.filter((frame) => frame.action === 'getChatList').length).toBeGreaterThanOrEqual(3);
  return [...new Set(socket.frames.map((frame) => frame.action))].filter((action) => NEWER.includes(action));
}

const ALL = ['timeData', 'adminDeleteChat', 'chat_del', 'groupDeleteChat', 'removeMember'];

describe('frames that older clients do not know: timeData, adminDeleteChat, chat_del, groupDeleteChat and removeMember', () => {
  it('reach a client that requested ticks, and no other', async () => {
    expect((await provoke({ asksForTicks: true })).toSorted()).toEqual(ALL.toSorted());
    expect(await provoke({ asksForTicks: false })).toEqual([]);
  });

  it('reach an open socket as soon as its client requests ticks, also after a restart', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    const socket = await bo.socket({ asksForTicks: false });
    const read = async () => {
      await tell(bo, list_id, 0, { text: 'hello' });
      await ada.im.message.setListTime({ list_id });
    };
    await read();
    await socket.settle();
    expect(socket.frames.map((frame) => frame.action)).not.toContain('timeData');
    await bo.im.message.getListTime({ list_id });
    await read();
    await socket.next('timeData');
    await kith.restart();
    const again = await bo.socket({ asksForTicks: false });
    await read();
    await again.next('timeData');
  });

  it('reach all or no clients if the tenant sets that', async () => {
    await changeSettings(kith, 1, { imNewerFrames: 'all' });
    expect((await provoke({ asksForTicks: false })).toSorted()).toEqual(ALL.toSorted());
    await changeSettings(kith, 1, { imNewerFrames: 'none' });
    expect(await provoke({ asksForTicks: true })).toEqual([]);
    await changeSettings(kith, 1, { imNewerFrames: 'known' });
  });
});

describe('group notifications', () => {
  it('getListTime returns the position that all others have read', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const list_id = await group(kith, [{ person: ada }, { person: bo }, { person: cy }]);
    const first = await tell(ada, list_id, 0, { text: 'first' });
    kith.advance(5000);
    const second = await tell(ada, list_id, 0, { text: 'second' });
    const ticks = async () => (await ada.im.message.getListTime({ list_id })).read_time;
    expect(await ticks()).toBeLessThan(first.msg.time);
    await bo.im.message.setListTime({ list_id });
    expect(await ticks()).toBeLessThan(first.msg.time);
    await cy.im.message.setListTime({ list_id });
    expect(await ticks()).toBe(second.msg.time);
  });

  it('disbanding opens no dialog at the owner, and one at all others', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await group(kith, [{ person: ada }, { person: bo }]);
    const [atAda, atBo] = [await ada.socket(), await bo.socket()];
    await ada.im.message.removeGroup({ list_id });
    await atBo.next('removeGroup');
    await atAda.settle();
    expect(atAda.frames.map((frame) => frame.action)).not.toContain('removeGroup');
    expect(atAda.frames.map((frame) => frame.action)).toContain('getChatList');
  });

  it('a recall by the owner names the owner, in the frame and in the history', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await group(kith, [{ person: ada }, { person: bo }]);
    const message = await tell(bo, list_id, 0, { text: 'rude' });
    const socket = await bo.socket();
    await ada.im.message.withdraw({ list_id, type: 2, msg_id: String(bo.id) });
    const { nickname } = (await ada.im.get.base()).user_info;
    const { data } = await socket.next('deleteChat');
    const { list } = await bo.im.get.chatData({ list_id, time: 0, is_up: 0 });
    const shown = list.find(({ msg }) => msg.id === message.msg.id);
    expect(shown).toEqual(data);
    expect(shown!.msg.content).toEqual({ text: `${nickname}撤回了一条消息` });
    expect(shown!.msg.user_info.uid).toBe(bo.id);
    // A kith.v1 client finds that in the recall entry; the message itself is empty.
    const v1 = await bo.v1({ conversations: { [list_id]: 0 } });
    const { entries } = await v1.next('entries', ({ to }) => to === list_id);
    const emptied = entries.filter((entry) => entry.recalled);
    expect(emptied).toMatchObject([{ from: bo.id, content: {} }]);
    expect(emptied[0]!.content).toEqual({});
  });
});
