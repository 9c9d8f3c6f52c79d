import { expect, test } from 'vitest';
import { connectIm, ImError } from '@kith/sdk';
import { useKith } from '../harness/kith.js';

const kith = useKith();

test("a refusal is an ImError with the server's number and message", async () => {
  const error = await kith
    .visitor()
    .get.base()
    .catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ImError);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: 'ImError', err: 1, message: '请先登录' });
});

test('every response format is unwrapped', async () => {
  const ada = await kith.person('ada');
  const bo = await kith.person('bo');
  const list_id = await kith.befriend(ada, bo);
  expect(await ada.im.set.setInfo({ type: 1, content: 'x' })).toBeUndefined(); // {err, msg}
  expect((await ada.im.get.base()).user_info.id).toBe(ada.id); // {err, msg, data}
  expect(await ada.im.get.chatList({})).toMatchObject({ total: 1, data: [{ list_id }] }); // {err, msg, …members}
  expect(await ada.im.get.searchCahtMsg({ chat_msg: 'nothing like it' })).toEqual([]);
  expect(await ada.im.remove.del_log({ list_id, type: 1 })).toBeUndefined(); // {code, msg}
  expect(await ada.im.remove.friend({ user_id: bo.id })).toBe(list_id); // data is a text
});

test('a refusal is detected in every response format', async () => {
  const ada = await kith.person('ada');
  const list_id = '0'.repeat(32);
  await expect(ada.im.remove.del_log({ list_id, type: 1 })).rejects.toBeInstanceOf(ImError);
  await expect(ada.im.message.getListTime({ list_id })).rejects.toBeInstanceOf(ImError);
});

test('an unreachable server is not a refusal', async () => {
  const nobody = connectIm({ url: 'http://127.0.0.1:1' });
  const error = await nobody.app.config().catch((error: unknown) => error);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(ImError);
});

test('undefined values are not sent; lists and objects are sent as JSON', async () => {
  const sent: [string, unknown][] = [];
  const client = connectIm({
    url: kith.url,
    token: 't',
    tenant: 1,
    locale: 'en',
    fetch: (_url, init) => {
      sent.push(...(init!.body as URLSearchParams).entries());
      return Promise.resolve(Response.json({ err: 0, msg: '' }));
    },
  });
  await client.message.textMsgs({ list_ids: ['a', 'b'], content_type: 0, content: { text: '&=%' } });
  await client.friend.setRemarks({ user_id: 7, content: undefined as never });
  expect(sent).toEqual([
    ['list_ids', '["a","b"]'],
    ['content_type', '0'],
    ['content', '{"text":"&=%"}'],
    ['_token', 't'],
    ['_agent_id', '1'],
    ['_locale', 'en'],
    ['user_id', '7'],
    ['_token', 't'],
    ['_agent_id', '1'],
    ['_locale', 'en'],
  ]);
});
