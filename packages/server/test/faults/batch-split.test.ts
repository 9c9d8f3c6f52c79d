import { beforeEach, expect, test } from 'vitest';
import {
  makeBatchWriter,
  type AppendedConversation,
  type AppendOneValues,
  type AppendValues,
  type BatchConnection,
  type BatchRow,
  type BatchValues,
} from '@kith/core/conversations';
import type { AccountId, ConversationId, DomainEvent, TenantId } from '@kith/core/kernel';
import type { NewMessage } from '@kith/core/ports';

/*
 * How the batch writer divides its messages between the two statements. The database is a model in memory: streams by
 * conversation, with a version of the writers each.
 */
interface Stream {
  version: number;
  readonly contents: string[];
}

let streams: Map<number, Stream>;
/** The statements, as their name and the contents that they carried. */
let statements: { name: string; contents: readonly string[] }[];
let events: DomainEvent[];
/** Contents that violate a constraint in either statement, and client ids that exist already. */
let poisoned: Set<string>;
let existing: Set<string>;
let now: number;

beforeEach(() => {
  streams = new Map();
  statements = [];
  events = [];
  poisoned = new Set();
  existing = new Set();
  now = 1_000_000;
});

test('after the first message of a sender in a conversation, the others are appended', async () => {
  const { send } = makeWriter();
  for (const text of ['a', 'b', 'c']) await send(text);
  await send('of another sender', { senderId: 2 });
  await send('again', { senderId: 2 });
  await send('elsewhere', { conversationId: 8 });
  expect(names()).toEqual([
    'kith_batch',
    'kith_append',
    'kith_append',
    'kith_batch',
    'kith_append',
    'kith_batch',
  ]);
  expect(streamOf(7)).toEqual(['a', 'b', 'c', 'of another sender', 'again']);
  expect(seqs()).toEqual([1, 2, 3, 4, 5, 1]);
});

test('in a conversation with a message to decide on, no message is appended, so none passes another', async () => {
  const { send } = makeWriter();
  await send('a');
  await send('x', { conversationId: 8 });
  statements = [];
  await Promise.all([send('b'), send('picture', { type: 2 }), send('y', { conversationId: 8 }), send('c')]);
  expect(statements).toEqual([
    { name: 'kith_append', contents: ['y'] },
    { name: 'kith_batch', contents: ['b', 'picture', 'c'] },
  ]);
  expect(streamOf(7)).toEqual(['a', 'b', 'picture', 'c']);
});

test('under another version nothing is appended; the messages are decided on, in order, before later ones', async () => {
  const { send } = makeWriter();
  await send('a');
  streams.get(7)!.version++;
  statements = [];
  const late: Promise<unknown>[] = [];
  // Arrives while the append statement runs.
  onStatement = () => {
    onStatement = undefined;
    late.push(send('d'));
  };
  await Promise.all([send('b'), send('c')]);
  await Promise.all(late);
  expect(statements).toEqual([
    { name: 'kith_append', contents: ['b', 'c'] },
    { name: 'kith_batch', contents: ['b', 'c', 'd'] },
  ]);
  expect(streamOf(7)).toEqual(['a', 'b', 'c', 'd']);
  statements = [];
  await send('e');
  expect(names()).toEqual(['kith_append']);
});

test('a repeat fails the append statement, and the batch statement stores the rest; for a minute its sender is decided on', async () => {
  const { send } = makeWriter();
  for (const senderId of [1, 2]) await send('a', { senderId, conversationId: senderId });
  existing.add(uuid(5));
  statements = [];
  const [repeat, other] = await Promise.all([
    send('b', { conversationId: 1, clientId: uuid(5) }),
    send('b', { senderId: 2, conversationId: 2 }),
  ]);
  expect([repeat, other]).toEqual(['conflict', 2]);
  await send('c', { conversationId: 1 });
  await send('c', { senderId: 2, conversationId: 2 });
  now += 60_001;
  await send('d', { conversationId: 1 });
  expect(statements.map(({ name, contents }) => [name, contents.length])).toEqual([
    ['kith_append', 2],
    ['kith_batch', 2],
    ['kith_batch', 1],
    ['kith_append', 1],
    ['kith_append', 1],
  ]);
});

test('one invalid message among 256 costs at most 16 statements before it is tried alone, and all others are stored in order', async () => {
  const { send } = makeWriter();
  poisoned.add('177');
  const outcomes = await Promise.all(
    Array.from({ length: 256 }, (_, i) => send(String(i), { conversationId: 1 + (i % 4) })),
  );
  expect(outcomes.filter((outcome) => outcome === 'unavailable')).toHaveLength(1);
  const tries = statements.filter(({ contents }) => contents.length === 1 && contents[0] === '177').length;
  expect(statements.length - tries).toBeLessThanOrEqual(16);
  for (const id of [1, 2, 3, 4]) {
    const own = Array.from({ length: 64 }, (_, i) => String(i * 4 + id - 1));
    expect(streamOf(id)).toEqual(own.filter((text) => text !== '177'));
  }
});

test('a message that waits for another attempt is not passed by later ones of its conversation', async () => {
  const { send } = makeWriter();
  poisoned.add('bad');
  staleOnce.add('b');
  await Promise.all([send('a'), send('b'), send('bad', { conversationId: 8 }), send('c')]);
  expect(streamOf(7)).toEqual(['a', 'b', 'c']);
});

/** Runs once, while the next statement runs. */
let onStatement: (() => void) | undefined;
/** Contents whose conversation changes while the batch statement with them waits for the lock. */
const staleOnce = new Set<string>();

function makeWriter() {
  const quiet = () => undefined;
  const writer = makeBatchWriter({
    connections: [{ run: run as BatchConnection['run'] }],
    emit: (event) => events.push(event),
    now: () => now,
    log: { info: quiet, warn: quiet, error: quiet },
  });
  let sent = 0;
  return {
    /** Resolves to the number of the message in its stream, or to the code of the refusal. */
    send: async (
      text: string,
      { senderId = 1, conversationId = 7, type = 0, clientId = uuid(1000 + ++sent) } = {},
    ): Promise<number | string> => {
      const message: NewMessage = {
        tenantId: 1 as TenantId,
        conversationId: conversationId as ConversationId,
        senderId: senderId as AccountId,
        type,
        content: text,
        clientId,
      };
      return writer.write(message).then(
        ({ seq }) => seq,
        (error: { code: string }) => error.code,
      );
    },
  };
}

async function run(name: string, _sql: string, given: readonly unknown[]): Promise<unknown[]> {
  const values = name.startsWith('kith_append_one') ? asBatch(given as unknown as AppendOneValues) : given;
  const appends = name !== 'kith_batch';
  const contents =
    (appends ? (values as unknown as AppendValues)[11] : (values as unknown as BatchValues)[5]) ?? [];
  statements.push({ name: appends ? 'kith_append' : name, contents });
  onStatement?.();
  await new Promise((resolve) => setImmediate(resolve));
  if (contents.some((text) => poisoned.has(text)))
    throw Object.assign(new Error('invalid'), { code: '22021' });
  return appends ? append(values as unknown as AppendValues) : decide(values as unknown as BatchValues);
}

/** The statement for one message does what the other one does for a batch of one. */
function asBatch(values: AppendOneValues): AppendValues {
  const [now, tenant, id, version, sender, type, content, clientId, digest, replyTo, alias] = values;
  return [
    now, [tenant], [id], [version], [1], [1], [null], [1], [1], [sender], [type], [content], [clientId], [digest], [replyTo], [alias],
  ]; // prettier-ignore
}

function append(values: AppendValues): AppendedConversation[] {
  const [, , ids, versions, amounts, , , conversations, places, , , contents, clientIds] = values;
  expect(ids).toEqual([...ids].toSorted((a, b) => a - b));
  if (clientIds.some((id) => id !== null && existing.has(id)))
    throw Object.assign(new Error('repeat'), { code: '23505' });
  return ids.flatMap((id, i) => {
    const { version, contents: stream } = at(id);
    if (version !== versions[i]) return [];
    const base_seq = stream.length;
    contents.forEach((text, row) => {
      if (conversations[row] === i + 1) stream[base_seq + places[row]! - 1] = text;
    });
    expect(stream.length).toBe(base_seq + amounts[i]!);
    return [{ place: i + 1, base_seq, sent_at: 1, members_version: 1 }];
  });
}

function decide(values: BatchValues): BatchRow[] {
  const [, , ids, , , contents, clientIds] = values;
  const stale = new Set(ids.filter((_, i) => staleOnce.has(contents[i]!)));
  return ids.map((id, idx) => {
    const { version, contents: stream } = at(id);
    const clientId = clientIds[idx];
    const isRepeat = clientId !== null && existing.has(clientId!);
    if (stale.has(id)) staleOnce.delete(contents[idx]!);
    else if (!isRepeat) stream.push(contents[idx]!);
    return {
      idx,
      verdict: stale.has(id) ? 'stale' : isRepeat ? 'repeat' : 'stored',
      seq: isRepeat ? 1 : stream.length,
      sent_at: 1,
      alias: null,
      is_withheld: false,
      is_shadowed: false,
      stored_digest: isRepeat ? 0 : null,
      stored_conversation_id: null,
      list_id: '00000000-0000-0000-0000-000000000000',
      kind: 'group',
      low_id: null,
      high_id: null,
      members_version: 1,
      is_plain: true,
      writers_version: version,
    };
  });
}

function at(id: number): Stream {
  const known = streams.get(id);
  if (known) return known;
  const fresh: Stream = { version: 1, contents: [] };
  streams.set(id, fresh);
  return fresh;
}

function streamOf(id: number): readonly string[] {
  return at(id).contents;
}

function names(): string[] {
  return statements.map(({ name }) => name);
}

function seqs(): number[] {
  return events.flatMap((event) => (event.type === 'entry_appended' ? [event.entry.seq] : []));
}

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}
