import { connectIm } from '@kith/sdk';
import hdr from 'hdr-histogram-js';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { WebSocket } from 'ws';
import type { Subject } from '../process.js';

/** The result of one run of ping-pong: milliseconds, and microseconds of processor time per message. */
export interface PingPongResult {
  readonly subject: string;
  readonly messagesPerSecond: number;
  readonly delivery: { p50: number; p99: number };
  readonly ack: { p50: number; p99: number } | undefined;
  readonly cpuMicros: { server: number; database: number };
  /** Acked messages that are missing from the stream of their conversation. Must be 0. */
  readonly missing: number;
}

/** The number of pairs of accounts, and the number of messages in flight per pair. */
export interface PingPongOptions {
  readonly pairs: number;
  readonly balls: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** One end of a pair, over either protocol. */
interface Player {
  readonly socket: WebSocket;
  /** Sends a ball; the text arrives unchanged at the other end. */
  serve(text: string): void;
}

/** The events of a player's socket. */
interface Heard {
  /** A ball of the other player has arrived. */
  ball(text: string): void;
  acked(text: string): void;
}

const PAYLOAD = 'x'.repeat(100);

export async function playPingPong(subject: Subject, options: PingPongOptions): Promise<PingPongResult> {
  const isKith = subject.name.startsWith('Kith');
  const delivery = hdr.build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
  const ack = hdr.build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
  let isMeasuring = false;
  let isPlaying = true;
  let delivered = 0;

  const players: Player[][] = [];
  const heardBy = (other: () => Player | undefined): Heard => ({
    ball: (text) => {
      if (isMeasuring) {
        delivered++;
        delivery.recordValue(
          Math.max(1, Math.round((performance.now() - Number(text.split(' ', 1)[0])) * 1000)),
        );
      }
      if (isPlaying) other()?.serve(`${performance.now()} ${PAYLOAD}`);
    },
    acked: (text) => {
      if (isMeasuring)
        ack.recordValue(Math.max(1, Math.round((performance.now() - Number(text.split(' ', 1)[0])) * 1000)));
    },
  });

  const court = isKith ? await openKithCourt(subject, options.pairs) : undefined;
  for (let i = 0; i < options.pairs; i++) {
    const pair: Player[] = [];
    players.push(pair);
    for (const side of [0, 1] as const) {
      const heard = heardBy(() => pair[side]);
      pair.push(court ? await court.join(i, side, heard) : await joinRelay(subject.port, i, side, heard));
    }
  }
  for (const pair of players)
    for (let ball = 0; ball < options.balls; ball++) pair[ball % 2]?.serve(`${performance.now()} ${PAYLOAD}`);

  await sleep(options.warmUpMs);
  const cpuBefore = subject.cpuSeconds();
  const began = performance.now();
  isMeasuring = true;
  await sleep(options.measureMs);
  isMeasuring = false;
  const seconds = (performance.now() - began) / 1000;
  const cpuAfter = subject.cpuSeconds();
  isPlaying = false;
  await sleep(1000);
  const missing = court ? await court.countMissing() : 0;
  for (const { socket } of players.flat()) socket.terminate();

  const micros = (after: number, before: number) => ((after - before) * 1e6) / delivered;
  const at = (histogram: typeof delivery, percentile: number) =>
    histogram.getValueAtPercentile(percentile) / 1000;
  return {
    subject: subject.name,
    messagesPerSecond: delivered / seconds,
    delivery: { p50: at(delivery, 50), p99: at(delivery, 99) },
    ack: court && { p50: at(ack, 50), p99: at(ack, 99) },
    cpuMicros: {
      server: micros(cpuAfter.server, cpuBefore.server),
      database: micros(cpuAfter.database, cpuBefore.database),
    },
    missing,
  };
}

async function joinRelay(port: number, pair: number, side: number, heard: Heard): Promise<Player> {
  const socket = await open(`ws://127.0.0.1:${port}/${pair}/${side}`);
  const mark = `${side}:`;
  socket.on('message', (data) => {
    const text = String(data);
    if (!text.startsWith(mark)) heard.ball(text.slice(mark.length));
  });
  return { socket, serve: (text) => socket.send(mark + text) };
}

/** Registers accounts that are friends, two by two. */
async function openKithCourt(subject: Subject, pairs: number) {
  const url = `http://127.0.0.1:${subject.port}`;
  const seats = await pLimit(8).map(Array.from({ length: pairs }), async (_, i) => {
    const [a, b] = await Promise.all([
      registerVisitor(url, `10.1.${i >> 8}.${i & 255}`),
      registerVisitor(url, `10.2.${i >> 8}.${i & 255}`),
    ]);
    const asA = connectIm({ url, token: a.token });
    const asB = connectIm({ url, token: b.token });
    await asA.action.friendAdd({ user_id: b.id });
    const [request] = await asB.get.applyFriend();
    await asB.action.friendAddAction({ apply_id: request?.id ?? 0 });
    return { to: (await asA.message.getListId({ user_id: b.id })).list_id, people: [a, b] as const };
  });
  const ackedSeq = new Map<string, number>();
  const sockets: { to: string; socket: WebSocket }[] = [];

  return {
    join: async (pair: number, side: 0 | 1, heard: Heard): Promise<Player> => {
      const seat = seats[pair];
      if (!seat) throw new Error(`Unknown pair ${pair}.`);
      const me = seat.people[side];
      const socket = await open(`ws://127.0.0.1:${subject.port}/ws`, 'kith.v1');
      const sent = new Map<string, string>();
      // One check per frame, as cheap as possible.
      socket.on('message', (data) => {
        const frame = String(data);
        if (frame.startsWith('{"t":"entry"')) {
          if (!frame.includes(`"from":${me.id},`)) heard.ball(/"text":"([^"]*)"/.exec(frame)?.[1] ?? '');
        } else if (frame.startsWith('{"t":"ack"')) {
          const { cid, seq } = JSON.parse(frame) as { cid: string; seq: number };
          heard.acked(sent.get(cid) ?? '');
          sent.delete(cid);
          ackedSeq.set(seat.to, Math.max(seq, ackedSeq.get(seat.to) ?? 0));
        } else if (frame.startsWith('{"t":"nack"')) throw new Error(frame);
      });
      const ready = new Promise((resolve) => socket.once('message', resolve));
      socket.send(JSON.stringify({ t: 'hello', token: me.token }));
      await ready;
      sockets.push({ to: seat.to, socket });
      return {
        socket,
        serve: (text) => {
          const cid = randomUUID();
          sent.set(cid, text);
          socket.send(`{"t":"send","cid":"${cid}","to":"${seat.to}","type":0,"content":{"text":"${text}"}}`);
        },
      };
    },
    /** The stream is dense, so its last position gives its length. */
    countMissing: async (): Promise<number> => {
      const seen = new Set<string>();
      let missing = 0;
      for (const { to, socket } of sockets) {
        if (seen.has(to)) continue;
        seen.add(to);
        const answer = new Promise<string>((resolve) => {
          const listen = (data: unknown) => {
            if (!String(data).startsWith('{"t":"entries"')) return;
            socket.off('message', listen);
            resolve(String(data));
          };
          socket.on('message', listen);
        });
        socket.send(JSON.stringify({ t: 'sync', to, before: 2_000_000_000, limit: 1 }));
        const last = /"seq":(\d+)/.exec(await answer)?.[1];
        missing += Math.max(0, (ackedSeq.get(to) ?? 0) - Number(last ?? 0));
      }
      return missing;
    },
  };
}

async function registerVisitor(url: string, address: string): Promise<{ id: number; token: string }> {
  const response = await fetch(`${url}/im/in/reg_tourist`, {
    method: 'POST',
    headers: { 'x-forwarded-for': address },
  });
  const { data, msg } = (await response.json()) as { msg: string; data?: { token: string; userid: string } };
  if (!data) throw new Error(msg);
  return { id: Number(data.userid.replace('Mac_trtc_', '')), token: data.token };
}

function open(url: string, protocol?: string): Promise<WebSocket> {
  const socket = new WebSocket(url, protocol, { perMessageDeflate: false });
  return new Promise((resolve, reject) => socket.once('open', () => resolve(socket)).once('error', reject));
}
