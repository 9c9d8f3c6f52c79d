import { describe, expect, it } from 'vitest';
import {
  group,
  history,
  plainPasswords,
  rowOf,
  say,
  tell,
  threePeople,
  unread,
} from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const file = { url: 'a.bin', full_url: 'f00d/a.bin' };

async function listOf(who: Person): Promise<string[]> {
  return (await who.im.get.chatList()).data.map((row) => row.list_id);
}

describe('/im/get/chatList', () => {
  it.each<[label: string, type: number, content: Record<string, unknown>]>([
    ['hello', 0, { text: 'hello' }],
    ['<b>[微笑]</b>\n😀', 0, { text: '<b>[微笑]</b>\n😀' }],
    ['[语音]', 1, file],
    ['[图片]', 2, file],
    ['[视频]', 3, file],
    ['[未知]', 10, { latitude: 0, longitude: 0, name: 'Null Island' }],
    ['[文件]', 11, { ...file, name: 'report.pdf' }],
    ['[未知]', 15, { room: 1, type: 2, text: '' }],
  ])('the label %j represents a message of type %i', async (label, type, content) => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { msg } = await tell(ada, list_id, type, content);
    for (const who of [ada, bo])
      expect(await rowOf(who, list_id)).toMatchObject({ last_msg: label, time: msg.time });
  });

  it('a greeting, a card, a poke and a recall trace have their labels', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const label = async () => (await rowOf(bo, list_id))?.last_msg;
    expect(await label()).toBe('我通过了你的朋友验证请求，现在我们可以开始聊天了');
    await ada.im.message.sendCard({ users: [bo.id], list_id });
    expect(await label()).toBe('[名片]');
    await ada.im.vendor.sendChuoYiChuoMsg({ list_id });
    expect(await label()).toBe('[戳一戳]');
    const { msg } = await say(ada, list_id, 'oops');
    await ada.im.message.withdraw({ list_id, msg_id: msg.id });
    expect(await label()).toBe('ada撤回了一条消息');
  });

  it('a row has the members that clients read and those of the document', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Bobby' });
    const { msg } = await say(bo, list_id, 'hello');
    const { body } = await kith.post('/im/get/chatList', { _token: ada.token, page: 1 });
    expect(body).toEqual({
      err: 0,
      msg: 'success',
      total: 1,
      per_page: 15,
      current_page: '1',
      last_page: 1,
      data: [
        {
          list_id,
          chat_id: expect.stringMatching(/^[0-9a-f]{24}$/),
          show_name: 'Bobby',
          photo_path: 'default_man/300.jpg',
          last_msg: 'hello',
          last_chat_time: msg.time,
          time: msg.time,
          no_reader_num: 1,
          top: 0,
          top_time: 0,
          type: 0,
          is_disturb: 0,
          id: expect.any(Number),
          name: 'Bobby',
          url: '',
          logo: 'default_man/300.jpg',
          status: 1,
          createtime: msg.time,
          from_stranger: 0,
        },
      ],
    });
    expect((await rowOf(bo, list_id))?.show_name).toBe('ada');
  });

  it("an empty list returns the document's response", async () => {
    const loner = await kith.person('loner');
    const { body } = await kith.post('/im/get/chatList', { _token: loner.token, page: 1 });
    expect(body).toEqual({
      err: 0,
      msg: 'success',
      total: 0,
      per_page: 15,
      current_page: 1,
      last_page: 0,
      data: [],
    });
  });

  it('pinned rows come first, then the others by shown time, newest first', async () => {
    const ada = await kith.person('ada');
    const lists: string[] = [];
    for (const name of ['b', 'c', 'd', 'e']) lists.push(await kith.befriend(ada, await kith.person(name)));
    const [b = '', c = '', d = '', e = ''] = lists;
    const said = new Map<string, string>();
    for (const list_id of [d, b, e, c]) {
      kith.advance(2000);
      said.set(list_id, (await say(ada, list_id, 'hi')).msg.id);
    }
    expect(await listOf(ada)).toEqual([c, e, b, d]);
    kith.advance(2000);
    await ada.im.message.chatTop({ list_id: d, value: 1 });
    expect(await listOf(ada)).toEqual([d, c, e, b]);
    await ada.im.message.chatTop({ list_id: b, value: 1 });
    expect(await listOf(ada)).toEqual([b, d, c, e]);
    kith.advance(2000);
    await say(ada, d, 'newer');
    expect(await listOf(ada)).toEqual([d, b, c, e]);
    await ada.im.message.chatTop({ list_id: b, value: 0 });
    // A trace stays at the message's place: it does not make the row newer.
    kith.advance(2000);
    await ada.im.message.withdraw({ list_id: b, msg_id: said.get(b) ?? '' });
    const rows = (await ada.im.get.chatList()).data;
    expect(rows.map((row) => row.list_id)).toEqual([d, c, e, b]);
    const times = rows.slice(1).map((row) => row.time);
    expect(times).toEqual(times.toSorted((x, y) => y - x));
  });

  it('type 1 returns only groups', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    await say(ada, club, 'welcome');
    expect(await listOf(bo)).toEqual([club, list_id]);
    expect((await bo.im.get.chatList({ type: 1 })).data).toMatchObject([
      {
        list_id: club,
        type: 1,
        show_name: 'the club',
        photo_path: `group_photo/${club}/90.jpg`,
        no_reader_num: 1,
      },
    ]);
    expect((await bo.im.get.chatList({ type: 0 })).data).toHaveLength(2);
  });

  it('unread is exact after a receive, a send, a read, a recall, a burn, a clear, and a restart', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const both = async () => [await unread(ada, list_id), await unread(bo, list_id)];
    expect(await both()).toEqual([0, 0]);
    const one = await say(ada, list_id, '1');
    await say(ada, list_id, '2');
    const secret = await tell(ada, list_id, 0, { text: '3', yhjf: true });
    expect(await both()).toEqual([0, 3]);
    await ada.im.message.withdraw({ list_id, msg_id: one.msg.id });
    expect(await both()).toEqual([0, 2]);
    await bo.im.message.burnRead({ list_id, msg_id: secret.msg.id });
    expect(await both()).toEqual([0, 1]);
    await kith.restart();
    expect(await both()).toEqual([0, 1]);
    await say(bo, list_id, 'who writes has read');
    expect(await both()).toEqual([1, 0]);
    const four = await say(ada, list_id, '4');
    expect(await both()).toEqual([0, 1]);
    await bo.im.message.updataNoReader({ list_id });
    // A read message is not subtracted again.
    await ada.im.message.withdraw({ list_id, msg_id: four.msg.id });
    expect(await both()).toEqual([0, 0]);
    await say(ada, list_id, '5');
    await say(ada, list_id, '6');
    await bo.im.remove.del_log({ list_id, type: 1 });
    expect(await both()).toEqual([0, 0]);
    await say(ada, list_id, '7');
    await kith.restart();
    expect(await both()).toEqual([0, 1]);
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(1);
  });

  it('reads and sends on one device apply to the other', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const second = await kith.visitor().in.login({ username: bo.username, password: bo.password });
    const listOnSecond = async () =>
      (await kith.post('/im/get/chatList', { _token: second.token })).body.data.map(
        (row: { no_reader_num: number; last_msg: string }) => [row.no_reader_num, row.last_msg],
      );
    await say(ada, list_id, 'hello');
    expect(await listOnSecond()).toEqual([[1, 'hello']]);
    await bo.im.message.setListTime({ list_id });
    expect(await listOnSecond()).toEqual([[0, 'hello']]);
    await kith.post('/im/message/textMsg', {
      _token: second.token,
      list_id,
      content_type: 0,
      content: '{"text":"from the other one"}',
    });
    expect(await rowOf(bo, list_id)).toMatchObject({ no_reader_num: 0, last_msg: 'from the other one' });
    expect((await history(bo, list_id)).at(-1)?.msg.user_info.uid).toBe(bo.id);
  });
});
