import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { realtime } from '@kith/contract';
import { parseListId, type AccountId } from '@kith/core/kernel';
import { group, plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { eventually, useKith } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import {
  adaAndBo,
  ask,
  holdConversations,
  people,
  removeMember,
  say,
  signInAgain,
  syncAll,
  textFrame,
  upTo,
} from './support.js';

const warnings = collectWarnings();
const kith = useKith({ log: warnings.log, overrides: { ports: { passwords: plainPasswords } } });

afterEach(() => expect(warnings.drain()).toEqual([]));

/** The entries pushed to a socket, in order of arrival. */
function pushed({ frames }: V1Socket, to: string): realtime.Entry[] {
  return frames.flatMap((frame) => (frame.t === 'entry' && frame.to === to ? [frame.e] : []));
}

function texts(entries: readonly realtime.Entry[]): unknown[] {
  return entries.map((entry) => entry.content['text']);
}

describe('one dense stream, in one order for every client', () => {
  test('ten devices of two people write in parallel: every device sees every message once as kith.v1 entry, in the same order', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const devices = await Promise.all(upTo(10).map((i) => (i % 2 ? ada : bo).v1()));
    const acks = await Promise.all(
      devices.flatMap((device, i) => upTo(40).map((n) => say(device, to, `${i}/${n}`))),
    );

    // One is the greeting.
    expect(acks.map((ack) => ack.seq).sort((a, b) => a - b)).toEqual(upTo(400).map((n) => n + 1));
    const stored = await syncAll(devices[0]!, to);
    expect(stored.map((entry) => entry.seq)).toEqual(upTo(401));
    for (const device of devices) {
      await device.settle();
      expect(pushed(device, to)).toEqual(stored.slice(1));
    }
    for (const [i] of devices.entries()) {
      const own = texts(stored).filter((text) => String(text).startsWith(`${i}/`));
      expect(own).toEqual(upTo(40).map((n) => `${i}/${n}`));
    }
    const times = stored.map((entry) => entry.time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('consecutive messages to a conversation that is not loaded yet keep their order, also behind the hello', async () => {
    const { ada, to } = await adaAndBo(kith);
    await kith.restart(); // clears all caches
    const socket = await ada.v1();
    for (const n of upTo(50)) socket.send(textFrame(to, `first ${n}`));
    for (const _ of upTo(50)) await socket.next('ack');

    const raw = new WebSocket(socket.socket.url, 'kith.v1');
    await new Promise((resolve) => raw.once('open', resolve));
    raw.send(JSON.stringify({ t: 'hello', token: ada.token, conversations: { [to]: 1 } }));
    // Some at once, some while the server reads the answer to hello from the database.
    for (const n of upTo(50)) {
      raw.send(JSON.stringify(textFrame(to, `hasty ${n}`)));
      if (n % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually('all are stored', async () => (await syncAll(socket, to)).length === 101);
    raw.close();
    const stored = await syncAll(socket, to, 1);
    expect(texts(stored)).toEqual([
      ...upTo(50).map((n) => `first ${n}`),
      ...upTo(50).map((n) => `hasty ${n}`),
    ]);
  });

  test('sends succeed while the same conversation is edited from all sides', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [writer, ...editors] = await Promise.all([
      ada.v1(),
      ...upTo(8).map((i) => (i % 2 ? ada : bo).v1()),
    ]);
    const mine = await Promise.all(editors.map((editor, i) => say(editor, to, `mine ${i}`)));
    let editorsLeft = editors.length;
    const editing = editors.map(async (editor, i) => {
      for (const n of upTo(10)) {
        const answer = await ask(editor, {
          t: 'edit',
          to,
          id: mine[i]!.id,
          content: { text: `mended ${n}` },
        });
        expect(answer.t).toBe('ack');
      }
      editorsLeft--;
    });
    for (let n = 1; editorsLeft > 0; n++) await say(writer!, to, `in between ${n}`);
    await Promise.all(editing);
    const stored = await syncAll(writer!, to);
    expect(stored.map((entry) => entry.seq)).toEqual(upTo(stored.length));
  });
});

describe('a group of thirty', () => {
  test('all members receive all messages in one order; a removed member receives nothing more and can do nothing more', async () => {
    const members = await people(kith, ...upTo(30).map((n) => `m${n}`));
    const to = await group(
      kith,
      members.map((person) => ({ person })),
    );
    const sockets = await Promise.all(members.map((member) => member.v1()));
    const legacy = await members[2]!.socket();
    await Promise.all(sockets.slice(0, 10).map((socket, i) => say(socket, to, `hello from ${i}`)));
    for (const socket of sockets) for (const _ of upTo(10)) await socket.next('entry');
    const order = texts(pushed(sockets[0]!, to));
    expect(order).toHaveLength(10);
    for (const socket of sockets) expect(texts(pushed(socket, to))).toEqual(order);
    for (const _ of upTo(10)) await legacy.next('chatData');

    const [speaker, , gone] = sockets as [V1Socket, V1Socket, V1Socket];
    await removeMember(kith, to, members[2]!);
    const { id } = await say(speaker, to, 'now that he is gone');
    speaker.send({ t: 'typing', to, on: true });
    await members[1]!.im.message.setListTime({ list_id: to });
    await sockets[1]!.next('read');
    await sockets[1]!.next('typing');
    await Promise.all([gone.settle(), legacy.settle()]);
    expect(texts(pushed(gone, to))).toEqual(order);
    expect(gone.frames.filter((frame) => frame.t === 'read' || frame.t === 'typing')).toEqual([]);
    expect(legacy.frames.filter((frame) => frame.action === 'chatData')).toHaveLength(10);
    for (const socket of sockets) {
      if (socket !== gone) expect(texts(pushed(socket, to)).at(-1)).toBe('now that he is gone');
    }

    expect(await ask(gone, textFrame(to, 'let me in'))).toMatchObject({ t: 'nack', code: 'not_found' });
    expect(await ask(gone, { t: 'recall', to, id })).toMatchObject({ t: 'nack', code: 'not_found' });
    gone.send({ t: 'sync', to, after: 0 });
    expect(await gone.next('nack')).toMatchObject({ to, code: 'not_found' });
    const again = await members[2]!.v1({ conversations: { [to]: 0 } });
    await again.settle();
    expect(again.frames.map((frame) => frame.t)).toEqual(['ready', 'pong']);
  });

  test('a message in transit is refused when its author is removed', async () => {
    const [ada, bo] = await people(kith, 'ada', 'bo');
    const to = await group(kith, [{ person: ada }, { person: bo }]);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    await say(atBo, to, 'still in');
    const removal = await holdConversations(kith, async (tx) => {
      const { id } = await tx
        .updateTable('conversations')
        .set((column) => ({ members_version: column('members_version', '+', 1) }))
        .where('list_id', '=', parseListId(to)!)
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx
        .updateTable('members')
        .set({ left_at: 1 })
        .where('conversation_id', '=', id)
        .where('account_id', '=', bo.id as AccountId)
        .execute();
    });
    const answer = ask(atBo, textFrame(to, 'too late'));
    await eventually('the message waits for the removal', async () => {
      const [row] = await kith.sql<{ count: number }>(
        `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return row!.count > 0;
    });
    await removal.letGo();
    expect(await answer).toMatchObject({ t: 'nack', code: 'not_found' });
    // The first entry names the group's creator.
    expect(texts(await syncAll(atAda, to)).slice(1)).toEqual(['still in']);
  });

  test('a new member receives later messages', async () => {
    const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
    const to = await group(kith, [{ person: ada }, { person: bo }]);
    const [atAda, atCy] = await Promise.all([ada.v1(), cy.v1()]);
    await say(atAda, to, 'without cy');
    await kith.sql(
      `with bumped as (update conversations set members_version = members_version + 1 where list_id = $1::uuid returning id)
       insert into members (tenant_id, conversation_id, account_id, created_at) select 1, id, $2, 0 from bumped`,
      [to, cy.id],
    );
    await say(atAda, to, 'with cy');
    await atCy.next('entry', ({ e }) => e.content['text'] === 'with cy');
    expect(texts(pushed(atCy, to))).toEqual(['with cy']);
  });
});

describe('several devices', () => {
  test("a message reaches the sending socket, the sender's other devices and the other person, each once", async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const token = await signInAgain(kith, ada);
    const sockets = await Promise.all([ada.v1(), ada.v1(), { ...ada, token }.v1(), bo.v1()]);
    const ack = await say(sockets[0]!, to, 'everywhere');
    for (const socket of sockets) {
      await socket.settle();
      expect(pushed(socket, to)).toMatchObject([
        { seq: ack.seq, id: ack.id, time: ack.time, from: ada.id, cid: ack.cid, kind: 'message', type: 0 },
      ]);
    }
  });
});
