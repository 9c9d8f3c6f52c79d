import { describe, expect, it } from 'vitest';
import { history, plainPasswords, refused, rowOf } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { box, listIdOf, open, read, unlock } from './channels.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const SECRET = 'meet-me-at-nine';

/** Everything that two devices of an account can be shown of a conversation. */
async function everything(who: Person, channel_id: string, list_id: string): Promise<string> {
  const v1 = await who.v1({ conversations: { [list_id]: 0 } });
  v1.send({ t: 'sync', to: list_id, after: 0, limit: 100 });
  await v1.next('entries', (frame) => frame.to === list_id);
  await v1.settle();
  v1.close();
  const parts = await Promise.all([
    box(who),
    read(who, channel_id),
    history(who, list_id),
    rowOf(who, list_id),
    who.im.get.searchCahtMsg({ chat_msg: SECRET.slice(3, 12) }),
    who.im.get.filelist({ list_id }),
    who.im.get.filelist({ list_id, searchkey: 'plan' }),
    who.im.get.details({ user_id: who.id }),
  ]);
  return JSON.stringify([v1.frames, parts]);
}

/** Frames except the answers to pings. */
const newsOf = (frames: readonly object[]) =>
  frames.filter((frame) => !/"p[io]ng"/.test(JSON.stringify(frame)));

/** A stranger writes texts and sends a picture; both sockets of the receiver are open. */
async function approach(is_wave: 0 | 1 | 2) {
  const [ada, bo] = await Promise.all([kith.person('ada'), kith.person('bo')]);
  const [socket, v1, own, ownV1] = await Promise.all([bo.socket(), bo.v1(), ada.socket(), ada.v1()]);
  const { channel_id } = await open(ada, bo, { is_wave, text: SECRET });
  const list_id = await listIdOf(kith, channel_id);
  await ada.im.message.textMsg({
    list_id,
    content_type: 11,
    content: { url: 'plan-b.pdf', name: 'plan-b.pdf', full_url: `${list_id}/plan-b.pdf` },
  });
  for (const one of [socket, v1, own, ownV1]) await one.settle();
  return { ada, bo, channel_id, list_id, socket, v1, own, ownV1 };
}

describe('a message from a stranger, in GET /api/channel/{channel_id}/message', () => {
  it('never leaves the server for a recipient who has not unlocked it, but the sender sees it', async () => {
    const { ada, bo, channel_id, list_id, socket, v1, own, ownV1 } = await approach(1);
    const shown = await everything(bo, channel_id, list_id);
    for (const bytes of [shown, JSON.stringify([socket.frames, v1.frames])]) {
      expect(bytes).not.toContain(SECRET);
      expect(bytes).not.toContain('plan-b');
    }
    // The arrival itself is reported.
    expect(socket.frames.filter(({ action }) => action === 'chatData')).toHaveLength(2);
    expect(v1.frames.filter(({ t }) => t === 'entry')).toMatchObject([
      { e: { withheld: true, content: {} } },
      { e: { withheld: true, content: {} } },
    ]);
    expect((await history(bo, list_id)).map(({ msg }) => [msg.type, msg.content['text']])).toEqual([
      [0, '[陌生人消息，解锁后可查看]'],
      [0, '[陌生人消息，解锁后可查看]'],
    ]);
    for (const bytes of [
      await everything(ada, channel_id, list_id),
      JSON.stringify(own.frames),
      JSON.stringify(ownV1.frames),
    ]) {
      expect(bytes).toContain(SECRET);
      expect(bytes).toContain('plan-b');
      expect(bytes).not.toContain('withheld');
    }
  });

  it('cannot be read by saving, forwarding, replying to or marking it', async () => {
    const { bo, list_id } = await approach(1);
    const cy = await kith.person('cy');
    const toCy = await kith.befriend(bo, cy);
    const [first] = await history(bo, list_id);
    const msg_id = first!.msg.id;
    const locked = { err: 1, message: '这是陌生人的消息，解锁后才能查看' };
    await expect(bo.im.vendor.saveStore({ list_id, msg_id })).rejects.toMatchObject(locked);
    await expect(bo.im.message.zhuanMsg({ list_id: toCy, msgid: msg_id })).rejects.toMatchObject(locked);
    const answer = { list_id, content_type: 0, content: { text: 'who?' } };
    await expect(bo.im.message.textMsg(answer)).rejects.toMatchObject(locked);
    await expect(bo.im.message.textMsg({ ...answer, list_id: '0'.repeat(32) })).rejects.toMatchObject(
      refused.notFound,
    );
    expect(JSON.stringify(await history(cy, toCy))).not.toContain(SECRET);
    expect(JSON.stringify(await bo.im.vendor.getUserStore({}))).not.toContain(SECRET);
  });

  it('is not marked as read by opening the channel, and counts in no badge', async () => {
    const { ada, bo, channel_id, list_id } = await approach(1);
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(0);
    await bo.im.get.chatData({ list_id, time: 0, is_up: 1 });
    await bo.im.message.setListTime({ list_id });
    await read(bo, channel_id);
    expect(await bo.api.channel.list()).toMatchObject({ unread_friend: 0, unread_stranger: 2 });
    expect((await ada.im.message.getListTime({ list_id })).read_time).toBe(0);
    await unlock(bo, ada, channel_id);
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(2);
    await read(bo, channel_id);
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(0);
    expect((await ada.im.message.getListTime({ list_id })).read_time).toBeGreaterThan(0);
  });

  it('is visible everywhere after unlocking, also on other devices, and the sender is not notified', async () => {
    const { ada, bo, channel_id, list_id, v1, own, ownV1 } = await approach(1);
    const before = [newsOf(own.frames), newsOf(ownV1.frames)];
    await unlock(bo, ada, channel_id);
    await v1.take((frame) => frame.t === 'event' && frame.type === 'conversation_changed', 'news of the key');
    await Promise.all([own.settle(), ownV1.settle()]);
    expect([newsOf(own.frames), newsOf(ownV1.frames)]).toEqual(before);
    const shown = await everything(bo, channel_id, list_id);
    expect(shown).toContain(SECRET);
    expect(shown).toContain('plan-b');
  });

  it('is readable at once when it came with a super wave', async () => {
    const { bo, channel_id, list_id, socket, v1 } = await approach(2);
    for (const bytes of [
      await everything(bo, channel_id, list_id),
      JSON.stringify(socket.frames),
      JSON.stringify(v1.frames),
    ]) {
      expect(bytes).toContain(SECRET);
      expect(bytes).toContain('plan-b');
    }
  });
});
