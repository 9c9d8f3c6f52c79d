import { randomUUID } from 'node:crypto';
import { RealtimeError, type Sent } from '@kith/sdk';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { group, plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith } from '../harness/kith.js';
import { apply, connectDevice, type Device, type Shown } from './device.js';
import { people, syncAll, upTo } from './support.js';

const warnings = collectWarnings();
const kith = useKith({ log: warnings.log, overrides: { ports: { passwords: plainPasswords } } });

afterEach(() => expect(warnings.drain()).toEqual([]));

/** The number of conversations, half of them groups; and the seed that a failure printed. */
const RUNS = Number(process.env['KITH_PROPERTY_RUNS'] ?? 6);
const SEED = process.env['KITH_PROPERTY_SEED'];

const device = fc.nat(3);
const which = fc.nat(30);

const step = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('send' as const), device, isToBeBurnt: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('repeat' as const), device, which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('edit' as const), device, which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('recall' as const), device, which }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('react' as const),
      device,
      which,
      emoji: fc.constantFrom('👍', '🍵'),
      on: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('takeBack' as const), device: fc.nat(1), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('burn' as const), which }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('read' as const), device, back: fc.nat(4) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('cut' as const), device }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), turns: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Message {
  readonly from: number;
  readonly cid: string;
  readonly content: Record<string, unknown>;
  readonly sent: Sent;
}

test(
  'after any actions of two people on four devices over any network, each device has the state of a new one',
  async () => {
    let runs = 0;
    const life = fc.array(step, { minLength: 10, maxLength: 60 });
    const property = fc.asyncProperty(life, (steps) => live(steps, runs++ % 2 === 0 ? 'pair' : 'group'));
    // A failure prints its seed. Shrinking would take longer than reading the steps.
    await fc.assert(property, {
      ...(SEED !== undefined && { seed: Number(SEED) }),
      numRuns: RUNS,
      endOnFailure: true,
    });
    expect(runs).toBe(RUNS);
  },
  atPace(RUNS * 20_000),
);

/** One run of a conversation: of two friends, or of a group in which ada is an admin and bo is not. */
async function live(steps: readonly Step[], kind: 'pair' | 'group'): Promise<void> {
  const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
  const members = [{ person: cy, role: 'owner' }, { person: ada, role: 'admin' }, { person: bo }] as const;
  const to = kind === 'pair' ? await kith.befriend(ada, bo) : await group(kith, members);
  const devices = [ada, ada, bo, bo].map((person) => connectDevice(person, to));
  const messages: Message[] = [];
  const readUpTo = new Map<number, number>();
  for (const { id } of [ada, bo]) readUpTo.set(id, (await readSeqOf(id, to))!);
  /** The messages that bo has sent or is sending. */
  const ofBo: Promise<Sent>[] = [];
  let underWay: Promise<unknown>[] = [];

  function moveRead(userId: number, seq: number): void {
    readUpTo.set(userId, Math.max(seq, readUpTo.get(userId)!));
  }

  async function send(by: Device, content: Record<string, unknown>, cid: string): Promise<Sent> {
    const sent = await by.realtime.send(to, 0, content, { cid });
    moveRead(by.person.id, sent.seq); // sending marks as read
    const first = messages.find((message) => message.cid === cid);
    if (first) expect(sent).toEqual(first.sent);
    else messages.push({ from: by.person.id, cid, content, sent });
    return sent;
  }

  /** Actions that may be refused because the message is already gone. */
  async function change(work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      if (!(error instanceof RealtimeError) || !['forbidden', 'not_found'].includes(error.code)) throw error;
    });
  }

  async function take(next: Step): Promise<void> {
    const by = 'device' in next ? devices[next.device]! : devices[0]!;
    const own = messages.filter((message) => message.from === by.person.id);
    switch (next.do) {
      case 'send': {
        const content = { text: randomUUID(), ...(next.isToBeBurnt && { yhjf: true }) };
        const sending = send(by, content, randomUUID());
        if (by.person === bo) ofBo.push(sending);
        return void underWay.push(sending);
      }
      case 'repeat': {
        const message = own[next.which % own.length];
        if (message) underWay.push(send(by, message.content, message.cid));
        return;
      }
      case 'edit': {
        const message = own[next.which % own.length];
        const content = { text: `edited ${randomUUID()}` };
        if (message) underWay.push(change(by.realtime.edit(to, message.sent.id, content)));
        return;
      }
      case 'recall': {
        const message = own[next.which % own.length];
        if (message) underWay.push(change(by.realtime.recall(to, message.sent.id)));
        return;
      }
      case 'react': {
        const message = messages[next.which % messages.length];
        if (message) underWay.push(change(by.realtime.react(to, message.sent.id, next.emoji, next.on)));
        return;
      }
      case 'takeBack': {
        // As soon as it is stored. The admin of a group may recall it, a friend may not.
        const sent = ofBo[next.which % ofBo.length];
        if (sent) underWay.push(sent.then(({ id }) => change(by.realtime.recall(to, id))));
        return;
      }
      case 'burn': {
        const burning = messages.filter((message) => message.content['yhjf']);
        const message = burning[next.which % burning.length];
        if (!message) return;
        const reader = message.from === ada.id ? bo : ada;
        // An edit may have removed the mark.
        const burnt = reader.im.message.burnRead({ list_id: to, type: 0, msg_id: message.sent.id });
        return void underWay.push(burnt.catch(() => undefined));
      }
      case 'read': {
        const seq = (by.told.at(-1) ?? 0) - next.back;
        if (seq < 1) return;
        by.realtime.read(to, seq);
        return moveRead(by.person.id, seq);
      }
      case 'cut':
        return by.cut();
      case 'restart':
        return kith.restart();
      case 'wait':
        for (const _ of upTo(next.turns)) await new Promise((resolve) => setImmediate(resolve));
        return;
      case 'settle':
        await Promise.all(underWay);
        underWay = [];
    }
  }

  try {
    for (const next of steps) await take(next);
    await Promise.all(underWay);
    await check(to, devices, messages, readUpTo);
  } finally {
    for (const one of devices) one.realtime.close();
  }
}

async function check(
  to: string,
  devices: readonly Device[],
  messages: readonly Message[],
  readUpTo: ReadonlyMap<number, number>,
): Promise<void> {
  const newcomer = await devices[0]!.person.v1();
  const stream = await syncAll(newcomer, to);
  newcomer.close();
  expect(stream.map((entry) => entry.seq)).toEqual(upTo(stream.length));
  expect(new Set(stream.flatMap((entry) => entry.cid ?? [])).size).toBe(messages.length);
  const fresh: Shown = new Map();
  for (const entry of stream) apply(fresh, entry);
  // A deleted message is shown in its final state, before the entry that explains it arrives.
  for (const { seq, content, recalled } of stream)
    if (recalled) expect({ seq, content }).toEqual({ seq, content: fresh.get(seq)!.content });

  for (const one of devices) {
    await eventually('a device has everything', () => one.told.at(-1) === stream.length);
    expect(one.told).toEqual(upTo(stream.length));
    expect(one.shown).toEqual(fresh);
    for (const userId of readUpTo.keys()) {
      const seqs = one.reads.filter((read) => read.userId === userId).map((read) => read.seq);
      expect(seqs, 'read positions only grow').toEqual(seqs.toSorted((a, b) => a - b));
    }
  }

  for (const person of new Set(devices.map((one) => one.person))) {
    const expected = readUpTo.get(person.id);
    await eventually(
      `the read position is ${expected}`,
      async () => (await readSeqOf(person.id, to)) === expected,
    );
    const unread = [...fresh].filter(
      ([seq, message]) => seq > expected! && !message.isGone && message.from !== person.id,
    );
    const { data } = await person.im.get.chatList();
    expect(data.find((row) => row.list_id === to)?.no_reader_num, `unread of ${person.username}`).toBe(
      unread.length,
    );
  }
}

async function readSeqOf(accountId: number, to: string): Promise<number | undefined> {
  const [row] = await kith.sql<{ read_seq: number }>(
    `select greatest(read_seq, case account_id when low_id then low_sent_seq when high_id then high_sent_seq end) as read_seq
     from members m join conversations c on c.id = conversation_id where list_id = $1::uuid and account_id = $2`,
    [to, accountId],
  );
  return row?.read_seq;
}
