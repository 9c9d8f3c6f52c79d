import fc from 'fast-check';
import type { realtime } from '@kith/contract';
import { describe, expect, test } from 'vitest';
import { hasHole, recordKnownSeq, receive, receiveAnswer, streamAt, type Stream } from '../src/gap-repair.js';

const seqs = (entries: readonly realtime.Entry[]): number[] => entries.map((entry) => entry.seq);

describe('receive', () => {
  test('the next entry is delivered at once', () => {
    const { stream, deliver } = receive(streamAt(4), [entry(5)]);
    expect(seqs(deliver)).toEqual([5]);
    expect(stream).toEqual(streamAt(5));
  });

  test('an entry beyond a hole waits until the hole is filled', () => {
    const beyond = receive(streamAt(4), [entry(7)]);
    expect(beyond.deliver).toEqual([]);
    expect(hasHole(beyond.stream)).toBe(true);
    const filled = receive(beyond.stream, [entry(6), entry(5)]);
    expect(seqs(filled.deliver)).toEqual([5, 6, 7]);
    expect(hasHole(filled.stream)).toBe(false);
  });

  test('an entry that was already delivered is dropped', () => {
    expect(receive(streamAt(4), [entry(3), entry(4)])).toEqual({ stream: streamAt(4), deliver: [] });
  });

  test('for entries in any order, the dense stream from the position on is delivered', () => {
    const arrivals = fc.array(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 6 }), { maxLength: 30 });
    fc.assert(
      fc.property(fc.nat({ max: 10 }), arrivals, (start, pushes) => {
        let stream: Stream = streamAt(start);
        const delivered: number[] = [];
        for (const push of pushes) {
          const step = receive(stream, push.map(entry));
          stream = step.stream;
          delivered.push(...seqs(step.deliver));
        }
        expect(delivered).toEqual(Array.from({ length: delivered.length }, (_, index) => start + 1 + index));
        expect(stream.position).toBe(start + delivered.length);
        const seen = new Set(pushes.flat());
        expect(seen.has(stream.position + 1)).toBe(false);
      }),
    );
  });
});

describe('receiveAnswer', () => {
  test('the client does not wait for entries missing inside a response', () => {
    const holed = receive(streamAt(4), [entry(12)]).stream;
    const { stream, deliver } = receiveAnswer(holed, { after: 4, known: 12 }, [8, 9, 12].map(entry), false);
    expect(seqs(deliver)).toEqual([8, 9, 12]);
    expect(stream).toEqual(streamAt(12));
  });

  test('a response that ends early, or is empty, ends the search for entries that existed at its request', () => {
    const short = receiveAnswer(recordKnownSeq(streamAt(4), 9), { after: 4, known: 9 }, [entry(5)], false);
    expect(short.stream).toEqual(streamAt(9));
    const { stream } = receiveAnswer(recordKnownSeq(streamAt(4), 9), { after: 4, known: 9 }, [], false);
    expect(stream).toEqual(streamAt(9));
  });

  test('a response says nothing about entries created after the request', () => {
    const later = receive(recordKnownSeq(streamAt(4), 6), [entry(8)]).stream;
    const { stream, deliver } = receiveAnswer(later, { after: 4, known: 6 }, [5, 6].map(entry), false);
    expect(seqs(deliver)).toEqual([5, 6]);
    expect(hasHole(stream)).toBe(true);
  });

  test('a response with more leaves a gap to request next', () => {
    const { stream, deliver } = receiveAnswer(streamAt(0), { after: 0, known: 0 }, [1, 2].map(entry), true);
    expect(seqs(deliver)).toEqual([1, 2]);
    expect(stream).toEqual({ position: 2, known: 3, ahead: [] });
  });

  test('a response to a request from further on skips nothing', () => {
    const { stream, deliver } = receiveAnswer(
      streamAt(2),
      { after: 10, known: 12 },
      [11, 12].map(entry),
      false,
    );
    expect(deliver).toEqual([]);
    expect(stream.position).toBe(2);
  });
});

function entry(seq: number): realtime.Entry {
  return {
    seq,
    id: seq.toString(16).padStart(24, '0'),
    kind: 'message',
    type: 0,
    from: 1,
    time: seq,
    content: {},
  };
}
