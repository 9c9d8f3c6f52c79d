import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { realtime } from '@kith/contract';
import type { KithProcess } from '../cli/kith-process.js';
import type { Inhabitant } from './swarm.js';

/** The outcome of one attempt. */
export interface Attempt {
  readonly at: number;
  readonly tookMs: number;
  /** `ok`, or the kind of refusal. */
  readonly outcome: string;
}

/** An action that is repeated until it is stopped; an attempt that hangs shows as a long one. */
export interface Probe {
  readonly attempts: readonly Attempt[];
  /** Ends the probing and waits for the last attempt. */
  stop(): Promise<readonly Attempt[]>;
}

/** A probe with a socket of its own. */
export interface SocketProbe extends Probe {
  close(): void;
}

/** Whether every probe has succeeded in an attempt that began after a time. */
export function succeedAfter(since: number, probes: readonly Probe[]): boolean {
  return probes.every(({ attempts }) => attempts.some(({ at, outcome }) => at > since && outcome === 'ok'));
}

function probe(everyMs: number, attempt: () => Promise<string>): Probe {
  const attempts: Attempt[] = [];
  const underWay = new Set<Promise<void>>();
  let isOver = false;
  const loop = (async () => {
    while (!isOver) {
      const at = performance.now();
      const done = attempt()
        .catch((error: Error) => error.message)
        .then((outcome) => void attempts.push({ at, tookMs: performance.now() - at, outcome }))
        .finally(() => underWay.delete(done));
      underWay.add(done);
      await sleep(everyMs);
    }
  })();
  return {
    attempts,
    stop: async () => {
      isOver = true;
      await loop;
      await Promise.all(underWay);
      return attempts;
    },
  };
}

/** Requests `/readyz`; the outcome is the status. */
export function probeReadiness({ url }: KithProcess): Probe {
  return probe(20, async () => String((await fetch(`${url}/readyz`)).status));
}

/** Sends messages as existing clients do; the outcome is `ok` or the response's err. */
export function probeHttp(writer: Inhabitant, everyMs = 50): Probe {
  return probe(everyMs, async () => {
    await writer.im.message.textMsg({
      list_id: writer.listIds[0]!,
      content_type: 0,
      content: { text: `probe ${randomUUID()}` },
    });
    return 'ok';
  });
}

/** Sends on one raw socket without retrying refused messages; the outcome is `ok`, or the nack's code and whether it has a delay. */
export async function probeSocket(
  { url }: KithProcess,
  writer: Inhabitant,
  everyMs = 50,
): Promise<SocketProbe> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, realtime.SUBPROTOCOL);
  const waiting = new Map<string, (outcome: string) => void>();
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', token: writer.token })));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as realtime.ServerFrame;
      if (frame.t === 'ready') resolve();
      if (frame.t === 'ack') waiting.get(frame.cid ?? '')?.('ok');
      if (frame.t === 'nack')
        waiting.get(frame.cid ?? '')?.(`${frame.code} ${frame.retry_ms ? 'with' : 'without'} retry_ms`);
    });
  });
  const sends = probe(everyMs, () => {
    const cid = randomUUID();
    return new Promise<string>((resolve) => {
      waiting.set(cid, resolve);
      socket.send(
        JSON.stringify({ t: 'send', cid, to: writer.listIds[1], type: 0, content: { text: `probe ${cid}` } }),
      );
      void sleep(15_000, 'no answer', { ref: false }).then(resolve);
    }).finally(() => waiting.delete(cid));
  });
  return { ...sends, close: () => socket.close() };
}

/** The longest attempt, in milliseconds. */
export function longest(attempts: readonly Attempt[]): number {
  return Math.round(Math.max(0, ...attempts.map(({ tookMs }) => tookMs)));
}

/** The number of times of each outcome. */
export function outcomes(attempts: readonly Attempt[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of attempts) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
