import { bounds } from '@kith/core/kernel';
import { expect, it } from 'vitest';
import { plainPasswords, refused, say } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { recordStatements } from '../harness/rows-read.js';
import { lines } from './people.js';

const kith = useKith({ usualPlans: true, overrides: { ports: { passwords: plainPasswords } } });

/** Friends of an account, inserted into the database: five thousand registrations are not part of this story. */
async function friendsOf(person: Person, count: number): Promise<number[]> {
  const rows = await kith.sql<{ id: number }>(
    `with made as (
       insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at)
       select 1, 'crowd_' || $1::int || '_' || n, 'crowd_' || $1::int || '_' || n, 'crowd ' || n, 'C', '{}', '', 0, 0, 0, 0 from generate_series(1, $2::int) as n
       returning id
     ), friended as (
       insert into friends (tenant_id, account_id, friend_id, source, created_at)
       select 1, $1, id, 0, 0 from made union all select 1, id, $1, 0, 0 from made
     )
     select id from made order by id`,
    [person.id, count],
  );
  return rows.map(({ id }) => id);
}

it('a group of 5,000 is created in one call, delivers messages to all members, refuses one more, and is disbanded for all', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  await kith.befriend(ada, bo);
  const crowd = await friendsOf(ada, 4998);
  const late = await kith.person('late');
  await kith.befriend(ada, late);

  let list_id = '';
  const statements = await recordStatements(async () => {
    ({ list_id } = await ada.im.message.addGroup({ users: [bo.id, ...crowd], name: 'the whole town' }));
  });
  // So that the timeout of a statement holds for any group, on a busy machine too.
  const written = statements.filter(({ text }) => text.includes('insert into'));
  const lengths = written.flatMap(({ values }) => values.filter(Array.isArray).map(({ length }) => length));
  expect(Math.max(...lengths)).toBe(bounds.database.rowsWrittenAtOnce);
  expect((await lines(bo, list_id))[0]).toMatch(/^ada邀请了bo、crowd 1、.*等4999人加入群聊$/);
  const details = await bo.im.message.getChatDetails({ list_id });
  expect(details.member).toHaveLength(5000);
  expect(await bo.im.get.chatData({ list_id })).toMatchObject({ show_name: 'the whole town(5000)' });
  await expect(ada.im.message.addChat({ users: [late.id], list_id })).rejects.toMatchObject({
    message: '人数已达上限：5000',
  });
  await expect(ada.im.message.addGroup({ users: [bo.id, late.id, ...crowd] })).rejects.toMatchObject({
    err: 1,
  });

  const sockets = await Promise.all(Array.from({ length: 20 }, () => bo.socket()));
  const v1 = await bo.v1();
  for (let i = 0; i < 10; i++) await say(ada, list_id, `news ${i}`);
  for (const socket of sockets)
    for (let i = 0; i < 10; i++)
      expect((await socket.next('chatData')).data.msg.content['text']).toBe(`news ${i}`);
  expect((await v1.next('entry')).e.seq).toBe(2);
  // In so large a group nobody receives typing frames.
  const ear = await ada.v1();
  v1.send({ t: 'typing', to: list_id, on: true });
  await v1.settle();
  await ear.settle();
  expect(ear.frames.map(({ t }) => t)).toEqual(['ready', 'pong']);

  const everybody = crowd.slice(0, 2500);
  await ada.im.message.setGroupAdmin({ users: everybody, list_id, type: 2 });
  expect((await ada.im.message.getGroupAdmin({ list_id, type: 2 })).user_ids).toHaveLength(2500);
  await ada.im.message.removeGroup({ list_id });
  expect(await sockets[0]!.next('removeGroup')).toEqual({ list_id, group_name: 'the whole town' });
  await expect(bo.im.get.chatData({ list_id })).rejects.toMatchObject(refused.notFound);
});
