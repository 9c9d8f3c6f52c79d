import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  makeBatchWriter,
  type BatchConnection,
  type BatchRow,
  type BatchValues,
} from '@kith/core/conversations';
import { bounds, type AccountId, type ConversationId, type TenantId } from '@kith/core/kernel';

/* How the lanes of the batch writer share the work. Each statement ends when the test says so. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('messages that arrive while a lane is busy gather for its next batch', async () => {
  const { send, running, end } = makeWriter();
  send(1, 'a');
  await turn();
  for (const conversation of [2, 3, 4]) send(conversation, 'b');
  await turn();
  expect(running()).toEqual(['0: a']);
  await end(0);
  expect(running()).toEqual(['0: b b b']);
});

test('when many messages wait, the other lane writes beside the busy one', async () => {
  const { send, running } = makeWriter();
  send(1, 'a');
  await turn();
  for (let i = 0; i < bounds.database.rowsForAnotherLane; i++) send(2 + i, 'b');
  await turn();
  expect(running()).toEqual(['0: a', `1: ${Array(bounds.database.rowsForAnotherLane).fill('b').join(' ')}`]);
});

test('a blocked conversation delays no other one for long, and keeps its own order', async () => {
  const { send, running, end } = makeWriter();
  send(1, 'a');
  await turn();
  send(1, 'b');
  send(2, 'x');
  send(1, 'c');
  await vi.advanceTimersByTimeAsync(3 * bounds.database.laneWaitMs);
  expect(running()).toEqual(['0: a', '1: x']);
  await end(1);
  send(3, 'y');
  await vi.advanceTimersByTimeAsync(3 * bounds.database.laneWaitMs);
  expect(running()).toEqual(['0: a', '1: y']);
  await end(0);
  expect(running()).toEqual(['1: y', '0: b c']);
});

test('the writer is idle when every lane has stored its messages', async () => {
  const { writer, send, end } = makeWriter();
  send(1, 'a');
  await turn();
  send(1, 'b');
  let isIdle = false;
  void writer.idle().then(() => (isIdle = true));
  await end(0);
  expect(isIdle).toBe(false);
  await end(0);
  expect([isIdle, writer.waiting()]).toEqual([true, 0]);
});

async function turn(): Promise<void> {
  await vi.advanceTimersByTimeAsync(1);
}

function makeWriter() {
  const under: { lane: number; contents: string[]; end: () => void }[] = [];
  const seqs = new Map<number, number>();
  const connectionOf = (lane: number): BatchConnection => {
    const run = (_name: string, _sql: string, values: BatchValues) =>
      new Promise<BatchRow[]>((resolve) => {
        const statement = { lane, contents: values[5], end: () => resolve(rowsOf(values, seqs)) };
        under.push(statement);
      });
    return { run: run as unknown as BatchConnection['run'] };
  };
  const quiet = () => undefined;
  const writer = makeBatchWriter({
    connections: [connectionOf(0), connectionOf(1)],
    emit: quiet,
    now: Date.now,
    log: { info: quiet, warn: quiet, error: quiet },
  });
  return {
    writer,
    send: (conversation: number, content: string): void => {
      const ids = { tenantId: 1 as TenantId, senderId: 1 as AccountId };
      void writer.write({ ...ids, conversationId: conversation as ConversationId, type: 0, content });
    },
    /** The running statements, as their lane and contents. */
    running: () => under.map(({ lane, contents }) => `${lane}: ${contents.join(' ')}`),
    end: async (lane: number): Promise<void> => {
      const i = under.findIndex((statement) => statement.lane === lane);
      under.splice(i, 1)[0]!.end();
      await turn();
    },
  };
}

function rowsOf(values: BatchValues, seqs: Map<number, number>): BatchRow[] {
  return values[2].map((id, idx) => {
    seqs.set(id, (seqs.get(id) ?? 0) + 1);
    return {
      idx,
      verdict: 'stored',
      seq: seqs.get(id)!,
      sent_at: 1,
      alias: null,
      is_withheld: false,
      is_shadowed: false,
      stored_digest: null,
      stored_conversation_id: null,
      list_id: '00000000-0000-0000-0000-000000000000',
      kind: 'group',
      low_id: null,
      high_id: null,
      members_version: 1,
      is_plain: false,
      writers_version: 0,
    };
  });
}
