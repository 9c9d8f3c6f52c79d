import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventually, install } from '../cli/kith-process.js';
import { isLong, report, UNDER_LOAD } from './dice.js';
import { longest, outcomes, probeHttp, probeReadiness, probeSocket, succeedAfter } from './probes.js';
import { openSwarm } from './swarm.js';
import { useTown } from './use-town.js';
import { endSoundly } from './verdict.js';
import { atPace, expectWithin } from '../harness/at-pace.js';

const FROZEN_MS = isLong ? 30_000 : 3_000;
const PER_SECOND = isLong ? 1000 : 300;

const home = install(UNDER_LOAD);
const scene = useTown(home);

test(
  `the database frozen for ${FROZEN_MS / 1000} s under load: it is reported, nothing is lost or duplicated, memory stays bounded`,
  async () => {
    const swarm = openSwarm(scene.town, scene.server, isLong ? 3 : 2);
    const [http, socket] = [
      probeHttp(scene.town.people[0]!),
      await probeSocket(scene.server, scene.town.people[1]!),
    ];
    swarm.write(PER_SECOND);
    await sleep(1000);
    const before = memoryOf(scene.server.pid);
    const readiness = probeReadiness(scene.server);
    const frozen = processTree((await home.postmaster())!);
    for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    let peak = 0;
    const frozenAt = performance.now();
    while (performance.now() - frozenAt < FROZEN_MS) {
      await sleep(100);
      peak = Math.max(peak, memoryOf(scene.server.pid));
    }
    for (const pid of frozen.toReversed()) process.kill(pid, 'SIGCONT');
    const thawedAt = performance.now();
    await eventually('messages are accepted', () => succeedAfter(thawedAt, [http, socket]), 20_000);
    const sendingMs = performance.now() - thawedAt;
    await eventually('/readyz says yes', () => readiness.attempts.at(-1)?.outcome === '200');
    const unready = (await readiness.stop()).find(({ outcome }) => outcome === '503');
    const { attempts, messages } = await endSoundly(home, swarm, { http, socket });

    const unreadyMs = Math.round((unready?.at ?? Infinity) + (unready?.tookMs ?? 0) - frozenAt);
    report(
      `database frozen for ${FROZEN_MS} ms, ${messages} messages; not ready within ${unreadyMs} ms, sending ${Math.round(sendingMs)} ms after the thaw; memory ${before} MB, at most ${peak} MB; longest send ${longest(attempts)} ms, ${JSON.stringify(outcomes(attempts))}`,
    );
    expectWithin(1500, unreadyMs);
    expect(peak - before).toBeLessThan(100);
    expect(Object.keys(outcomes(attempts))).not.toContain('no answer');
  },
  atPace(FROZEN_MS + 60_000),
);

/** A process and its children: PostgreSQL has one generation of them. */
function processTree(root: number): number[] {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return (
        readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')[1] === String(root)
      );
    } catch {
      return false; // it has ended
    }
  });
  return [root, ...children.map(Number)];
}

/** Resident memory in megabytes. */
function memoryOf(pid: number): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}
