import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventually, install, type Installation } from '../cli/kith-process.js';
import { isLong, report, throwDice } from './dice.js';
import { atPace } from '../harness/at-pace.js';

const FOLDERS = isLong ? 10 : 1;

const dice = throwDice();

/** When to kill, relative to a sign of the start's progress. */
const moments = [
  { name: 'while the cluster is being made', isThere: isBeingMade, upToMs: 800 },
  { name: 'while the database starts', isThere: isStarting, upToMs: 100 },
  { name: 'anywhere', isThere: () => true, upToMs: 1500 },
  { name: 'anywhere', isThere: () => true, upToMs: 1500 },
] as const;

test(
  'the first start killed with -9 repeatedly: the next one completes',
  async () => {
    for (let folder = 0; folder < FOLDERS; folder++) {
      const home = install({ isNew: true });
      const killed: string[] = [];
      for (const { name, isThere, upToMs } of moments) {
        const { child, finished } = home.launch();
        await eventually(name, () => isThere(home), 20_000);
        const afterMs = Math.round(dice.between(0, upToMs));
        await sleep(afterMs);
        child.kill('SIGKILL');
        await finished;
        killed.push(`${name} + ${afterMs} ms`);
      }
      const server = await home.start();
      report(
        `seed ${dice.seed}: killed ${killed.join(', ')}; then ready after ${Math.round(server.readyMs)} ms`,
      );
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      const db = await home.database();
      const { rows } = await db.query(
        `select (select count(*)::int from kysely_migration) > 0 as is_migrated, (select count(*)::int from tenants) as tenants`,
      );
      await db.end();
      expect(rows).toEqual([{ is_migrated: true, tenants: 1 }]);
      expect((await server.end('SIGTERM')).code).toBe(0);
      // The attempts leave nothing behind.
      expect(readdirSync(home.dataDir).sort()).toEqual(['clock', 'postgres', 'postgres.log', 'token-secret']);
    }
  },
  atPace(FOLDERS * 60_000),
);

function isBeingMade({ dataDir }: Installation): boolean {
  return existsSync(dataDir) && readdirSync(dataDir).some((name) => name.startsWith('postgres.new-'));
}

function isStarting({ dataDir }: Installation): boolean {
  return existsSync(join(dataDir, 'postgres', 'postmaster.pid'));
}
