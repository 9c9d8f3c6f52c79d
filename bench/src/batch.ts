import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { freePort, launchKith, makeDataDir, stopChild } from './process.js';
import { connectionOf } from './subjects/kith.js';
import { seatKith } from './subjects/kith-rows.js';

/*
 * The processor time of the database for each row of a batch: the statements of the batch writer and a plain insert into
 * the same table, in turns on one connection with the settings of a lane. Linux only.
 */
const { values: options } = parseArgs({
  options: { pairs: { type: 'string', default: '250' }, rounds: { type: 'string', default: '7' } },
});
const SIZES = [1, 4, 32, 128];
const CONTENT = JSON.stringify({ text: 'x'.repeat(100) });

interface Pair {
  readonly tenant: number;
  readonly id: number;
  readonly sender: number;
  readonly version: number;
}

interface Statement {
  readonly name: string;
  readonly sql: string;
  readonly values: (pairs: readonly Pair[]) => unknown[];
}

// The packages export neither the statements nor the encoder, so they are imported by the paths of their files.
const load = async <M>(path: string): Promise<M> =>
  (await import(new URL(`../../packages/${path}.js`, import.meta.url).href)) as M;
const { APPEND_ONE_SQL, APPEND_SQL } = await load<{ APPEND_ONE_SQL: { low: string }; APPEND_SQL: string }>(
  'core/dist/conversations/batch-append-store',
);
const { BATCH_SQL } = await load<{ BATCH_SQL: string }>('core/dist/conversations/batch-store');
const { makeArrayEncoder } = await load<{
  makeArrayEncoder: (sql: string) => (values: unknown[]) => unknown[];
}>('server/dist/adapters/postgres/binary-arrays');

const PLAIN_SQL = `
  insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content, client_id, client_digest, reply_to, alias)
  select tenant_id, conversation_id, seq, 'message', type, sender_id, $1, ordinal, content, client_id, digest, reply_to, alias
  from unnest($2::int[], $3::bigint[], $4::int[], $5::smallint[], $6::int[], $7::int[], $8::text[], $9::uuid[], $10::bigint[], $11::int[], $12::text[])
    as t(tenant_id, conversation_id, seq, type, sender_id, ordinal, content, client_id, digest, reply_to, alias)`;

let plainSeq = 0;
const plain: Statement = { name: 'plain insert', sql: PLAIN_SQL, values: plainValues };
const append: Statement = { name: 'append statement', sql: APPEND_SQL, values: appendValues };
/** The writer has a statement for a batch of one. */
const appendOne: Statement = {
  name: 'append statement for one',
  sql: APPEND_ONE_SQL.low,
  values: appendOneValues,
};
const decide: Statement = { name: 'batch statement', sql: BATCH_SQL, values: batchValues };

const dataDir = await makeDataDir();
const port = await freePort();
const kith = await launchKith(dataDir, port);
try {
  await measure();
} finally {
  await stopChild(kith);
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const client = new pg.Client(await connectionOf(dataDir));
  client.on('error', () => undefined);
  await client.connect();
  const secret = readFileSync(`${dataDir}/token-secret`, 'utf8').trim();
  await seatKith(client, { url: `http://127.0.0.1:${port}`, secret, rooms: Number(options.pairs), size: 2 });
  const { rows: pairs } = await client.query<Pair>(
    `select tenant_id as tenant, id::int, low_id as sender, writers_version::int as version
     from conversations where kind = 'single' order by id limit ${Number(options.pairs)}`,
  );
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await client.query(
    'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off',
  );
  for (const size of SIZES) console.log(await lineFor(client, rows[0]!.pid, pairs, size));
  await client.end();
}

async function lineFor(
  client: pg.Client,
  pid: number,
  pairs: readonly Pair[],
  size: number,
): Promise<string> {
  const statements = [plain, size === 1 ? appendOne : append, decide];
  const perRound = Math.max(40, Math.floor(1200 / size));
  const micros = new Map<Statement, number[]>(statements.map((statement) => [statement, []]));
  let next = 0;
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const statement of statements) {
      const encode = makeArrayEncoder(statement.sql);
      const batches = Array.from({ length: perRound }, () => {
        const batch = Array.from({ length: size }, (_, i) => pairs[(next + i) % pairs.length]!);
        next += size;
        return encode(statement.values(batch.toSorted((a, b) => a.id - b.id)));
      });
      const before = cpuMicros(pid);
      for (const values of batches) await client.query({ name: statement.name, text: statement.sql, values });
      // The first round plans the statements.
      if (round > 0) micros.get(statement)!.push((cpuMicros(pid) - before) / perRound / size);
    }
  }
  const [base = NaN, ...others] = statements.map((statement) => median(micros.get(statement)!));
  const figures = others.map(
    (figure, i) => `${statements[i + 1]!.name} ${figure.toFixed(0)} us (${(figure / base).toFixed(2)}x)`,
  );
  return [`${size} rows:`.padEnd(9), `plain insert ${base.toFixed(0)} us`, ...figures].join('  ');
}

/** The processor time of a process so far. */
function cpuMicros(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? NaN;
}

function plainValues(pairs: readonly Pair[]): unknown[] {
  plainSeq++;
  return [
    Date.now(),
    pairs.map(({ tenant }) => tenant),
    // Conversations that do not exist: their streams are written by this statement alone.
    pairs.map(({ id }) => id + 1e9),
    pairs.map(() => plainSeq),
    pairs.map(() => 0),
    pairs.map(({ sender }) => sender),
    pairs.map(() => plainSeq),
    pairs.map(() => CONTENT),
    pairs.map(() => randomUUID()),
    pairs.map(() => 5),
    pairs.map(() => null),
    pairs.map(() => null),
  ];
}

function appendValues(pairs: readonly Pair[]): unknown[] {
  const index = pairs.map((_, i) => i + 1);
  const ones = pairs.map(() => 1);
  const senders = pairs.map(({ sender }) => sender);
  return [
    Date.now(),
    pairs.map(({ tenant }) => tenant),
    pairs.map(({ id }) => id),
    pairs.map(({ version }) => version),
    ones,
    ones,
    pairs.map(() => null),
    index,
    ones,
    senders,
    pairs.map(() => 0),
    pairs.map(() => CONTENT),
    pairs.map(() => randomUUID()),
    pairs.map(() => 5),
    pairs.map(() => null),
    pairs.map(() => null),
  ];
}

function appendOneValues([pair]: readonly Pair[]): unknown[] {
  const { tenant, id, version, sender } = pair!;
  return [Date.now(), tenant, id, version, sender, 0, CONTENT, randomUUID(), 5, null, null];
}

function batchValues(pairs: readonly Pair[]): unknown[] {
  return [
    Date.now(),
    pairs.map(({ tenant }) => tenant),
    pairs.map(({ id }) => id),
    pairs.map(({ sender }) => sender),
    pairs.map(() => 0),
    pairs.map(() => CONTENT),
    pairs.map(() => randomUUID()),
    pairs.map(() => 5),
    pairs.map(() => null),
    pairs.map(() => false),
  ];
}
