import { cpSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { install } from '../cli/kith-process.js';
import { atPace } from '../harness/at-pace.js';
import { isLong, report, UNDER_LOAD } from './dice.js';
import { openSwarm, settleTown } from './swarm.js';
import { expectSound } from './verdict.js';

const PER_SECOND = isLong ? 1000 : 400;
const SECONDS = isLong ? 120 : 3;

/** A fingerprint of each conversation: all its entries with everything in them. */
async function fingerprints(db: pg.Client): Promise<unknown[]> {
  const { rows } = await db.query(
    `select conversation_id, count(*)::int as entries, md5(string_agg(e::text, '/' order by seq)) as hash
     from entries e group by tenant_id, conversation_id order by tenant_id, conversation_id`,
  );
  return rows;
}

test(
  `the folder is copied after ${SECONDS * PER_SECOND} messages: a server on the copy has every entry of every conversation`,
  async () => {
    const home = install(UNDER_LOAD);
    const server = await home.start();
    const town = await settleTown(server, 10);
    const swarm = openSwarm(town, server, 2);
    swarm.write(PER_SECOND);
    await sleep(SECONDS * 1000);
    await swarm.rest();
    const db = await home.database();
    const messages = await expectSound(db, swarm);
    const before = await fingerprints(db);
    await db.end();
    swarm.close();
    await server.end('SIGTERM');

    const copy = install();
    const since = performance.now();
    cpSync(home.dataDir, copy.dataDir, { recursive: true, preserveTimestamps: true });
    expect(await copy.kithAlone(['restored'])).toMatchObject({ code: 0 });
    const restored = await copy.start();
    const tookMs = Math.round(performance.now() - since);
    const restoredDb = await copy.database();
    expect(before.length).toBeGreaterThan(40);
    expect(await fingerprints(restoredDb)).toEqual(before);
    await restoredDb.end();
    await restored.end('SIGTERM');
    report(
      `${messages} messages copied and served again after ${tookMs} ms, every conversation with the same hash`,
    );
  },
  atPace(60_000 + SECONDS * 3_000),
);
