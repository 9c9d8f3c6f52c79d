import sharp from 'sharp';
import { expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { photograph } from '../media/samples.js';

const kith = useKith();

test('ada and bo meet (newFriend, getFriendList), chat, recall, show a picture and catch up, through the sockets of existing clients', async () => {
  const ada = await kith.person('ada');
  const bo = await kith.person('bo');
  const adaSocket = await ada.socket();
  const boSocket = await bo.socket();

  // They meet.
  const found = await ada.im.get.searchUser({ val: bo.username });
  expect(found.data.map((person) => person.id)).toEqual([bo.id]);
  await ada.im.action.friendAdd({ user_id: bo.id, content: 'I am ada', is_type: found.is_type });
  expect(await boSocket.next('newFriend')).toEqual({ num: 1 });
  const [request] = await bo.im.get.applyFriend();
  expect(request).toMatchObject({ user_id: ada.id, content: 'I am ada', status: 0 });
  await bo.im.action.friendAddAction({ apply_id: request!.id });
  await adaSocket.next('getFriendList');
  await boSocket.next('getFriendList');
  const greeting = await adaSocket.next('chatData');
  expect(greeting.data).toMatchObject({ type: 1, msg: { user_info: { uid: bo.id } } });
  expect(greeting.data.msg.content['text']).toContain('我通过了你的朋友验证请求');
  expect(await boSocket.next('chatData')).toEqual(greeting);
  const list_id = greeting.list_id;

  // They chat: each message arrives at both, and only the author learns that it was read.
  for (const [writer, reader, text] of [
    [ada, bo, 'hello bo'],
    [bo, ada, 'hello ada [微笑] <3'],
  ] as const) {
    const [atWriter, atReader] = writer === ada ? [adaSocket, boSocket] : [boSocket, adaSocket];
    await writer.im.message.textMsg({ list_id, content_type: 0, content: { text } });
    const said = await atReader.next('chatData');
    expect(await atWriter.next('chatData')).toEqual(said);
    expect(said.data).toMatchObject({ type: 0, msg: { content: { text }, user_info: { uid: writer.id } } });
    expect((await reader.im.get.chatList()).data[0]).toMatchObject({ last_msg: text, no_reader_num: 1 });
    await reader.im.message.updataNoReader({ list_id });
    const tick = await atWriter.next('timeData');
    expect(tick).toEqual({ list_id, data: { msg: { time: said.data.msg.time } } });
    expect((await writer.im.message.getListTime({ list_id })).read_time).toBe(said.data.msg.time);
    expect((await reader.im.get.chatList()).data[0]).toMatchObject({ no_reader_num: 0 });
  }

  // Ada recalls a message: only its trace stays, under the same id.
  await ada.im.message.textMsg({ list_id, content_type: 0, content: { text: 'wrong window' } });
  const slip = await boSocket.next('chatData');
  await adaSocket.next('chatData');
  await ada.im.message.withdraw({ list_id, type: 0, msg_id: slip.data.msg.id });
  const trace = await boSocket.next('deleteChat');
  expect(await adaSocket.next('deleteChat')).toEqual(trace);
  expect(trace.data).toMatchObject({
    type: 1,
    msg: { id: slip.data.msg.id, content: { text: 'ada撤回了一条消息' } },
  });

  // Bo sends a picture; ada sees the thumbnail, then the full size.
  const stored = await bo.im.upload.chat(
    { list_id },
    { name: 'IMG_1.jpg', bytes: new Uint8Array(await photograph('jpeg')) },
  );
  const picture = { url: stored.save_name, full_url: stored.full_url, w: stored.w, h: stored.h };
  await bo.im.message.textMsg({ list_id, content_type: 2, content: picture });
  const shown = await adaSocket.next('chatData');
  await boSocket.next('chatData');
  expect(shown.data.msg).toMatchObject({ type: 2, content: picture });
  const { url } = shown.data.msg.content as typeof picture;
  for (const name of [url, url.replace(/\.(\w+)$/, '_thumb.$1')]) {
    const response = await fetch(`${kith.url}/static/chat/${list_id}/${name}`);
    expect(response.status).toBe(200);
    const { width, height, format } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect({ width, height, format }).toEqual({ width: 120, height: 200, format: 'jpeg' });
  }
  expect((await ada.im.get.chatList()).data[0]).toMatchObject({ last_msg: '[图片]', no_reader_num: 1 });
  await ada.im.get.chatData({ list_id, time: 0, is_up: 1 });
  await boSocket.next('timeData');

  // Ada disconnects; when she returns, list and history contain everything that her socket missed.
  adaSocket.close();
  await adaSocket.closed;
  for (const text of ['are you there?', 'call me', 'never mind'])
    await bo.im.message.textMsg({ list_id, content_type: 0, content: { text } });
  for (const _ of [1, 2, 3]) await boSocket.next('chatData');
  const taken = (await bo.im.get.chatData({ list_id })).list.at(-2)!;
  await bo.im.message.withdraw({ list_id, type: 0, msg_id: taken.msg.id });

  const back = await ada.socket();
  expect((await ada.im.get.base()).no_reader_chat_num).toBe(2);
  expect((await ada.im.get.chatList()).data).toMatchObject([
    { list_id, show_name: 'bo', last_msg: 'never mind', no_reader_num: 2, type: 0 },
  ]);
  const { list } = await ada.im.get.chatData({ list_id, time: 0, is_up: 1 });
  expect(list.map(({ type, msg }) => [type, msg.type, msg.content['text'] ?? msg.content['url']])).toEqual([
    [1, 0, greeting.data.msg.content['text']],
    [0, 0, 'hello bo'],
    [0, 0, 'hello ada [微笑] <3'],
    [1, 0, 'ada撤回了一条消息'],
    [0, 2, url],
    [0, 0, 'are you there?'],
    [1, 0, 'bo撤回了一条消息'],
    [0, 0, 'never mind'],
  ]);
  // The newest entry is the recall, which may be a second later than the newest message.
  await boSocket.next('timeData', ({ data }) => data.msg.time >= list.at(-1)!.msg.time);
  expect((await ada.im.get.chatList()).data[0]).toMatchObject({ no_reader_num: 0 });
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'there you are' } });
  expect((await back.next('chatData')).data.msg.content).toEqual({ text: 'there you are' });
});
