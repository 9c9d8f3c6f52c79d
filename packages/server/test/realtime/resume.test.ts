import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { realtime } from '@kith/contract';
import { group, plainPasswords } from '../conversations/chatting.js';
import { collectWarnings } from '../hostile/warnings.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, ask, people, say, syncAll, upTo } from './support.js';

const warnings = collectWarnings();
const kith = useKith({ log: warnings.log, overrides: { ports: { passwords: plainPasswords } } });

afterEach(() => expect(warnings.drain()).toEqual([]));

type Frame<T extends realtime.ServerFrame['t']> = Extract<realtime.ServerFrame, { t: T }>;

function framesOf<T extends realtime.ServerFrame['t']>({ frames }: V1Socket, t: T): Frame<T>[] {
  return frames.filter((frame): frame is Frame<T> => frame.t === t);
}

function seqs(entries: readonly realtime.Entry[]): number[] {
  return entries.map((entry) => entry.seq);
}

/** Messages of a conversation, inserted into the database. */
async function insertMessages(to: string, from: Person, count: number, text: string): Promise<void> {
  await kith.sql(
    `with moved as (
       update conversations set last_seq = last_seq + $3, message_count = message_count + $3
       where list_id = $1::uuid returning tenant_id, id, last_seq - $3 as before, message_count - $3 as count_before
     )
     insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
     select tenant_id, id, before + n, 'message', 0, $2, 1000 + n, count_before + n, $4
     from moved, generate_series(1, $3::int) as n`,
    [to, from.id, count, JSON.stringify({ text })],
  );
}

describe('resuming with kith.v1 hello', () => {
  test('one kith.v1 entries frame delivers everything that ada missed before live frames, then she is live', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const atBo = await bo.v1();
    const before = await ada.v1();
    const known = (await say(before, to, 'I have to go')).seq;
    before.close();
    await before.closed;

    const first = await say(atBo, to, 'are you there?');
    const wrong = await say(atBo, to, 'wrong window');
    await ask(atBo, { t: 'edit', to, id: first.id, content: { text: 'are you still there?' } });
    await ask(atBo, { t: 'recall', to, id: wrong.id });
    // Bo continues to write while ada resumes.
    const writing = Promise.all(upTo(40).map((n) => say(atBo, to, `and ${n}`)));
    const back = await ada.v1({ conversations: { [to]: known } });
    await writing;
    const shown = () => [
      ...new Set(
        [
          ...framesOf(back, 'entries').flatMap((frame) => frame.entries),
          ...framesOf(back, 'entry').map(({ e }) => e),
        ]
          .map((entry) => entry.seq)
          .sort((one, other) => one - other),
      ),
    ];
    await eventually('all 44 are there', () => shown().length === 44);
    expect(shown()).toEqual(upTo(44).map((n) => known + n));

    const frames = back.frames.filter((frame) => frame.t === 'entries' || frame.t === 'entry');
    expect(frames.map((frame) => frame.t).indexOf('entries')).toBe(0);
    expect(framesOf(back, 'entries')).toHaveLength(1);
    const [missed] = framesOf(back, 'entries');
    expect(missed).toMatchObject({ to, more: false });
    expect(missed!.entries.slice(0, 4)).toMatchObject([
      { seq: known + 1, kind: 'message', content: { text: 'are you still there?' }, from: bo.id },
      { seq: known + 2, kind: 'message', recalled: true },
      {
        seq: known + 3,
        kind: 'edit',
        content: { target: known + 1, content: { text: 'are you still there?' } },
      },
      { seq: known + 4, kind: 'recall', content: { target: known + 2, reason: 'recall' } },
    ]);
    expect(missed!.entries[1]!.content).toEqual({});
  });

  test('a client that missed nothing gets nothing, nor does a stranger with any position', async () => {
    const { ada, to } = await adaAndBo(kith);
    const [cy] = await people(kith, 'cy');
    const nowhere = 'f'.repeat(32);
    const atAda = await ada.v1({ conversations: { [to]: 1, [nowhere]: 0 } });
    const ahead = await ada.v1({ conversations: { [to]: 2_000_000_000 } });
    const atCy = await cy.v1({ conversations: { [to]: 0, [nowhere]: 0 } });
    for (const socket of [atAda, ahead, atCy]) {
      await socket.settle();
      expect(socket.frames.map((frame) => frame.t)).toEqual(['ready', 'pong']);
    }
  });

  test('cleared entries do not return', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const atBo = await bo.v1();
    for (const n of upTo(5)) await say(atBo, to, `old ${n}`);
    await ada.im.remove.del_log({ list_id: to, type: 1 });
    const cleared = await ada.v1({ conversations: { [to]: 1 } });
    await cleared.settle();
    expect(framesOf(cleared, 'entries')).toEqual([]);
    const last = await say(atBo, to, 'new');
    const back = await ada.v1({ conversations: { [to]: 1 } });
    expect(seqs((await back.next('entries')).entries)).toEqual([last.seq]);
    back.send({ t: 'sync', to, before: last.seq });
    expect(await back.next('entries')).toEqual({ t: 'entries', to, entries: [], more: false });
  });

  test('after more than 200 missed entries the first 200 arrive, the client fetches the others, and none is lost', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    await insertMessages(to, bo, 450, 'one of many');
    const back = await ada.v1({ conversations: { [to]: 1 } });
    const missed = await back.next('entries');
    expect(missed.more).toBe(true);
    expect(seqs(missed.entries)).toEqual(upTo(200).map((n) => n + 1));
    const rest = await syncAll(back, to, 201);
    expect(seqs(rest)).toEqual(upTo(250).map((n) => n + 201));
  });

  test('long messages arrive in frames of at most 64 KB, forwards and backwards', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const long = '長'.repeat(9_000);
    await insertMessages(to, bo, 12, long);
    const sizes: number[] = [];
    const back = await ada.v1({ conversations: { [to]: 1 } });
    back.socket.on('message', (data) => sizes.push((data as Buffer).length));
    const missed = await back.next('entries');
    expect(missed.entries.length).toBeGreaterThan(0);
    expect(missed.more).toBe(true);
    expect(Buffer.byteLength(JSON.stringify(missed))).toBeLessThanOrEqual(65_536);
    const last = missed.entries.at(-1)!.seq;
    expect(seqs(await syncAll(back, to, last))).toEqual(upTo(13 - last).map((n) => n + last));

    const backwards: realtime.Entry[] = [];
    for (let more = true; more;) {
      back.send({ t: 'sync', to, before: backwards[0]?.seq ?? 2_000_000_000, limit: 200 });
      const page = await back.next('entries');
      backwards.unshift(...page.entries);
      more = page.more;
    }
    expect(seqs(backwards)).toEqual(upTo(13));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
  });

  test('the longest message that can be sent or edited fits into its frames', async () => {
    const { ada, to } = await adaAndBo(kith);
    const socket = await ada.v1();
    const sizes: number[] = [];
    socket.socket.on('message', (data) => sizes.push((data as Buffer).length));
    const content = (length: number) => ({ text: 'x', yy: '長'.repeat(length) });
    const send = (length: number) =>
      ada.im.message.textMsg({ list_id: to, content_type: 0, content: JSON.stringify(content(length)) });
    await expect(send(20_100)).rejects.toThrow();
    await send(19_900);
    const { e } = await socket.next('entry');
    const edited = await ask(socket, { t: 'edit', to, id: e.id, content: content(19_900) });
    expect(edited.t).toBe('ack');
    expect((await syncAll(socket, to)).map((entry) => entry.kind)).toEqual(['system', 'message', 'edit']);
    expect(Math.max(...sizes)).toBeGreaterThan(59_700);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
  });

  test('a client that reads receives ten megabytes of missed messages from a thousand conversations, and stays connected', async () => {
    const [ada, bo] = await people(kith, 'ada', 'bo');
    await kith.sql(
      `with made as (
         insert into conversations (tenant_id, list_id, kind, name, created_at, last_seq, message_count)
         select 1, gen_random_uuid(), 'group', 'busy ' || n, 0, 10, 10 from generate_series(1, 1000) as n returning id
       ),
       joined as (
         insert into members (tenant_id, conversation_id, account_id, created_at)
         select 1, made.id, person, 0 from made, unnest(array[$1::int, $2::int]) as person
       )
       insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
       select 1, made.id, n, 'message', 0, $2, n, n, $3 from made, generate_series(1, 10) as n`,
      [ada.id, bo.id, JSON.stringify({ text: 'y'.repeat(1000) })],
    );
    const ids = await kith.sql<{ id: string }>(
      `select replace(list_id::text, '-', '') as id from conversations where name like 'busy %'`,
    );
    const back = await ada.v1({ conversations: Object.fromEntries(ids.map(({ id }) => [id, 0])) });
    await back.settle();
    const entries = framesOf(back, 'entries');
    expect(entries).toHaveLength(1000);
    expect(entries.every((frame) => frame.entries.length === 10 && !frame.more)).toBe(true);
    expect(back.socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe("the account's event stream: kith.v1 ready and kith.v1 event", () => {
  test('missed events arrive in order above the known position, then live events', async () => {
    const [ada, bo, cy] = await people(kith, 'ada', 'bo', 'cy');
    const first = await ada.v1();
    await bo.im.action.friendAdd({ user_id: ada.id, content: 'hi' });
    const told = await first.next('event');
    expect(told).toMatchObject({
      position: first.ready.cursor.position + 1,
      type: 'friend_request',
      data: { user_id: bo.id },
    });
    first.close();

    await cy.im.action.friendAdd({ user_id: ada.id, content: 'hello' });
    const [request] = await ada.im.get.applyFriend();
    await ada.im.action.friendAddAction({ apply_id: request!.id });
    const cursor = { epoch: first.ready.cursor.epoch, position: told.position };
    const back = await ada.v1({ cursor });
    await back.settle();
    // An event can arrive twice: missed, and live from another node.
    const events = new Map(framesOf(back, 'event').map((event) => [event.position, event]));
    expect([...events.values()]).toMatchObject([
      { position: told.position + 1, type: 'friend_request', data: { user_id: cy.id } },
      { position: told.position + 2, type: 'contact_added', data: { user_id: cy.id } },
    ]);
    expect(back.ready.cursor.position).toBe(told.position + 2);
    await cy.im.remove.friend({ user_id: ada.id });
    expect(await back.next('event', (event) => event.type === 'contact_removed')).toMatchObject({
      position: told.position + 3,
      data: { user_id: cy.id },
    });
  });

  test('without a known position nothing is replayed; more than one page of events arrives completely', async () => {
    const [ada] = await people(kith, 'ada');
    await kith.sql(
      `with moved as (update accounts set event_position = 1200 where id = $1 returning tenant_id, id)
       insert into account_events (tenant_id, account_id, position, type, data, created_at)
       select tenant_id, id, n, 'profile_changed', jsonb_build_object('accountId', id), 0 from moved, generate_series(1, 1200) as n`,
      [ada.id],
    );
    const fresh = await ada.v1();
    await fresh.settle();
    expect(framesOf(fresh, 'event')).toEqual([]);
    const back = await ada.v1({ cursor: { epoch: fresh.ready.cursor.epoch, position: 0 } });
    await back.settle();
    expect(framesOf(back, 'event').map((event) => event.position)).toEqual(upTo(1200));
  });

  test('positions of another epoch are invalid: nothing is replayed, and the client gets the current epoch', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const atBo = await bo.v1();
    await say(atBo, to, 'from this life');
    const fresh = await ada.v1();
    const back = await ada.v1({
      cursor: { epoch: 'another life', position: 0 },
      conversations: { [to]: 1 },
    });
    await back.settle();
    expect(back.ready.cursor).toEqual(fresh.ready.cursor);
    expect(back.frames.map((frame) => frame.t)).toEqual(['ready', 'pong']);
    await say(atBo, to, 'live');
    await back.next('entry');
  });
});

describe('kith.v1 sync', () => {
  test('returns pages of the stream for after and before, ascending, and whether more exist in that direction', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    await insertMessages(to, bo, 99, 'page me');
    const socket = await ada.v1();
    const page = async (range: object): Promise<[number[], boolean]> => {
      socket.send({ t: 'sync', to, ...range });
      const { entries, more } = await socket.next('entries');
      return [seqs(entries), more];
    };
    expect(await page({ after: 0, limit: 3 })).toEqual([[1, 2, 3], true]);
    expect(await page({ after: 97, limit: 3 })).toEqual([[98, 99, 100], false]);
    expect(await page({ after: 96, limit: 3 })).toEqual([[97, 98, 99], true]);
    expect(await page({ after: 100 })).toEqual([[], false]);
    expect(await page({ after: 2_000_000_000 })).toEqual([[], false]);
    expect(await page({ before: 4, limit: 3 })).toEqual([[1, 2, 3], false]);
    expect(await page({ before: 5, limit: 3 })).toEqual([[2, 3, 4], true]);
    expect(await page({ before: 1 })).toEqual([[], false]);
    expect(await page({ before: 2_000_000_000, limit: 2 })).toEqual([[99, 100], true]);
    expect(await page({ after: 0 })).toEqual([upTo(50), true]);
    expect(await page({ after: 0, limit: 200 })).toEqual([upTo(100), false]);
  });

  test('answers requests in their order', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    await insertMessages(to, bo, 99, 'page me');
    const club = await group(kith, [{ person: ada }, { person: bo }]);
    const socket = await ada.v1();
    for (const n of upTo(40)) {
      socket.send(n % 4 ? { t: 'sync', to, after: n, limit: 1 } : { t: 'sync', to: club, after: 0 });
    }
    const answers = [];
    for (const _ of upTo(40)) answers.push(await socket.next('entries'));
    expect(answers.map(({ to: of, entries }) => (of === to ? entries[0]!.seq - 1 : 0))).toEqual(
      upTo(40).map((n) => (n % 4 ? n : 0)),
    );
  });
});
