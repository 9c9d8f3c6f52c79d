import { pino } from 'pino';
import { expect, test } from 'vitest';
import { realtime } from '@kith/contract';
import { renewEpochs } from '../../src/app/renew-epochs.js';
import { plainPasswords } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { connectDevice, type Shown } from './device.js';
import { adaAndBo, people, say, syncAll, upTo } from './support.js';

/* An older copy of the database replaces the one that clients know. */
let warnings: string[] = [];
const kith = useKith({
  log: pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) }),
  overrides: { ports: { passwords: plainPasswords }, timing: { checkClockEveryMs: 50 } },
});

/** Deletes the entries after a position of a conversation. */
async function forgetEntries(to: string, after: number): Promise<void> {
  await kith.sql(
    `with gone as (
       delete from entries e using conversations c
       where c.list_id = $1::uuid and e.tenant_id = c.tenant_id and e.conversation_id = c.id and e.seq > $2
     )
     update conversations set message_count = message_count - (last_seq - $2), last_seq = $2 where list_id = $1::uuid`,
    [to, after],
  );
}

/** Deletes the events after a position of an account. */
async function forgetEvents(person: Person, after: number): Promise<void> {
  await kith.sql(
    `with gone as (delete from account_events where account_id = $1 and position > $2)
     update accounts set event_position = $2 where id = $1`,
    [person.id, after],
  );
}

const texts = (shown: Shown) => [...shown.values()].map(({ content }) => content['text']);

test('a client with later entries ends with the restored state and the later changes', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const atBo = await bo.v1();
  let resets = 0;
  const device = connectDevice(ada, to, {
    onReset: () => {
      resets++;
      device.shown.clear();
      device.realtime.track(to, 0);
    },
  });
  for (const n of upTo(5)) await say(atBo, to, `before ${n}`);
  await eventually('all five arrived', () => texts(device.shown).length === 5);

  await forgetEntries(to, 3);
  warnings = [];
  await kith.restart();
  const again = await bo.v1();
  const { seq } = await say(again, to, 'after');
  expect(seq).toBe(4);
  await eventually('the device shows what there is', () => texts(device.shown).at(-1) === 'after');
  expect(texts(device.shown)).toEqual(['before 1', 'before 2', 'after']);
  expect(resets).toBe(1);
  expect(warnings.filter((line) => line.includes('kith restored'))).toHaveLength(1);
  device.realtime.close();
});

test('entries ahead: the socket is told to reconnect, and every client of the account gets a new epoch', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const socket = await ada.v1();
  const { cursor } = socket.ready;
  const { seq } = await say(socket, to, 'forgotten');
  await forgetEntries(to, seq - 1);
  const ahead = await ada.v1({ cursor, conversations: { [to]: seq } });
  expect(await ahead.closed).toBe(realtime.CloseCode.restart);
  const back = await ada.v1({ cursor, conversations: { [to]: seq } });
  await back.settle();
  expect(back.frames.map(({ t }) => t)).toEqual(['ready', 'pong']);
  expect(back.ready.cursor.epoch).not.toBe(cursor.epoch);
  expect((await syncAll(back, to)).map((entry) => entry.seq)).toEqual(upTo(seq - 1));
  // Known positions of the new epoch are replayed as usual, and no other client is affected.
  const later = await say(await bo.v1(), to, 'later');
  const known = await ada.v1({ cursor: back.ready.cursor, conversations: { [to]: seq - 1 } });
  expect((await known.next('entries')).entries.map((entry) => entry.seq)).toEqual([later.seq]);
  expect((await bo.v1()).ready.cursor.epoch).toBe(cursor.epoch);
});

test('events ahead: `ready` has a new epoch, once', async () => {
  const [ada, bo] = await people(kith, 'ada', 'bo');
  const before = await ada.v1();
  await bo.im.action.friendAdd({ user_id: ada.id, content: 'hi' });
  const { position } = await before.next('event');
  const { epoch } = before.ready.cursor;
  await forgetEvents(ada, position - 1);
  const [one, other] = await Promise.all([
    ada.v1({ cursor: { epoch, position } }),
    ada.v1({ cursor: { epoch, position } }),
  ]);
  expect(one.ready.cursor).toMatchObject({ position: position - 1 });
  expect(one.ready.cursor.epoch).not.toBe(epoch);
  expect(other.ready.cursor).toEqual(one.ready.cursor);
});

test('a position ahead in a foreign conversation, or without a cursor, changes nothing', async () => {
  const { ada, to } = await adaAndBo(kith);
  const [cy] = await people(kith, 'cy');
  const { cursor } = (await cy.v1()).ready;
  for (const [who, hello] of [
    [cy, { cursor, conversations: { [to]: 1000 } }],
    [ada, { conversations: { [to]: 1000 } }],
  ] as const) {
    const socket = await who.v1(hello);
    await socket.settle();
    expect(socket.frames.map(({ t }) => t)).toEqual(['ready', 'pong']);
    expect((await who.v1()).ready.cursor.epoch).toBe(cursor.epoch);
  }
});

test("an operator's command gives every account the new epoch, also those with their own", async () => {
  const { ada, bo } = await adaAndBo(kith);
  const socket = await ada.v1();
  const { cursor } = socket.ready;
  const ahead = await ada.v1({ cursor: { ...cursor, position: cursor.position + 1 } });
  const own = ahead.ready.cursor;
  expect(own.epoch).not.toBe(cursor.epoch);
  // With these, there is a socket at each node.
  const last = await ada.v1();
  await renewEpochs(kith.server.deps.db);
  // The command ran beside a server, which notifies the open sockets.
  for (const open of [socket, ahead, last]) expect(await open.closed).toBe(realtime.CloseCode.restart);
  const { epoch } = (await bo.v1()).ready.cursor;
  expect([cursor.epoch, own.epoch]).not.toContain(epoch);
  expect((await ada.v1()).ready.cursor.epoch).toBe(epoch);
});
