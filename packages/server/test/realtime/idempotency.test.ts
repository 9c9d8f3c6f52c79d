import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { useKith } from '../harness/kith.js';
import { adaAndBo, ask, people, say, textFrame } from './support.js';

const warnings = collectWarnings();
const kith = useKith({ log: warnings.log, overrides: { ports: { passwords: plainPasswords } } });

afterEach(() => expect(warnings.drain()).toEqual([]));

async function countRows(cids: readonly string[]): Promise<number | undefined> {
  const [row] = await kith.sql<{ count: number }>(
    'select count(*)::int from entries where client_id = any($1::uuid[])',
    [cids],
  );
  return row?.count;
}

describe('(sender, cid) is unique for ever', () => {
  test('500 messages, each sent on two sockets and repeated on both and after a reconnect, are stored once and get one kith.v1 ack each', async () => {
    const { ada, to } = await adaAndBo(kith);
    const cids = Array.from({ length: 500 }, () => randomUUID());
    const acks = new Map<string, string[]>(cids.map((cid) => [cid, []]));
    const note = ({ cid, ...place }: realtime.Ack): void => void acks.get(cid!)!.push(JSON.stringify(place));

    // In batches of a hundred, below the limit of frames.
    const hundreds = Array.from({ length: 5 }, (_, i) => cids.slice(i * 100, i * 100 + 100));
    await Promise.all(
      hundreds.map(async (hundred) => {
        const [one, other] = await Promise.all([ada.v1(), ada.v1()]);
        const answered: Promise<void>[] = [];
        for (const cid of hundred) {
          for (const socket of [one, other, one]) {
            answered.push(socket.next('ack', (ack) => ack.cid === cid).then(note));
            socket.send(textFrame(to, `about ${cid}`, cid));
          }
        }
        await Promise.all(answered);
        one.close();
        const again = await ada.v1();
        await Promise.all(
          hundred.map(async (cid) => {
            again.send(textFrame(to, `about ${cid}`, cid));
            note(await again.next('ack', (ack) => ack.cid === cid));
          }),
        );
      }),
    );

    expect(await countRows(cids)).toBe(500);
    for (const places of acks.values()) {
      expect(places).toHaveLength(4);
      expect(new Set(places).size).toBe(1);
    }
  });

  test('the same cid with another body, type, reply or conversation is a conflict, and the first message stays', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [cy] = await people(kith, 'cy');
    const elsewhere = await kith.befriend(ada, cy);
    const socket = await ada.v1();
    const cid = randomUUID();
    const first = await say(socket, to, 'as it was', cid);
    const same = textFrame(to, 'as it was', cid);

    for (const other of [
      textFrame(to, 'as it was not', cid),
      { ...same, content: { text: 'as it was', user_id: String(bo.id) } },
      { ...same, type: 10, content: { latitude: 1, longitude: 2 } },
      { ...same, reply_to: 1 },
      textFrame(elsewhere, 'as it was', cid),
    ]) {
      expect(await ask(socket, other)).toMatchObject({ t: 'nack', to: other.to, cid, code: 'conflict' });
    }
    expect(await ask(socket, same)).toEqual(first);
    expect(await countRows([cid])).toBe(1);
    const { data } = await ada.im.get.chatList();
    expect(data.find((row) => row.list_id === to)!.last_msg).toBe('as it was');
  });

  test('the same cid of two people makes two messages', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const cid = randomUUID();
    const [one, other] = await Promise.all([say(atAda, to, 'mine', cid), say(atBo, to, 'mine', cid)]);
    expect(one.seq).not.toBe(other.seq);
    expect(await countRows([cid])).toBe(2);
  });

  test('a cid in upper case is the same cid, and its ack repeats it as written', async () => {
    const { ada, to } = await adaAndBo(kith);
    const socket = await ada.v1();
    const cid = randomUUID();
    const first = await say(socket, to, 'quietly', cid);
    const loud = await say(socket, to, 'quietly', cid.toUpperCase());
    expect(loud).toEqual({ ...first, cid: cid.toUpperCase() });
  });

  test('a repeat gets the first ack even after the message was edited, recalled, and its history destroyed', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const socket = await ada.v1();
    const cid = randomUUID();
    const first = await say(socket, to, 'regretted', cid);
    const repeat = () => ask(socket, textFrame(to, 'regretted', cid));

    await ask(socket, { t: 'edit', to, id: first.id, content: { text: 'mended' } });
    expect(await repeat()).toEqual(first);
    await ask(socket, { t: 'recall', to, id: first.id });
    expect(await repeat()).toEqual(first);
    expect(await ask(socket, textFrame(to, 'another', cid))).toMatchObject({ code: 'conflict' });
    await bo.im.group.xiaoHuiMessage({ list_id: to });
    expect(await repeat()).toEqual(first);
    expect(await countRows([cid])).toBe(1);
  });

  test('a repeat gets the first ack even after a restart of the server', async () => {
    const { ada, to } = await adaAndBo(kith);
    const before = await ada.v1();
    const cid = randomUUID();
    const first = await say(before, to, 'lasting', cid);
    await kith.restart();
    const after = await ada.v1();
    expect(await say(after, to, 'lasting', cid)).toEqual(first);
    expect(await ask(after, textFrame(to, 'fleeting', cid))).toMatchObject({ code: 'conflict' });
  });

  test('a name card is the same card even if the person has changed the name since', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const socket = await ada.v1();
    const card: realtime.Send = {
      t: 'send',
      cid: randomUUID(),
      to,
      type: 8,
      content: { user_id: bo.id },
    };
    const first = await ask(socket, card);
    expect(first.t).toBe('ack');
    await bo.im.set.setInfo({ type: 0, content: 'bo the second' });
    expect(await ask(socket, card)).toEqual(first);
    const [cy] = await people(kith, 'cy');
    expect(await ask(socket, { ...card, content: { user_id: cy.id } })).toMatchObject({ code: 'conflict' });
  });
});
