import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { connectRealtime, type Realtime, type SavedPositions } from '@kith/sdk';
import { WebSocket } from 'ws';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { photograph } from '../media/samples.js';

const kith = useKith();

/** A person's application: its received events, with a way to wait for more. */
function openApp(person: Person, saved?: SavedPositions) {
  const entries: realtime.Entry[] = [];
  const events: string[] = [];
  const reads: [number, number][] = [];
  const typing: boolean[] = [];
  const states: string[] = [];
  let positions = saved;
  const app = connectRealtime({
    url: `${kith.url.replace('http', 'ws')}/ws`,
    token: person.token,
    WebSocket,
    random: () => 0.02,
    storage: { load: () => positions, save: (newer) => void (positions = newer) },
    onEntry: (_, entry) => entries.push(entry),
    onEvent: (event) => events.push(event.type),
    onRead: (read) => reads.push([read.user_id, read.seq]),
    onTyping: (one) => typing.push(one.on),
    onState: (state) => states.push(state),
  });
  open.push(app);
  return {
    app,
    entries,
    events,
    reads,
    typing,
    states,
    saved: () => positions,
    entry: async (text: string) => {
      const find = () => entries.find((entry) => entry.content['text'] === text);
      await eventually(`${text} arrives`, () => find() !== undefined);
      return find()!;
    },
  };
}

const open: Realtime[] = [];
afterEach(() => open.splice(0).forEach((app) => app.close()));

test('the same story through the SDK: ada and bo meet, chat, recall, edit, show a picture, and catch up after disconnects and a restart', async () => {
  const ada = await kith.person('ada');
  const bo = await kith.person('bo');
  const atAda = openApp(ada);
  const atBo = openApp(bo);
  await eventually('both are live', () => [atAda, atBo].every(({ app }) => app.state === 'live'));

  // They meet.
  await ada.im.action.friendAdd({ user_id: bo.id, content: 'I am ada' });
  await eventually('bo is asked', () => atBo.events.includes('friend_request'));
  const [request] = await bo.im.get.applyFriend();
  await bo.im.action.friendAddAction({ apply_id: request!.id });
  await eventually('ada is told', () => atAda.events.includes('contact_added') && atAda.entries.length === 1);
  expect(atAda.entries[0]).toMatchObject({ seq: 1, kind: 'system', from: bo.id });
  const { list_id: to } = await ada.im.message.getListId({ user_id: bo.id });

  // They chat, with typing states and read ticks.
  atAda.app.typing(to, true);
  const hello = await atAda.app.send(to, 0, { text: 'hello bo' });
  expect(await atBo.entry('hello bo')).toMatchObject({ seq: 2, from: ada.id, cid: hello.cid, id: hello.id });
  // A message may arrive before it.
  await eventually('bo sees that ada types', () => atBo.typing.length > 0);
  expect(atBo.typing).toEqual([true]);
  atBo.app.read(to, hello.seq);
  await eventually('ada sees the tick', () => atAda.reads.some(([who, seq]) => who === bo.id && seq === 2));
  const answer = await atBo.app.send(to, 0, { text: 'hello ada' }, { replyTo: hello.seq });
  expect(await atAda.entry('hello ada')).toMatchObject({ seq: 3, reply_to: 2, time: answer.time });
  expect((await ada.im.get.chatList()).data[0]).toMatchObject({ no_reader_num: 1 });
  atAda.app.read(to, answer.seq);
  await eventually('bo sees the tick', () => atBo.reads.some(([who, seq]) => who === ada.id && seq === 3));
  expect((await ada.im.get.chatList()).data[0]).toMatchObject({ no_reader_num: 0 });

  // Ada edits one message and recalls another.
  const typo = await atAda.app.send(to, 0, { text: 'tpyo' });
  const slip = await atAda.app.send(to, 0, { text: 'wrong window' });
  const edited = await atAda.app.edit(to, typo.id, { text: 'typo' });
  const recalled = await atAda.app.recall(to, slip.id);
  await expect(atBo.app.edit(to, typo.id, { text: 'hacked' })).rejects.toMatchObject({ code: 'forbidden' });
  await eventually('bo has seen both', () => atBo.entries.length === recalled.seq);
  expect(atBo.entries.slice(-2)).toMatchObject([
    { seq: edited.seq, kind: 'edit', content: { target: typo.seq, content: { text: 'typo' } } },
    { seq: recalled.seq, kind: 'recall', content: { target: slip.seq, reason: 'recall' } },
  ]);
  const page = await atBo.app.sync(to, { before: recalled.seq, limit: 3 });
  expect(page).toMatchObject({
    more: true,
    entries: [{ content: { text: 'typo' } }, { recalled: true }, { kind: 'edit' }],
  });
  expect(page.entries[1]!.content).toEqual({});

  // Bo shows a picture.
  const stored = await bo.im.upload.chat(
    { list_id: to },
    { name: 'IMG_1.jpg', bytes: new Uint8Array(await photograph('jpeg')) },
  );
  await atBo.app.send(to, 2, { url: stored.save_name, w: stored.w, h: stored.h });
  await eventually('ada has it', () => atAda.entries.at(-1)?.type === 2);
  const { url } = atAda.entries.at(-1)!.content as { url: string };
  for (const name of [url, url.replace(/\.(\w+)$/, '_thumb.$1')]) {
    const response = await fetch(`${kith.url}/static/chat/${to}/${name}`);
    expect((await sharp(Buffer.from(await response.arrayBuffer())).metadata()).format).toBe('jpeg');
  }

  // Ada disconnects. Meanwhile bo writes, a stranger sends a friend request, and the server restarts.
  atAda.app.close();
  const away = atAda.saved()!;
  expect(away.conversations[to]).toBe(atAda.entries.length);
  for (const text of ['are you there?', 'call me']) await atBo.app.send(to, 0, { text });
  const cy = await kith.person('cy');
  await cy.im.action.friendAdd({ user_id: ada.id, content: 'I am cy' });
  const restarted = kith.restart();
  const overRestart = atBo.app.send(to, 0, { text: 'never mind' });
  await restarted;
  await overRestart;
  expect(atBo.states).toContain('waiting');

  // She reconnects with her stored state, and receives only what she missed.
  expect((await ada.im.get.chatList()).data[0]).toMatchObject({ last_msg: 'never mind', no_reader_num: 4 });
  const back = openApp(ada, away);
  await back.entry('never mind');
  expect(back.entries.map((entry) => entry.content['text'])).toEqual([
    'are you there?',
    'call me',
    'never mind',
  ]);
  // Events follow the entries.
  await eventually('the event has come too', () => back.events.length > 0);
  expect(back.events).toEqual(['friend_request']);
  await atBo.app.send(to, 0, { text: 'there you are' });
  await back.entry('there you are');
  // Bo received everything once, in order, across the restart.
  expect(atBo.entries.map((entry) => entry.seq)).toEqual(atBo.entries.map((_, i) => i + 1));
});
