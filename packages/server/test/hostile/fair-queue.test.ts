import { DomainError, type AccountId } from '@kith/core/kernel';
import type { Requester } from '@kith/core/ports';
import { describe, expect, test } from 'vitest';
import { makeFairQueue } from '../../src/adapters/fair-queue.js';

const stranger = (address: string): Requester => ({ address, accountId: undefined });
const member = (id: number, address = '10.9.9.9'): Requester => ({ address, accountId: id as AccountId });

/** A queue whose work ends when the test decides. */
function openQueue(options: Parameters<typeof makeFairQueue>[0]) {
  const inTurn = makeFairQueue(options);
  const started: string[] = [];
  const refused: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    refused,
    give: (name: string, requester: Requester | undefined) =>
      void inTurn(requester, () => {
        started.push(name);
        return new Promise<void>((end) => ends.set(name, end));
      }).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        expect(error.detail.retryMs).toBeGreaterThan(0);
        refused.push(`${name} ${error.code}`);
      }),
    end: async (name: string) => {
      await settle();
      ends.get(name)?.();
      await settle();
    },
    settle,
  };
}

const settle = () => new Promise((done) => setImmediate(done));

describe('a queue for a scarce resource', () => {
  test('refuses work without a place, with a time to retry', async () => {
    const queue = openQueue({ atOnce: 1, waiting: 3, waitingForEach: 2 });
    for (let i = 0; i < 5; i++) queue.give(`a${i}`, stranger('10.0.0.1'));
    queue.give('b0', stranger('10.0.0.2'));
    await queue.settle();
    for (const address of ['10.0.0.3', '10.0.0.4']) queue.give(address, stranger(address));
    await queue.settle();
    expect(queue.started).toEqual(['a0']);
    // The address with two waiting requests gives up one place; then each has one, and none has more than another.
    expect(queue.refused).toEqual([
      'a3 too_many_requests',
      'a4 too_many_requests',
      'a2 unavailable',
      '10.0.0.4 unavailable',
    ]);
  });

  test('does not prefer an address with many requests over one with one', async () => {
    const queue = openQueue({ atOnce: 1, waiting: 10, waitingForEach: 10 });
    for (let i = 0; i < 4; i++) queue.give(`a${i}`, stranger('10.0.0.1'));
    queue.give('b0', stranger('10.0.0.2'));
    queue.give('c0', stranger('10.0.0.3'));
    for (const name of ['a0', 'b0', 'c0', 'a1', 'a2']) await queue.end(name);
    expect(queue.started).toEqual(['a0', 'b0', 'c0', 'a1', 'a2', 'a3']);
  });

  test('gives an account one place while others wait, and all places otherwise', async () => {
    const queue = openQueue({ atOnce: 2, waiting: 10, waitingForEach: 10 });
    for (const name of ['a0', 'a1', 'a2', 'a3']) queue.give(name, member(1));
    await queue.settle();
    expect(queue.started).toEqual(['a0', 'a1']);
    for (const name of ['b0', 'b1']) queue.give(name, member(2));
    await queue.end('a0');
    await queue.end('a1');
    expect(queue.started).toEqual(['a0', 'a1', 'b0', 'a2']);
  });

  test('serves members before strangers, who only have their own places', async () => {
    const queue = openQueue({ atOnce: 2, anonymousAtOnce: 1, waiting: 10, waitingForEach: 10 });
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) queue.give(address, stranger(address));
    await queue.settle();
    expect(queue.started).toEqual(['10.0.0.1']);
    queue.give('ada', member(1));
    queue.give('bo', member(2));
    await queue.settle();
    expect(queue.started).toEqual(['10.0.0.1', 'ada']);
    await queue.end('10.0.0.1');
    expect(queue.started).toEqual(['10.0.0.1', 'ada', 'bo']);
  });

  test('gives a member the place of a stranger when it is full', async () => {
    const queue = openQueue({ atOnce: 1, waiting: 2, waitingForEach: 10 });
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) queue.give(address, stranger(address));
    for (const id of [1, 2, 3]) queue.give(`m${id}`, member(id));
    await queue.settle();
    expect(queue.refused.sort()).toEqual(['10.0.0.2 unavailable', '10.0.0.3 unavailable', 'm3 unavailable']);
  });

  test("lets the server's own work wait as long as necessary", async () => {
    const queue = openQueue({ atOnce: 1, waiting: 1, waitingForEach: 1 });
    queue.give('a0', stranger('10.0.0.1'));
    queue.give('b0', stranger('10.0.0.2'));
    for (const name of ['own0', 'own1']) queue.give(name, undefined);
    for (const name of ['a0', 'own0', 'own1', 'b0']) await queue.end(name);
    expect(queue.refused).toEqual([]);
    expect([...queue.started].sort()).toEqual(['a0', 'b0', 'own0', 'own1']);
  });

  test('frees the place of failed and successful work', async () => {
    const inTurn = makeFairQueue({ atOnce: 1, waiting: 1, waitingForEach: 1 });
    await expect(inTurn(member(1), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(inTurn(member(1), () => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
