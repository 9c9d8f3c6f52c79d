import { randomInt } from 'node:crypto';
import { bounds, type DomainEvent } from '@kith/core/kernel';
import type { NodeBus } from '@kith/core/ports';
import { makeMemory } from '../../app/memory.js';

type ReadMoved = Extract<DomainEvent, { type: 'read_moved' }>;

/**
 * Read positions between nodes. They have no numbers, but only grow: a late one is dropped, and after a loss the nodes tell
 * their latest ones again. An equal one of another move ends a mark as unread.
 */
export interface ReadsTeller {
  /** Whether a position is no lower than those that were shown here before, and was not shown itself. */
  isNews(event: ReadMoved): boolean;
  /** Remembers a position that this node publishes; returns it with the number of its move. */
  note(event: ReadMoved): ReadMoved;
  /** Asks the other nodes for the positions since a moment (of `performance.now()`). */
  ask(sinceMs: number): void;
}

const TOPIC = 'reads';

/** Remembers the positions of this node; `publish` tells one again. */
export function makeReadsTeller(deps: {
  readonly nodeBus: NodeBus;
  readonly publish: (event: DomainEvent) => void;
}): ReadsTeller {
  const { nodeBus, publish } = deps;
  const shown = makeMemory<string, { seq: number; move: number | undefined }>(bounds.bus.rememberedReads);
  const recent = makeMemory<string, { event: ReadMoved; atMs: number }>(bounds.bus.toldReads);
  let wantedSince = Infinity;
  let toldAt = -Infinity;
  /** Nodes begin anywhere, so that two of them do not give a move the same number. */
  let move = randomInt(2 ** 47);

  nodeBus.onSignal(TOPIC, (text) => {
    const now = performance.now();
    const agoMs = Number(text);
    if (!(agoMs >= 0)) return;
    const isDue = wantedSince === Infinity;
    wantedSince = Math.min(wantedSince, now - agoMs - bounds.bus.beatEveryMs);
    if (isDue) setTimeout(tell, Math.max(0, toldAt + bounds.bus.askEveryMs - now)).unref();
  });

  function tell(): void {
    toldAt = performance.now();
    const since = wantedSince;
    wantedSince = Infinity;
    recent.rforEach(({ event, atMs }) => {
      if (atMs >= since) publish({ ...event, isRepeated: true });
    });
  }

  return {
    isNews: (event) => {
      const key = keyOf(event);
      const last = shown.get(key);
      // The first telling may be late, and arrive after the second one.
      const isKnown = event.isRepeated || (event.move !== undefined && event.move === last?.move);
      if (last && (event.seq < last.seq || (event.seq === last.seq && isKnown))) return false;
      shown.set(key, { seq: event.seq, move: event.move });
      return true;
    },
    note: (moved) => {
      const event = { ...moved, move: move++ };
      recent.set(keyOf(event), { event, atMs: performance.now() });
      return event;
    },
    ask: (sinceMs) => nodeBus.signal(TOPIC, String(Math.ceil(performance.now() - sinceMs))),
  };
}

function keyOf({ conversation, accountId }: ReadMoved): string {
  return `${conversation.id}/${accountId}`;
}
