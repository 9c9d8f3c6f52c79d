import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { threePeople } from '../conversations/chatting.js';
import { eventually, useKith } from '../harness/kith.js';
import { signInAgain } from '../realtime/support.js';
import { addNode } from './nodes.js';

const VIDEO = 6;
const overrides = { timing: { watchCallsEveryMs: 20, seeCallersEveryMs: 20 } };
const kith = useKith({ nodes: { count: 1, bus: 'postgres' }, overrides });

test('a call is missed seconds after the device that calls has lost its socket, at whichever node; other devices do not hold it', async () => {
  const { ada, bo, list_id } = await threePeople(kith);
  const node = await addNode(kith, overrides);
  const [atNode, boSocket] = [await node.socket(ada), await bo.socket()];
  await (await node.socket({ token: await signInAgain(kith, ada) })).settle();
  const { call_id } = await ada.im.message.sendVideo({ list_id, content_type: VIDEO });
  const call = async () => {
    const [row] = await kith.sql<{ state: string; seen_at: string; rang_ms: string }>(
      `select state, seen_at, ended_at - started_at as rang_ms from calls c
       left join call_participants p on p.call_id = c.id and p.seen_at is not null where c.id = $1`,
      [call_id],
    );
    return row!;
  };
  // Together longer than a call rings without its device.
  for (let i = 0; i < 12; i++) {
    kith.advance(1_000);
    const now = kith.server.deps.now();
    await eventually('the device is seen', async () => Number((await call()).seen_at) >= now);
  }
  expect((await call()).state).toBe('ringing');

  atNode.close();
  await eventually('the call has ended', async () => {
    // Then the clock stands still: a node that missed the event looks for it in the last seconds.
    if ((await call()).state === 'ended') return true;
    kith.advance(500);
    // Some rounds of the watcher.
    await sleep(50);
    return false;
  });
  expect(await boSocket.next('cancleVedio')).toMatchObject({ call_id, user_id: bo.id });
  expect(Number((await call()).rang_ms)).toBeLessThan(50_000);
});
