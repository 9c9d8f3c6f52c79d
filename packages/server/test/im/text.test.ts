import { describe, expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { refused } from './refusals.js';

const FAMILY = '👨‍👩‍👧‍👦';
const kith = useKith();

describe('a nickname', () => {
  test('of which nothing can be seen is refused; what turns a sentence around is taken out', async () => {
    const ada = await kith.person('ada');
    for (const blank of [
      '\u3164',
      '\u115F',
      '\u1160',
      '\uFFA0',
      '\u2800',
      '\uFE0F',
      '\u034F',
      '\u180B',
      '\u17B4',
    ])
      await expect(ada.im.set.setInfo({ type: 0, content: blank })).rejects.toMatchObject({ err: 1 });
    await ada.im.set.setInfo({ type: 0, content: 'Ada\u202E\nroot' });
    expect((await ada.im.get.getUserInfo({})).nickname).toBe('Ada root');
    await ada.im.set.setInfo({ type: 0, content: 'e\u0301'.repeat(50) });
    expect((await ada.im.get.getUserInfo({})).nickname).toBe('é'.repeat(50));
  });
});

describe('a message', () => {
  test('of 10,000 emoji passes like one of 10,000 Chinese characters; one of which nothing can be seen does not', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    const send = (text: string) => ada.im.message.textMsg({ list_id, content_type: 0, content: { text } });
    for (const text of ['王'.repeat(10_000), '😀'.repeat(10_000), FAMILY.repeat(1000)]) await send(text);
    for (const text of ['\u200B', '\u3164', '\u2800', '\uFE0F', '\u200F'])
      await expect(send(text)).rejects.toMatchObject(refused('invalid', 'content.text'));
  });
});

test('a group without a name is called by its people, none of whom is cut in two', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  await kith.befriend(ada, bo);
  await ada.im.set.setInfo({ type: 0, content: 'x'.repeat(45) });
  await bo.im.set.setInfo({ type: 0, content: FAMILY.repeat(3) });
  await ada.im.message.addGroup({ users: [bo.id] });
  const [row] = await kith.sql<{ name: string }>('select name from conversations where kind = $1', ['group']);
  expect(row?.name).toBe(`${'x'.repeat(45)}、`);
});
