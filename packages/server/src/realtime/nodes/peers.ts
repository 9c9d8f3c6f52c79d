import { bounds } from '@kith/core/kernel';

/** Another node, and which of its events have arrived. Times are of `performance.now()`. */
export interface Peer {
  readonly nodeId: string;
  /** The highest number heard; undefined before the first one. */
  last: number | undefined;
  /** Lower numbers that have not arrived. */
  readonly missing: Set<number>;
  /** Whether no beat has told yet whether earlier events were missed. */
  isNew: boolean;
  heardAt: number;
  /** Everything that the node published before this moment has arrived, or was looked for in the database. */
  soundAt: number;
  isAlive: boolean;
}

/** A node that is heard for the first time. */
export function makePeer(nodeId: string, now: number): Peer {
  return {
    nodeId,
    last: undefined,
    missing: new Set(),
    isNew: true,
    heardAt: now,
    soundAt: now,
    isAlive: false,
  };
}

/** Counts an event; returns whether it arrives for the first time. */
export function countEvent(peer: Peer, number: number): boolean {
  if (number <= (peer.last ?? 0)) return peer.missing.delete(number);
  noteNumber(peer, number - 1);
  peer.last = number;
  return true;
}

/** Notes that the node has published events up to a number. Before the first one, nothing was expected. */
export function noteNumber(peer: Peer, number: number): void {
  const { last = number } = peer;
  const from = Math.max(last, number - bounds.bus.missingFrames);
  for (let missing = from + 1; missing <= number; missing++) peer.missing.add(missing);
  peer.last = Math.max(last, number);
}
