import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { connectIm, connectRealtime, type ImClient, type Realtime } from '@kith/sdk';
import type { KithProcess } from '../cli/kith-process.js';
import { atPace } from '../harness/at-pace.js';

/** People who are all friends of each other: n people have n * (n - 1) / 2 conversations. */
export interface Town {
  readonly people: readonly Inhabitant[];
  readonly listIds: readonly string[];
}

export interface Inhabitant {
  readonly id: number;
  readonly token: string;
  readonly im: ImClient;
  /** The conversations with all others. */
  readonly listIds: readonly string[];
}

/** One message that a device should send, and its outcome. */
export interface SendRecord {
  readonly device: number;
  readonly cid: string;
  readonly to: string;
  /** Counts the messages of this device in this conversation. */
  readonly n: number;
  readonly text: string;
  readonly askedAt: number;
  ack?: { id: string; seq: number; at: number };
  refusal?: string;
}

/** One device of a person, with everything that it has received. */
export interface Device {
  readonly number: number;
  readonly person: Inhabitant;
  readonly realtime: Realtime;
  /** The seqs that were delivered, by conversation, in the order of delivery. */
  readonly heard: ReadonlyMap<string, number[]>;
  /** How many sockets it has opened so far, or tried to. */
  attempts(): number;
  /** The close codes of its sockets so far. */
  readonly closeCodes: readonly number[];
}

/** Many devices that write to each other. */
export interface Swarm {
  readonly devices: readonly Device[];
  readonly records: readonly SendRecord[];
  /** Starts sending at about this rate, over all devices and conversations. */
  write(perSecond: number): void;
  /** Stops sending new messages; resolves when all sent ones are acked or refused. */
  rest(): Promise<void>;
  close(): void;
}

const PASSWORD = 'Passw0rd1';

/** Registers `count` people over HTTP and makes each two friends. */
export async function settleTown({ url }: Pick<KithProcess, 'url'>, count: number): Promise<Town> {
  const registered = await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { token, userid } = await connectIm({ url, tenant: 1 }).in.reg({
        username: `faults_${i}_${randomUUID().slice(0, 6)}`,
        password: PASSWORD,
        nickname: `Person ${i}`,
        sex: 0,
      });
      return { id: Number(userid.replace('Mac_trtc_', '')), token, im: connectIm({ url, token, tenant: 1 }) };
    }),
  );
  const pairs = registered.flatMap((a, i) => registered.slice(i + 1).map((b) => [a, b] as const));
  for (const [a, b] of pairs) await a.im.action.friendAdd({ user_id: b.id, content: 'hello' });
  for (const b of registered) {
    for (const { id } of await b.im.get.applyFriend()) await b.im.action.friendAddAction({ apply_id: id });
  }
  const listIds = await Promise.all(
    pairs.map(async ([a, b]) => (await a.im.message.getListId({ user_id: b.id })).list_id),
  );
  return {
    listIds,
    people: registered.map((person) => ({
      ...person,
      listIds: listIds.filter((_, i) => pairs[i]?.includes(person)),
    })),
  };
}

/** Opens `devices` sockets for each person of the town. */
export function openSwarm(town: Town, { url }: Pick<KithProcess, 'url'>, devicesEach: number): Swarm {
  const records: SendRecord[] = [];
  const underWay = new Set<Promise<void>>();
  const devices = town.people.flatMap((person, p) =>
    Array.from({ length: devicesEach }, (_, d) => openDevice(person, url, p * devicesEach + d)),
  );
  const counters = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let turn = 0;

  function sendNext(): void {
    const device = devices[turn % devices.length]!;
    const { listIds } = device.person;
    const to = listIds[Math.floor(turn / devices.length) % listIds.length]!;
    turn++;
    const key = `${device.number}/${to}`;
    const n = (counters.get(key) ?? 0) + 1;
    counters.set(key, n);
    const record: SendRecord = {
      device: device.number,
      cid: randomUUID(),
      to,
      n,
      text: `${key}/${n}`,
      askedAt: performance.now(),
    };
    records.push(record);
    const done = device.realtime.send(to, 0, { text: record.text }, { cid: record.cid }).then(
      ({ id, seq }) => {
        record.ack = { id, seq, at: performance.now() };
      },
      (error: Error) => {
        record.refusal = error.message;
      },
    );
    underWay.add(done);
    void done.finally(() => underWay.delete(done));
  }

  return {
    devices,
    records,
    write: (perSecond) => {
      clearInterval(timer);
      let owed = 0;
      let last = performance.now();
      timer = setInterval(() => {
        const now = performance.now();
        owed += ((now - last) * perSecond) / 1000;
        last = now;
        // While the server is away, at most this many wait; more would only prolong the test.
        for (; owed >= 1; owed--) if (underWay.size < 2 * perSecond) sendNext();
      }, 10);
    },
    rest: async () => {
      const withinMs = atPace(30_000);
      clearInterval(timer);
      const late = new Promise<never>((_, reject) => {
        setTimeout(() => {
          reject(
            new Error(`${underWay.size} messages were neither acked nor refused within ${withinMs} ms.`),
          );
        }, withinMs).unref();
      });
      await Promise.race([Promise.all(underWay), late]);
    },
    close: () => {
      clearInterval(timer);
      for (const { realtime } of devices) realtime.close();
    },
  };
}

function openDevice(person: Inhabitant, url: string, number: number): Device {
  const heard = new Map<string, number[]>();
  let attempts = 0;
  const closeCodes: number[] = [];
  class CountedSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      attempts++;
      this.addEventListener('close', ({ code }) => closeCodes.push(code));
    }
  }
  const realtime = connectRealtime({
    url: `${url.replace('http', 'ws')}/ws`,
    token: person.token,
    WebSocket: CountedSocket,
    // Short waits keep the tests short.
    timing: { baseMs: 50, maxMs: 400, openMs: atPace(5_000), stableMs: 1_000 },
    onEntry: (to, entry) => {
      const seqs = heard.get(to);
      if (seqs) seqs.push(entry.seq);
      else heard.set(to, [entry.seq]);
    },
  });
  for (const listId of person.listIds) realtime.track(listId, 0);
  return { number, person, realtime, heard, attempts: () => attempts, closeCodes };
}
