import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { realtime } from '@kith/contract';
import { install, type KithProcess } from '../cli/kith-process.js';
import { isLong, report, throwDice, UNDER_LOAD } from './dice.js';
import { settleTown, type Inhabitant, type Town } from './swarm.js';
import { atPace, expectWithin } from '../harness/at-pace.js';

const TIMES = isLong ? 20 : 1;
const PER_SECOND = isLong ? 1000 : 500;

const home = install(UNDER_LOAD);
const dice = throwDice();
let server: KithProcess;
let town: Town;
/** The client ids, and the texts sent without one, of every successfully answered message. */
const accepted = new Set<string>();

beforeAll(async () => {
  server = await home.start();
  town = await settleTown(server, 10);
}, atPace(60_000));

afterAll(async () => void (await server?.end('SIGTERM')));

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s under load: everything accepted is answered, sockets are told to reconnect, the database stops too',
  async (signal) => {
    for (let time = 0; time < TIMES; time++) {
      const writers = await Promise.all(
        town.people.flatMap((person) => [openWriter(person), openWriter(person)]),
      );
      const isOver = new AbortController();
      const posting = town.people.map((person) => postUntil(isOver.signal, person));
      const timer = setInterval(() => {
        for (let i = 0; i < PER_SECOND / 100; i++) dice.pick(writers).write();
      }, 10);
      await sleep(dice.between(300, 800));
      const since = performance.now();
      const { code } = await server.end(signal);
      const tookMs = Math.round(performance.now() - since);
      clearInterval(timer);
      isOver.abort();
      await Promise.all(posting);
      const closed = await Promise.all(writers.map(({ closed }) => closed));
      for (const { acked } of writers) for (const cid of acked) accepted.add(cid);

      expect(await home.postmaster()).toBeUndefined();
      server = await home.start({ port: server.port });
      const db = await home.database();
      const { rows } = await db.query<{ key: string }>(
        `select coalesce(client_id::text, content::jsonb->>'text') as key from entries where kind = 'message'`,
      );
      await db.end();
      const stored = new Set(rows.map(({ key }) => key));

      expect(code).toBe(0);
      expectWithin(10_000, tookMs);
      expect(
        [...stored].filter((key) => !accepted.has(key)),
        `stopped within ${tookMs} ms`,
      ).toEqual([]);
      expect([...accepted].filter((key) => !stored.has(key))).toEqual([]);
      for (const { code: closeCode, reason } of closed) {
        expect(closeCode).toBe(realtime.CloseCode.restart);
        expect(Number(reason)).toBeGreaterThan(0);
      }
      report(
        `seed ${dice.seed}: ${signal} under load, ended after ${tookMs} ms, ${stored.size} messages stored, all of them acked`,
      );
    }
  },
  atPace(TIMES * 20_000),
);

/** Writes on one raw socket without waiting for responses. */
async function openWriter(person: Inhabitant) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, realtime.SUBPROTOCOL);
  const acked = new Set<string>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', token: person.token })));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as realtime.ServerFrame;
      if (frame.t === 'ready') resolve();
      if (frame.t === 'ack' && frame.cid) acked.add(frame.cid);
    });
  });
  return {
    acked,
    closed,
    write: () => {
      const to = dice.pick(person.listIds);
      socket.send(JSON.stringify({ t: 'send', cid: randomUUID(), to, type: 0, content: { text: 'hello' } }));
    },
  };
}

/** Posts messages one after another as existing clients do, and records the successful ones. */
async function postUntil(isOver: AbortSignal, person: Inhabitant): Promise<void> {
  while (!isOver.aborted) {
    const text = `posted ${randomUUID()}`;
    const list_id = dice.pick(person.listIds);
    const isSent = await person.im.message.textMsg({ list_id, content_type: 0, content: { text } }).then(
      () => true,
      () => false,
    );
    if (isSent) accepted.add(text);
    await sleep(isSent ? 5 : 50);
  }
}
