import { expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';

const kith = useKith();

test('ada and bo meet and chat through the sockets of existing clients', async () => {
  const ada = await kith.person('ada');
  const bo = await kith.person('bo');
  const adaSocket = await ada.socket();
  const boSocket = await bo.socket();

  const found = await ada.im.get.searchUser({ val: bo.username });
  expect(found.data.map((person) => person.id)).toEqual([bo.id]);

  await ada.im.action.friendAdd({ user_id: bo.id, content: 'I am ada', is_type: found.is_type });
  expect(await boSocket.next('newFriend')).toEqual({ num: 1 });
  const [request] = await bo.im.get.applyFriend();
  expect(request).toMatchObject({ user_id: ada.id, content: 'I am ada', status: 0 });

  await bo.im.action.friendAddAction({ apply_id: request!.id });
  await adaSocket.next('getFriendList');
  const greeting = await adaSocket.next('chatData');
  expect(greeting.data).toMatchObject({ type: 1, msg: { user_info: { uid: bo.id } } });
  expect(greeting.data.msg.content['text']).toContain('我通过了你的朋友验证请求');

  const list_id = greeting.list_id;
  await ada.im.message.textMsg({ list_id, content_type: 0, content: { text: 'hello bo' } });
  const [atAda, atBo] = await Promise.all([
    adaSocket.next('chatData'),
    boSocket.next('chatData', (data) => data.data.type === 0),
  ]);
  expect(atBo).toEqual(atAda);
  expect(atBo.data.msg.content).toEqual({ text: 'hello bo' });

  await bo.im.message.setListTime({ list_id });
  expect(await adaSocket.next('timeData')).toEqual({ list_id, data: { msg: { time: atBo.data.msg.time } } });

  await ada.im.message.withdraw({ list_id, type: 0, msg_id: atAda.data.msg.id });
  const trace = await boSocket.next('deleteChat');
  expect(trace.data).toMatchObject({
    type: 1,
    msg: { id: atAda.data.msg.id, content: { text: 'ada撤回了一条消息' } },
  });
});
