import type pg from 'pg';
import { expect } from 'vitest';
import { eventually, type Installation } from '../cli/kith-process.js';
import type { Attempt, SocketProbe, Probe } from './probes.js';
import type { SendRecord, Swarm } from './swarm.js';

interface Stored {
  readonly to: string;
  readonly seq: number;
  readonly ordinal: number;
  readonly kind: string;
  readonly cid: string | null;
  readonly text: string;
  readonly sentAt: number;
}

/** Counters that must be zero after any failure. */
export interface Verdict {
  readonly messages: number;
  readonly unanswered: number;
  readonly refused: readonly string[];
  readonly ackedButLost: number;
  readonly ackedElsewhere: number;
  readonly storedTwice: number;
  readonly holes: number;
  readonly reordered: number;
  readonly timesBackwards: number;
}

/** Ends a swarm and its probes, and then expects a sound database; returns the attempts and the number of messages. */
export async function endSoundly(
  home: Installation,
  swarm: Swarm,
  { http, socket }: { http: Probe; socket: SocketProbe },
): Promise<{ attempts: Attempt[]; messages: number }> {
  await swarm.rest();
  const attempts = [...(await http.stop()), ...(await socket.stop())];
  socket.close();
  const db = await home.database();
  const messages = await expectSound(db, swarm);
  await db.end();
  swarm.close();
  return { attempts, messages };
}

/** Compares the devices' records with the database, and waits until every device has received everything. */
export async function expectSound(db: pg.Client, swarm: Swarm): Promise<number> {
  const stored = await readStored(db);
  const { messages, ...faults } = judge(swarm.records, stored);
  expect(faults).toEqual({
    unanswered: 0,
    refused: [],
    ackedButLost: 0,
    ackedElsewhere: 0,
    storedTwice: 0,
    holes: 0,
    reordered: 0,
    timesBackwards: 0,
  });
  await expectEverybodyKnows(swarm, stored);
  return messages;
}

/** Compares records with rows. */
export function judge(records: readonly SendRecord[], stored: readonly Stored[]): Verdict {
  const byCid = new Map(stored.filter((row) => row.cid !== null).map((row) => [row.cid, row]));
  const acked = records.filter((record) => record.ack);
  const texts = stored.filter((row) => row.kind === 'message').map((row) => row.text);
  return {
    messages: texts.length,
    unanswered: records.filter((record) => !record.ack && record.refusal === undefined).length,
    refused: [...new Set(records.flatMap((record) => record.refusal ?? []))],
    ackedButLost: acked.filter((record) => byCid.get(record.cid)?.text !== record.text).length,
    ackedElsewhere: acked.filter((record) => {
      const row = byCid.get(record.cid);
      return row && (row.seq !== record.ack?.seq || row.to !== record.to);
    }).length,
    storedTwice: texts.length - new Set(texts).size,
    holes: countHoles(stored),
    reordered: countReordered(records, byCid),
    timesBackwards: stored.filter((row, i) => {
      const before = stored[i - 1];
      return before?.to === row.to && before.sentAt > row.sentAt;
    }).length,
  };
}

/** Rows by conversation and position: the seqs are 1, 2, 3 … and the ordinals count the messages. */
function countHoles(stored: readonly Stored[]): number {
  let holes = 0;
  let before: Stored | undefined;
  for (const row of stored) {
    const [seq, ordinal] = before?.to === row.to ? [before.seq, before.ordinal] : [0, 0];
    if (row.seq !== seq + 1 || row.ordinal !== ordinal + (row.kind === 'message' ? 1 : 0)) holes++;
    before = row;
  }
  return holes;
}

/** A device's messages in one conversation have the order in which it sent them. */
function countReordered(records: readonly SendRecord[], byCid: ReadonlyMap<string | null, Stored>): number {
  const last = new Map<string, number>();
  let reordered = 0;
  for (const record of records) {
    const key = `${record.device}/${record.to}`;
    const seq = byCid.get(record.cid)?.seq;
    if (seq === undefined) continue;
    if (seq < (last.get(key) ?? 0)) reordered++;
    last.set(key, seq);
  }
  return reordered;
}

async function expectEverybodyKnows(swarm: Swarm, stored: readonly Stored[]): Promise<void> {
  const lastSeq = new Map(stored.map((row) => [row.to, row.seq]));
  const lacking = () =>
    swarm.devices.flatMap(({ number, person, heard }) =>
      person.listIds
        .filter((to) => (heard.get(to)?.length ?? 0) < lastSeq.get(to)!)
        .map((to) => `device ${number} has ${heard.get(to)?.length ?? 0} of ${lastSeq.get(to)} in ${to}`),
    );
  await eventually('every device has heard everything', () => lacking().length === 0, 10_000).catch(
    (error: Error) => {
      throw new Error(`${error.message} ${lacking().slice(0, 5).join('; ')}`);
    },
  );
  // Exactly 1, 2, 3 …: without duplicates, in order.
  const wrong = swarm.devices.flatMap(({ heard }) =>
    [...heard.values()].filter((seqs) => seqs.some((seq, i) => seq !== i + 1)),
  );
  expect(wrong).toEqual([]);
}

async function readStored(db: pg.Client): Promise<Stored[]> {
  const { rows } = await db.query<Stored>(`
    select replace(c.list_id::text, '-', '') as "to", e.seq, e.ordinal, e.kind, e.client_id as cid,
      e.content::jsonb->>'text' as text, e.sent_at::float8 as "sentAt"
    from entries e join conversations c on c.tenant_id = e.tenant_id and c.id = e.conversation_id
    order by e.conversation_id, e.seq`);
  const { rows: ends } = await db.query<{ listId: string }>(`
    select c.list_id::text as "listId" from conversations c
    cross join lateral (
      select count(*) as entries, count(*) filter (where kind = 'message') as messages
      from entries e where e.tenant_id = c.tenant_id and e.conversation_id = c.id
    ) e
    where c.last_seq <> e.entries or c.message_count <> e.messages`);
  expect(ends, 'conversations whose counters disagree with their rows').toEqual([]);
  return rows;
}
