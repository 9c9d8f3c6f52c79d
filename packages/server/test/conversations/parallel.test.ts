import { expect, it } from 'vitest';
import type { AccountId } from '@kith/core/kernel';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { history, pages, plainPasswords, say, threePeople, unread } from './chatting.js';

const kith = useKith({
  config: { databaseConnections: 4 },
  overrides: { ports: { passwords: plainPasswords } },
});

/** The definition of unread: messages of others after the read position that still have content. */
async function countedUnread(who: Person, list_id: string): Promise<number> {
  const [row] = await kith.sql<{ unread: number }>(
    `select count(e.seq)::int as unread
     from conversations c
     join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.account_id = $1
     left join entries e on e.tenant_id = c.tenant_id and e.conversation_id = c.id
       and e.seq > greatest(m.read_seq, case m.account_id when c.low_id then c.low_sent_seq when c.high_id then c.high_sent_seq end)
       and e.kind = 'message' and e.gone is null and e.sender_id <> $1
     where c.list_id = $2::uuid`,
    [who.id, list_id],
  );
  return row?.unread ?? -1;
}

it('unread is exact after 50 parallel sends, reads, recalls and burns', async () => {
  const { ada, bo, list_id } = await threePeople(kith);
  const text = (who: Person, content: object) =>
    who.im.message.textMsg({ list_id, content_type: 0, content });
  for (let round = 0; round < 4; round++) {
    // Messages to recall, to burn, and to read.
    await Promise.all([...Array(10).keys()].map((i) => text(ada, { text: `old ${i}`, yhjf: i % 2 === 0 })));
    const old = (await history(bo, list_id)).filter((message) => message.type === 0).slice(-10);
    const lately = (i: number) => old[i % old.length]?.msg.id ?? '';
    const work: Promise<unknown>[] = [];
    for (let i = 0; i < 50; i++) {
      work.push(text(ada, { text: `new ${i}` }));
      if (i % 5 === 0) work.push(bo.im.message.updataNoReader({ list_id }));
      if (i % 6 === 0)
        work.push(ada.im.message.withdraw({ list_id, msg_id: lately(i) }).catch(() => undefined));
      if (i % 7 === 0)
        work.push(bo.im.message.burnRead({ list_id, msg_id: lately(i) }).catch(() => undefined));
      if (i % 9 === 0) work.push(bo.im.get.chatData({ list_id, is_up: 1 }));
      if (i % 10 === round) work.push(text(bo, { text: `answer ${i}` }));
      if (i % 12 === 0) work.push(bo.im.chat.sign({ list_id, no_reader_num: 0 }));
    }
    await Promise.all(work);
    for (const who of [ada, bo]) {
      const expected = await countedUnread(who, list_id);
      expect(await unread(who, list_id)).toBe(expected);
      expect((await who.im.get.base()).no_reader_chat_num).toBe(expected);
    }
  }
  const numbers = await kith.sql<{ seq: number; ordinal: number; kind: string }>(
    `select e.seq, e.ordinal, e.kind from entries e join conversations c on c.id = e.conversation_id
     where c.list_id = $1::uuid order by e.seq`,
    [list_id],
  );
  // The stream is dense, and each entry has the right number of messages up to it.
  let ordinal = 0;
  expect(numbers).toEqual(
    numbers.map(({ kind }, i) => ({ seq: i + 1, kind, ordinal: kind === 'message' ? ++ordinal : ordinal })),
  );
  await bo.im.message.updataNoReader({ list_id });
  expect(await unread(bo, list_id)).toBe(0);
});

it('parallel clears, sends and reads everywhere succeed, and later messages are unread', async () => {
  const people = await Promise.all(['ada', 'bo', 'cy', 'dee'].map((name) => kith.person(name)));
  const lists: [string, Person, Person][] = [];
  for (const [i, a] of people.entries())
    for (const b of people.slice(i + 1)) lists.push([await kith.befriend(a, b), a, b]);
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => {
      const [list_id = '', a, b] = lists[i % lists.length] ?? [];
      const who = i % 2 ? a : b;
      if (!who) throw new Error('There are people in each list.');
      const own = lists.filter((list) => list.slice(1).includes(who)).map(([id]) => id);
      switch (i % 6) {
        case 0:
          return who.im.remove.del_all();
        case 1:
          return who.im.remove.del_log({ list_id, type: 2 });
        case 2:
          return who.im.message.setListTime({ list_id });
        case 3:
          return who.im.chat.deleteChat({ list_id });
        default:
          return who.im.message.textMsgs({ list_ids: own, content_type: 0, content: { text: `${i}` } });
      }
    }),
  );
  for (const [list_id, a, b] of lists) {
    await a.im.remove.del_log({ list_id, type: 2 });
    const { msg } = await say(a, list_id, 'last');
    expect([await unread(a, list_id), await unread(b, list_id)]).toEqual([0, 1]);
    expect((await pages(b, list_id)).flat().map((message) => message.msg.id)).toEqual([msg.id]);
  }
});

it('positions never go back when one device clears all while another one sends', async () => {
  const { ada, bo, list_id } = await threePeople(kith);
  await say(ada, list_id, 'one');
  const own = kith.server.deps.db.updateTable('members').where('account_id', '=', bo.id as AccountId);
  let cleared: Promise<void> | undefined;
  await kith.server.deps.db.transaction().execute(async (tx) => {
    // The other device's send has moved the position, and is not committed yet.
    await tx.executeQuery(own.set({ read_seq: 9, read_count: 9 }).compile());
    cleared = bo.im.remove.del_all();
    // The clear has read the end of the conversation; its write waits.
    await eventually('clearing waits', async () => {
      const waiting = await kith.sql(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      return waiting.length > 0;
    });
  });
  await cleared;
  const [side] = await kith.sql(
    'select read_seq, read_count, cleared_seq from members where account_id = $1',
    [bo.id],
  );
  expect(side).toEqual({ read_seq: 9, read_count: 9, cleared_seq: 2 });
});
