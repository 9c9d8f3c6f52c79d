import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  makeBatchWriter,
  type BatchConnection,
  type BatchRow as Row,
  type BatchValues,
} from '@kith/core/conversations';
import type { AccountId, ConversationId, DomainEvent, TenantId } from '@kith/core/kernel';
import type { NewMessage } from '@kith/core/ports';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('when the database does not respond, every waiting caller gets an error within ten seconds, also queued ones', async () => {
  const { write } = writerOn(() => new Promise(() => undefined));
  const outcomes = [write(message(1)), write(message(2))].map(outcomeOf);
  await vi.advanceTimersByTimeAsync(3000);
  outcomes.push(outcomeOf(write(message(3))));
  await vi.advanceTimersByTimeAsync(7000);
  expect(await Promise.all(outcomes.slice(0, 2))).toEqual([
    'unavailable, retry after 1000',
    'unavailable, retry after 1000',
  ]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await outcomes[2]).toBe('unavailable, retry after 1000');
});

test('after the database has recovered, only messages with a waiting sender are stored', async () => {
  const stored: string[] = [];
  let isFrozen = true;
  let thaw: (() => void) | undefined;
  const { write } = writerOn(async (...[, , values]) => {
    if (isFrozen) await new Promise<void>((resolve) => (thaw = resolve));
    stored.push(...values[5]);
    return values[5].map((_, idx) => row(idx, stored.length - values[5].length + idx + 1));
  });
  const first = outcomeOf(write(message(1)));
  await vi.advanceTimersByTimeAsync(10);
  const second = outcomeOf(write(message(2)));
  await vi.advanceTimersByTimeAsync(9000);
  const third = outcomeOf(write(message(3)));
  isFrozen = false;
  thaw?.();
  await vi.advanceTimersByTimeAsync(10);
  expect(await Promise.all([first, second, third])).toEqual([
    'unavailable, retry after 1000',
    'unavailable, retry after 1000',
    'stored at 2',
  ]);
  expect(stored).toEqual(['{"text":"1"}', '{"text":"3"}']); // the first was being stored: its outcome is unknown
});

test('a message whose batch got no response is announced once, when its repeat finds it stored', async () => {
  let isAnswered = false;
  const { write, events } = writerOn(async (...[, , values]) => {
    if (!isAnswered) throw new Error('Connection terminated unexpectedly');
    return [
      { ...row(0, 1, 'repeat'), stored_digest: values[7][0] ?? null, stored_conversation_id: conversationId },
    ];
  });
  const first = outcomeOf(write(message(1)));
  await vi.advanceTimersByTimeAsync(10);
  expect(await first).toBe('unavailable, retry after 1000');
  expect(events).toEqual([]);
  isAnswered = true;
  for (let repeat = 0; repeat < 2; repeat++) {
    const again = outcomeOf(write(message(1)));
    await vi.advanceTimersByTimeAsync(10);
    expect(await again).toBe('stored at 1');
  }
  expect(events.map((event) => event.type === 'entry_appended' && event.entry.seq)).toEqual([1]);
});

test('a message that would be retried but has waited too long is refused, not dropped', async () => {
  const { write } = writerOn(async (...[, , values]) => {
    // Between two checks of the waiting callers: the first finds it in progress and not late yet, the next finds it nowhere.
    await new Promise((resolve) => setTimeout(resolve, 8_100));
    return values[5].map((_, idx) => row(idx, 1, 'stale'));
  });
  const outcome = outcomeOf(write(message(1)));
  await vi.advanceTimersByTimeAsync(9_000);
  expect(await Promise.race([outcome, Promise.resolve('still waiting')])).toBe(
    'unavailable, retry after 1000',
  );
});

const conversationId = 7 as ConversationId;

/** No sender is known, so only the batch statement runs. */
function writerOn(run: (name: string, sql: string, values: BatchValues) => Promise<Row[]>) {
  const events: DomainEvent[] = [];
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const writer = makeBatchWriter({
    connections: [{ run: run as unknown as BatchConnection['run'] }],
    emit: (event) => events.push(event),
    now: Date.now,
    log,
  });
  return { write: (what: NewMessage) => writer.write(what), events };
}

function message(n: number): NewMessage {
  return {
    tenantId: 1 as TenantId,
    conversationId,
    senderId: 10001 as AccountId,
    type: 0,
    content: `{"text":"${n}"}`,
    clientId: `00000000-0000-4000-8000-00000000000${n}`,
  };
}

function row(idx: number, seq: number, verdict: Row['verdict'] = 'stored'): Row {
  return {
    idx,
    verdict,
    seq,
    sent_at: 1,
    alias: null,
    is_withheld: false,
    is_shadowed: false,
    stored_digest: null,
    stored_conversation_id: null,
    list_id: '00000000-0000-0000-0000-000000000000',
    kind: 'single',
    low_id: 10001 as AccountId,
    high_id: 10002 as AccountId,
    members_version: 1,
    is_plain: false,
    writers_version: 0,
  };
}

async function outcomeOf(write: ReturnType<ReturnType<typeof writerOn>['write']>): Promise<string> {
  try {
    return `stored at ${(await write).seq}`;
  } catch (error) {
    const { code, detail } = error as { code: string; detail: { retryMs?: number } };
    return `${code}, retry after ${detail.retryMs}`;
  }
}
