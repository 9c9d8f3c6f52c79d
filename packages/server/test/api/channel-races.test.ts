import { expect, it } from 'vitest';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { box, left, listIdOf, open, people, read, unlock, write } from './channels.js';

const kith = useKith({
  config: { databaseConnections: 4 },
  overrides: { ports: { passwords: plainPasswords } },
});

/** The number of successes, and the error codes of the others. */
async function outcomes(
  all: readonly Promise<unknown>[],
): Promise<{ done: number; refused: Record<string, number> }> {
  const refused: Record<string, number> = {};
  let done = 0;
  for (const one of await Promise.allSettled(all)) {
    if (one.status === 'fulfilled') done++;
    else {
      const { code } = one.reason as { code?: number };
      refused[String(code)] = (refused[String(code)] ?? 0) + 1;
    }
  }
  return { done, refused };
}

const spent = async (who: Person, quota: string) =>
  (
    await kith.sql<{ used: number; rows: number }>(
      `select used, (select count(*)::int from quota_ledger l where l.account_id = d.account_id and l.quota = d.quota) as rows
       from quota_days d where account_id = $1 and quota = $2`,
      [who.id, quota],
    )
  )[0];

it('100 parallel openings spend exactly ten tickets; the refused ones leave nothing behind', async () => {
  const ada = await kith.person('ada');
  const others = await people(kith, 100);
  // A caller that a busy server asks to retry retries.
  const ask = async (other: Person): Promise<unknown> => {
    const again = (error: { code?: number }) => (error.code === 500101 ? ask(other) : Promise.reject(error));
    return open(ada, other, { text: 'hello' }).catch(again);
  };
  expect(await outcomes(others.map(ask))).toEqual({
    done: 10,
    refused: { 400601: 90 },
  });
  expect(await spent(ada, 'ticket')).toEqual({ used: 10, rows: 10 });
  expect(await box(ada)).toHaveLength(10);
  expect(await kith.sql('select from conversations where $1 in (low_id, high_id)', [ada.id])).toHaveLength(
    10,
  );
});

it('parallel repeats of one opening create one channel and spend one ticket and one wave', async () => {
  const [ada, bo] = await people(kith, 2);
  const all = await Promise.all(Array.from({ length: 20 }, () => open(ada!, bo!, { is_wave: 1 })));
  expect(new Set(all.map(({ channel_id }) => channel_id)).size).toBe(1);
  expect(all.filter(({ is_new }) => is_new)).toHaveLength(1);
  expect(await spent(ada!, 'ticket')).toEqual({ used: 1, rows: 1 });
  expect((await read(ada!, all[0]!.channel_id)).list).toHaveLength(1);
});

it('of ten parallel super waves one is sent, and of ten parallel unlocks three succeed', async () => {
  const bo = await kith.person('bo');
  const others = await people(kith, 10);
  expect(await outcomes(others.map((other) => open(bo, other, { is_wave: 2 })))).toEqual({
    done: 1,
    refused: { 400602: 9 },
  });
  const dee = await kith.person('dee');
  const opened = await Promise.all(others.map((other) => open(other, dee, { is_wave: 1 })));
  const unlocked = await Promise.all(opened.map(({ channel_id }, i) => unlock(dee, others[i]!, channel_id)));
  expect(unlocked.filter(({ status }) => status)).toHaveLength(3);
  expect(await spent(dee, 'stranger_key')).toEqual({ used: 3, rows: 3 });
  expect(await box(dee, 1)).toHaveLength(3);
});

it('unlocking one channel twenty times in parallel costs one key', async () => {
  const [ada, bo] = await people(kith, 2);
  const { channel_id } = await open(ada!, bo!, { is_wave: 1 });
  const all = await Promise.all(Array.from({ length: 20 }, () => unlock(bo!, ada!, channel_id)));
  expect(all.every(({ status }) => status)).toBe(true);
  expect((await left(bo!)).keys).toBe(2);
});

it('two people who wave at each other at the same moment become friends, with both waves', async () => {
  const pairs = await Promise.all(Array.from({ length: 10 }, () => people(kith, 2)));
  await Promise.all(
    pairs.map(async ([ada, bo]) => {
      const [one, other] = await Promise.all([
        open(ada!, bo!, { is_wave: 1 }),
        open(bo!, ada!, { is_wave: 1 }),
      ]);
      expect(one.channel_id).toBe(other.channel_id);
      expect([one.is_new, other.is_new].filter(Boolean)).toHaveLength(1);
      for (const who of [ada!, bo!]) {
        expect(await read(who, one.channel_id)).toMatchObject({ is_show: true, list: [{}, {}] });
        expect(await box(who, 1)).toMatchObject([{ channel_id: one.channel_id }]);
      }
      expect(await kith.sql('select from friends where account_id = $1', [ada!.id])).toHaveLength(1);
    }),
  );
});

it('of twenty parallel messages to a stranger three are stored, through either API', async () => {
  const [ada, bo] = await people(kith, 2);
  const { channel_id } = await open(ada!, bo!);
  const list_id = await listIdOf(kith, channel_id);
  const sends = Array.from({ length: 20 }, (_, i) =>
    i % 2
      ? write(ada!, channel_id, `no ${i}`)
      : ada!.im.message.textMsg({ list_id, content_type: 0, content: { text: `no ${i}` } }),
  );
  expect((await outcomes(sends)).done).toBe(3);
  expect((await read(ada!, channel_id)).list).toHaveLength(3);
});

it('ten parallel replies make friends once, and all are stored', async () => {
  const [ada, bo] = await people(kith, 2);
  const { channel_id } = await open(ada!, bo!, { is_wave: 2 });
  const id = 'the same answer';
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      write(bo!, channel_id, i < 5 ? 'twice' : `no ${i}`, i < 5 ? id : undefined),
    ),
  );
  expect(new Set(answers.map(({ message }) => message?.message_id)).size).toBe(6);
  expect((await read(ada!, channel_id)).list).toHaveLength(7);
  const lines = await kith.sql("select from entries where conversation_id = $1 and kind = 'system'", [
    channel_id,
  ]);
  expect(lines).toHaveLength(1);
  const events = await kith.sql(
    "select from account_events where account_id = $1 and type = 'contact_added'",
    [ada!.id],
  );
  expect(events).toHaveLength(1);
});
