import { expect, test } from 'vitest';
import { bounds, parseListId, parseMessageId } from '@kith/core/kernel';
import { group, plainPasswords } from '../conversations/chatting.js';
import { throwDice } from '../faults/dice.js';
import { atPace } from '../harness/at-pace.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import type { LegacySocket } from '../harness/legacy-socket.js';
import { makeProcessCarriers } from '../harness/process-carrier.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { connectDevice, type Device } from '../realtime/device.js';
import { people, textFrame } from '../realtime/support.js';

const dice = throwDice();
let isRough = false;
/** Of ten frames one is lost, one is doubled, and three are late, so that later ones overtake them. */
const carriers = makeProcessCarriers(() => {
  if (!isRough) return [0];
  const delayMs = dice.pick([0, 0, 0, 0, 0, 0, 0, 1, 1, 1]) * dice.between(1, 90);
  return dice.pick([[], [delayMs, dice.between(0, 60)], ...Array.from({ length: 8 }, () => [delayMs])]);
});
const kith = useKith({
  nodes: { count: 3, bus: carriers.open },
  overrides: { ports: { passwords: plainPasswords }, timing: { earlyForMs: bounds.bus.earlyForMs } },
});

interface Client {
  readonly person: Person;
  readonly lists: readonly string[];
  readonly v1: V1Socket;
  readonly legacy: LegacySocket;
  readonly devices: Map<string, Device>;
}

test(
  `nothing is lost, doubled or reordered at any client although the bus loses, delays, doubles and swaps (KITH_FAULTS_SEED=${dice.seed})`,
  { timeout: atPace(60_000) },
  async () => {
    const everybody = await people(kith, 'ada', 'bo', 'cy', 'dee', 'eve', 'flo');
    const [ada, bo, cy, dee, eve, flo] = everybody;
    const club = await group(
      kith,
      everybody.map((person) => ({ person })),
    );
    await ada.im.message.nimingChange({ list_id: club, value: 1 });
    await dee.im.action.updateUserSayType({ list_id: club, status: 1 });
    const pairs: [Person, Person, string][] = [
      [ada, bo, await ada.im.message.getListId({ user_id: bo.id }).then(({ list_id }) => list_id)],
      [cy, dee, await kith.befriend(cy, dee)],
      [eve, flo, await kith.befriend(eve, flo)],
    ];
    const clients = await Promise.all(
      everybody.map(async (person): Promise<Client> => {
        const lists = [club, ...pairs.filter((pair) => pair.includes(person)).map(([, , to]) => to)];
        const devices = new Map(lists.map((to) => [to, connectDevice(person, to)]));
        return { person, lists, devices, v1: await person.v1({}), legacy: await person.socket() };
      }),
    );
    const startOf = new Map<string, number>();
    for (const to of [club, ...pairs.map(([, , list]) => list)]) startOf.set(to, await lastSeq(to));

    isRough = true;
    const sent = 240;
    for (let i = 0; i < sent; i++) {
      const { person, lists, v1 } = dice.pick(clients);
      const to = dice.pick(lists);
      const mine = v1.frames.flatMap((frame) =>
        frame.t === 'ack' && frame.to === to && frame.cid ? [frame.id] : [],
      );
      const shown = v1.frames.flatMap((frame) =>
        frame.t === 'entry' && frame.to === to ? [frame.e.seq] : [],
      );
      if (i % 12 === 0) await person.im.message.chatTop({ list_id: to, value: i % 24 ? 1 : 0 });
      else if (i % 7 === 0 && mine.length > 0) {
        const id = dice.pick(mine);
        v1.send(i % 2 ? { t: 'recall', to, id } : { t: 'edit', to, id, content: { text: `${i}, better` } });
      } else if (i % 5 === 0 && shown.length > 0) v1.send({ t: 'read', to, seq: shown.at(-1) });
      else if (i % 3 === 0)
        await person.im.message.textMsg({ list_id: to, content_type: 0, content: { text: `${i}` } });
      else v1.send(textFrame(to, `${i}`));
      if (i % 5 === 0) await new Promise((done) => setTimeout(done, dice.between(0, 15)));
    }
    // A position below an own message moves nothing, so by chance none of those above has moved one.
    const readAtEnd = new Map<string, number>();
    for (const [writer, reader, to] of pairs) {
      await writer.im.message.textMsg({ list_id: to, content_type: 0, content: { text: 'the end' } });
      const seq = await lastSeq(to);
      clients.find(({ person }) => person === reader)!.v1.send({ t: 'read', to, seq });
      readAtEnd.set(`${reader.id} ${to}`, seq);
    }
    await new Promise((done) => setTimeout(done, 500));
    isRough = false;

    const isComplete = async (): Promise<boolean> => {
      for (const client of clients) {
        const { cursor } = client.v1.ready;
        if (eventsOf(client.v1).length < (await lastPosition(client.person)) - cursor.position) return false;
        for (const to of client.lists) {
          const last = await lastSeq(to);
          if (client.devices.get(to)!.told.length < last) return false;
          const { messages, recalled } = await changesOf(to);
          if (seqsIn(client.legacy, to).at(-1) !== messages.at(-1)) return false;
          if (
            recallsIn(client.legacy, to).length < recalled.filter((one) => one.at > startOf.get(to)!).length
          )
            return false;
        }
      }
      return pairs.every(([a, b, to]) => [a, b].every((reader) => knowsLastRead(reader, to)));
    };
    const knowsLastRead = (reader: Person, to: string) =>
      hasLastRead(clients, { reader, to, least: readAtEnd.get(`${reader.id} ${to}`) });
    // What is missing then is shown by the comparison.
    await eventually('every client has everything', isComplete, 15_000).catch(() => undefined);
    for (const { person, lists, devices, legacy, v1 } of clients) {
      for (const to of lists) {
        const all = from(1, await lastSeq(to));
        const what = `${person.username} in ${to === club ? 'the club' : 'a pair'}`;
        expect(devices.get(to)!.told, `kith.v1, ${what}`).toEqual(all);
        const { messages, recalled } = await changesOf(to);
        const start = startOf.get(to)!;
        expect(seqsIn(legacy, to), `an existing client, ${what}`).toEqual(
          messages.filter((seq) => seq > start),
        );
        expect(recallsIn(legacy, to), `recalls of an existing client, ${what}`).toEqual(
          recalled.filter(({ at }) => at > start).map(({ target }) => target),
        );
        const live = v1.frames.flatMap((frame) =>
          frame.t === 'entry' && frame.to === to ? [frame.e.seq] : [],
        );
        expect(live, `live entries, ${what}`).toEqual([...new Set(live)].sort((a, b) => a - b));
      }
      const position = v1.ready.cursor.position;
      expect(eventsOf(v1), `events of ${person.username}`).toEqual(
        from(position + 1, await lastPosition(person)),
      );
    }
    for (const [a, b, to] of pairs)
      for (const reader of [a, b]) {
        expect(knowsLastRead(reader, to), `the last read position of ${reader.username}`).toBe(true);
        for (const { v1, legacy, person } of clients) {
          const seqs = readsIn(v1, to, reader);
          expect(seqs, `reads, ${person.username}`).toEqual([...new Set(seqs)].sort((x, y) => x - y));
          const ticks = ticksIn(legacy, to);
          expect(ticks, `ticks, ${person.username}`).toEqual([...ticks].sort((x, y) => x - y));
        }
      }
    for (const { devices } of clients) for (const device of devices.values()) device.realtime.close();
  },
);

/** The numbers of what existing clients show as messages, and the recalls with their targets. */
async function changesOf(
  to: string,
): Promise<{ messages: number[]; recalled: { at: number; target: number }[] }> {
  const rows = await kith.sql<{ seq: number; kind: string; target: number | null }>(
    `select e.seq, e.kind, case when e.kind = 'recall' then (e.content::jsonb->>'target')::int end as target
     from entries e join conversations c on c.id = e.conversation_id where c.list_id = $1::uuid order by e.seq`,
    [parseListId(to)],
  );
  return {
    messages: rows.flatMap(({ seq, kind }) => (['message', 'system', 'member'].includes(kind) ? [seq] : [])),
    recalled: rows.flatMap(({ seq, target }) => (target === null ? [] : [{ at: seq, target }])),
  };
}

/**
 * Whether both people of a pair know what one of them has read last, which the sockets of its node heard at once: at least this
 * position, if there is one.
 */
function hasLastRead(
  clients: readonly Client[],
  { reader, to, least }: { reader: Person; to: string; least: number | undefined },
): boolean {
  const own = clients.find(({ person }) => person === reader)!;
  const [last] = readsIn(own.v1, to, reader).slice(-1);
  const others = clients.filter((client) => client.lists.includes(to));
  if (last === undefined) return least === undefined;
  return (
    last >= (least ?? 0) &&
    others.every(
      ({ v1, legacy, person }) =>
        readsIn(v1, to, reader).at(-1) === last && (person === reader || ticksIn(legacy, to).length > 0),
    )
  );
}

function readsIn({ frames }: V1Socket, to: string, reader: Person): number[] {
  return frames.flatMap((frame) =>
    frame.t === 'read' && frame.to === to && frame.user_id === reader.id ? [frame.seq] : [],
  );
}

/** The times up to which the other person has read, as an existing client was told. */
function ticksIn({ frames }: LegacySocket, to: string): number[] {
  return frames.flatMap((frame) =>
    frame.action === 'timeData' && frame.data?.list_id === to ? [frame.data.data.msg.time] : [],
  );
}

async function lastSeq(to: string): Promise<number> {
  const [row] = await kith.sql<{ seq: number }>(
    'select last_seq as seq from conversations where list_id = $1::uuid',
    [parseListId(to)],
  );
  return row!.seq;
}

async function lastPosition(person: Person): Promise<number> {
  const [row] = await kith.sql<{ position: number }>(
    'select event_position::int as position from accounts where id = $1',
    [person.id],
  );
  return row!.position;
}

function eventsOf({ frames }: V1Socket): number[] {
  return frames.flatMap((frame) => (frame.t === 'event' ? [frame.position] : []));
}

function from(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** The numbers of the messages that an existing client was sent, in order of arrival. */
function seqsIn({ frames }: LegacySocket, to: string): number[] {
  return frames.flatMap((frame) =>
    frame.action === 'chatData' && frame.data?.list_id === to
      ? [parseMessageId(frame.data.data.msg.id)!.seq]
      : [],
  );
}

/** The numbers of the recalled messages, in order of arrival. */
function recallsIn({ frames }: LegacySocket, to: string): number[] {
  return frames.flatMap((frame) =>
    frame.action === 'deleteChat' && frame.data?.list_id === to
      ? [parseMessageId(frame.data.data.msg.id)!.seq]
      : [],
  );
}
