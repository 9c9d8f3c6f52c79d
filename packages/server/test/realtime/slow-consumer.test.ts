import { afterEach, describe, expect, test } from 'vitest';
import { group, plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith, type Kith, type Person } from '../harness/kith.js';
import { heldBack, openRawClient, type RawClient } from './raw-client.js';
import { adaAndBo, people, say, syncAll, textFrame, upTo } from './support.js';

const ports = { passwords: plainPasswords };
const warnings = collectWarnings();
const kith = useKith({ log: warnings.log, overrides: { ports } });
const impatient = useKith({
  overrides: { ports, timing: { slowForMs: atPace(300), closeWithinMs: 200, pingEveryMs: atPace(1000) } },
});

afterEach(() => expect(warnings.drain()).toEqual([]));

/** The number of bytes that one frame and one turn may add to the buffer. */
const MOST_HELD_BACK = 1024 * 1024 + 256 * 1024;

const LONG = '長'.repeat(9_000); // 27 KB

const wsUrl = (of: Kith) => `${of.url.replace('http', 'ws')}/ws`;

async function openSlowV1(of: Kith, person: Person): Promise<RawClient> {
  const client = await openRawClient(wsUrl(of), 'kith.v1');
  client.send({ t: 'hello', token: person.token });
  await eventually('it is in', () => client.texts.some((text) => text.includes('"ready"')));
  return client;
}

describe('a client that does not read', () => {
  test('while bo floods the group: a reading client gets everything, a kith.v1 client gets kith.v1 behind, an existing client is closed, and the server buffers little', async () => {
    const [bo, ada, cy, dan] = await people(kith, 'bo', 'ada', 'cy', 'dan');
    const to = await group(kith, [{ person: bo }, { person: ada }, { person: cy }, { person: dan }]);
    const slow = await openSlowV1(kith, ada);
    const slowLegacy = await openRawClient(wsUrl(kith));
    slowLegacy.send({ action: 'checkToken', data: cy.token });
    await eventually('cy is in', () => slowLegacy.texts.some((text) => text.includes('"err":0')));
    const reader = await dan.v1();
    const readerLegacy = await dan.socket();
    const writers = await Promise.all([bo.v1(), bo.v1()]);
    slow.stopReading();
    slowLegacy.stopReading();

    let most = 0;
    let count = 0;
    const isGivenUp = () => [...kith.server.deps.hub.of(cy.id as never)].every((socket) => !socket.isOpen());
    const flood = async () => {
      const writer = writers[(count / 10) % 2]!;
      for (const i of upTo(10)) writer.send(textFrame(to, `${count + i} ${LONG}`));
      for (const _ of upTo(10)) {
        await writer.next('ack');
        await reader.next('entry');
        await readerLegacy.next('chatData');
      }
      count += 10;
      most = Math.max(most, heldBack(slow), heldBack(slowLegacy));
    };
    // The system's own buffer varies.
    while (count < 1000 && !(isGivenUp() && heldBack(slow) > 256 * 1024)) {
      await flood();
      // Once its socket is closed, cy resumes reading, and sees the close code.
      if (isGivenUp()) slowLegacy.readOn();
    }
    await flood();
    expect(most).toBeGreaterThan(1000 * 1024);
    expect(most).toBeLessThan(MOST_HELD_BACK);
    await slowLegacy.gone;
    expect(slowLegacy.closeCode()).toBe(4008);

    slow.readOn();
    await eventually('ada is told', () => slow.texts.some((text) => text.startsWith('{"t":"behind"')));
    expect(JSON.parse(slow.texts.find((text) => text.startsWith('{"t":"behind"'))!)).toEqual({
      t: 'behind',
      // The first entry names the group's creator.
      conversations: { [to]: count + 1 },
    });
    // She can request the dropped entries, and is live again.
    const got = slow.texts.filter((text) => text.startsWith('{"t":"entry"')).length;
    expect(got).toBeLessThan(count);
    const again = await ada.v1();
    expect(await syncAll(again, to, got + 1)).toHaveLength(count - got);
    await say(writers[0]!, to, 'and now?');
    await eventually('ada hears it', () => slow.texts.at(-1)!.includes('and now?'));
    slow.destroy();
  });

  test('a client with a huge backlog reads it at its own pace, without loss', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const groups = await Promise.all(upTo(100).map(() => group(kith, [{ person: ada }, { person: bo }])));
    await kith.sql(
      `with moved as (
         update conversations set last_seq = 3, message_count = 2 where list_id = any($1::uuid[]) returning id
       )
       insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
       select 1, id, n + 1, 'message', 0, $2, n, n, $3 from moved, generate_series(1, 2) as n`,
      [groups, bo.id, JSON.stringify({ text: LONG })],
    );
    const back = await openRawClient(wsUrl(kith), 'kith.v1');
    back.stopReading();
    back.send({
      t: 'hello',
      token: ada.token,
      conversations: Object.fromEntries([...groups, to].map((id) => [id, 0])),
    });
    await eventually('the server waits for ada', () => heldBack(back) > 200 * 1024);
    const atBo = await bo.v1();
    const live = await Promise.all(upTo(50).map((n) => say(atBo, to, `${n} ${LONG}`)));
    expect(heldBack(back)).toBeLessThan(MOST_HELD_BACK);
    back.readOn();
    await eventually('ada has caught up', () => back.texts.some((text) => text.startsWith('{"t":"behind"')));
    const frames = back.texts.map((text) => JSON.parse(text) as { t: string; to: string });
    expect(frames.filter((frame) => frame.t === 'entries')).toHaveLength(101);
    expect(frames.at(-1)).toEqual({ t: 'behind', conversations: { [to]: live.at(-1)!.seq } });
    expect(back.tcp.closed).toBe(false);
    back.destroy();
  });

  test('a client that keeps asking and never reads is closed', async () => {
    const { ada, bo, to } = await adaAndBo(impatient);
    const atBo = await bo.v1();
    await Promise.all(upTo(4).map((n) => say(atBo, to, `${n} ${LONG}`)));
    const greedy = await openSlowV1(impatient, ada);
    greedy.stopReading();
    for (const _ of upTo(290)) greedy.send({ t: 'sync', to, after: 0 });
    let most = 0;
    await eventually('it is closed', () => {
      most = Math.max(most, heldBack(greedy));
      return !impatient.server.deps.hub.isOnline(ada.id as never);
    });
    expect(most).toBeLessThan(MOST_HELD_BACK);
    await say(atBo, to, 'who cares');
    greedy.readOn();
    await greedy.gone;
  });
});

describe('an unreachable client', () => {
  test('is disconnected without answers to pings, and is no longer online; one that answers stays', async () => {
    const [ada, bo] = await people(impatient, 'ada', 'bo');
    const [v1, legacy] = await Promise.all([ada.v1(), ada.socket()]);
    const vanished = await openSlowV1(impatient, bo);
    const vanishedLegacy = await openRawClient(wsUrl(impatient));
    await Promise.all([vanished.gone, vanishedLegacy.gone]);
    await eventually('bo is offline', () => !impatient.server.deps.hub.isOnline(bo.id as never));
    await Promise.all([v1.settle(), legacy.settle()]);
  });
});
