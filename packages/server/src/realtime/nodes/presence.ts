import { bounds, type AccountId } from '@kith/core/kernel';
import type { NodeBus, Presence } from '@kith/core/ports';
import type { Hub } from '../hub.js';
import { makeAccountSet, type AccountSet } from './account-set.js';
import { decodeSignal, encodeSignal, TOPIC, type PresenceSignal } from './presence-signals.js';
import { tellPresence } from './tell-presence.js';

/** The accounts with a socket at any node. */
export interface NodesPresence extends Presence {
  /** Receives each account that has come online or gone offline. */
  onChange(receive: (accountId: AccountId, isOnline: boolean) => void): void;
  stop(): void;
}

/** What this node knows of another one. */
interface OtherNode {
  accounts: AccountSet;
  /** The accounts of a snapshot that is still arriving. */
  arriving: AccountSet | undefined;
  /** When a snapshot was last asked for. */
  askedAt: number;
}

/**
 * Holds, for every living node, the accounts with a socket there, so that nobody is asked when a question comes. Changes
 * may be lost on the way; a digest that differs shows it, and a snapshot repairs it. A node that is gone takes its
 * accounts with it.
 */
export function makePresence(hub: Hub, bus: NodeBus): NodesPresence {
  const others = new Map<string, OtherNode>();
  const receivers: ((accountId: AccountId, isOnline: boolean) => void)[] = [];
  const own = tellPresence(hub, bus);

  function isElsewhere(id: AccountId): boolean {
    for (const { accounts } of others.values()) if (accounts.has(id)) return true;
    return false;
  }

  function tell(id: AccountId, isOnline: boolean): void {
    for (const receive of receivers) receive(id, isOnline);
  }

  function add(accounts: AccountSet, id: AccountId): void {
    const isNew = !hub.isOnline(id) && !isElsewhere(id);
    if (accounts.add(id) && isNew) tell(id, true);
  }

  function remove(accounts: AccountSet, id: AccountId): void {
    if (accounts.delete(id) && !hub.isOnline(id) && !isElsewhere(id)) tell(id, false);
  }

  function otherOf(nodeId: string): OtherNode {
    const known = others.get(nodeId);
    if (known) return known;
    const other: OtherNode = { accounts: makeAccountSet(), arriving: undefined, askedAt: -Infinity };
    others.set(nodeId, other);
    return other;
  }

  function ask(nodeId: string): void {
    const other = otherOf(nodeId);
    const now = performance.now();
    if (now - other.askedAt < bounds.presence.askEveryMs) return;
    other.askedAt = now;
    for (const text of encodeSignal({ kind: 'ask', nodeId })) bus.signal(TOPIC, text);
  }

  function check(nodeId: string, digest: string): void {
    if (otherOf(nodeId).accounts.digest() !== digest) ask(nodeId);
  }

  /** Replaces what is known of a node by its snapshot. */
  function replace(other: OtherNode, arrived: AccountSet): void {
    const { accounts } = other;
    for (const id of [...accounts.values()]) if (!arrived.has(id)) remove(accounts, id);
    for (const id of arrived.values()) add(accounts, id);
  }

  function receive(signal: PresenceSignal, from: string): void {
    const other = otherOf(from);
    switch (signal.kind) {
      case 'online':
        for (const id of signal.ids) add(other.accounts, id);
        return;
      case 'offline':
        for (const id of signal.ids) remove(other.accounts, id);
        return;
      case 'begin':
        other.arriving = makeAccountSet();
        return;
      case 'part':
        for (const id of signal.ids) other.arriving?.add(id);
        return;
      case 'end':
        // An incomplete snapshot is as good as none: the next digest asks again.
        if (other.arriving?.digest() === signal.digest) replace(other, other.arriving);
        other.arriving = undefined;
        return;
      case 'digest':
        return check(from, signal.digest);
      case 'ask':
        if (signal.nodeId === bus.nodeId) own.sendSnapshotSoon();
    }
  }

  function forget(nodeId: string): void {
    const gone = others.get(nodeId);
    if (!gone) return;
    others.delete(nodeId);
    for (const id of gone.accounts.values()) if (!hub.isOnline(id) && !isElsewhere(id)) tell(id, false);
  }

  hub.onAccount((id, isHere) => {
    if (!isElsewhere(id)) tell(id, isHere);
  });
  bus.onSignal(TOPIC, (text, from) => {
    const signal = decodeSignal(text);
    if (signal) receive(signal, from);
  });
  bus.onNode(({ nodeId, isAlive }) => (isAlive ? ask(nodeId) : forget(nodeId)));

  return {
    isOnline: (id) => hub.isOnline(id) || isElsewhere(id),
    onChange: (receiver) => void receivers.push(receiver),
    stop: own.stop,
  };
}
