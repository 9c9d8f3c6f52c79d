import { bounds, type AccountId } from '@kith/core/kernel';
import type { NodeBus, Presence } from '@kith/core/ports';
import type { Hub } from '../hub.js';
import { makeAccountSet, type AccountSet } from './account-set.js';
import { decodeSignal, encodeSignal, TOPIC, type PresenceSignal } from './presence-signals.js';
import { tellPresence } from './tell-presence.js';

/** The accounts with a socket at any node. */
export interface NodesPresence extends Presence {
  /** The accounts with a socket at other nodes and none at this one. */
  elsewhere(): Set<AccountId>;
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
    const other = others.get(nodeId) ?? newOther();
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

  /** Replaces what is known of a node by its snapshot. */
  function replace(accounts: AccountSet, arrived: AccountSet): void {
    for (const id of accounts.values()) if (!arrived.has(id)) remove(accounts, id);
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
      case 'part':
      case 'end': {
        const arrived = collect(other, signal);
        if (arrived) replace(other.accounts, arrived);
        return;
      }
      case 'digest':
        if (other.accounts.digest() !== signal.digest) ask(from);
        return;
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
    online: () => [...hub.online(), ...accountsIn(others.values(), (id) => !hub.isOnline(id))],
    elsewhere: () => accountsIn(others.values(), (id) => !hub.isOnline(id)),
    onChange: (receiver) => void receivers.push(receiver),
    stop: own.stop,
  };
}

function accountsIn(nodes: Iterable<OtherNode>, fits: (id: AccountId) => boolean): Set<AccountId> {
  const found = new Set<AccountId>();
  for (const { accounts } of nodes) for (const id of accounts.values()) if (fits(id)) found.add(id);
  return found;
}

/** Collects the parts of a snapshot; returns it when it is complete. Without one, the next digest asks again. */
function collect(
  other: OtherNode,
  signal: Extract<PresenceSignal, { kind: 'begin' | 'part' | 'end' }>,
): AccountSet | undefined {
  const { arriving } = other;
  switch (signal.kind) {
    case 'begin':
      other.arriving = makeAccountSet();
      return undefined;
    case 'part':
      for (const id of signal.ids) arriving?.add(id);
      return undefined;
    case 'end':
      other.arriving = undefined;
      return arriving?.digest() === signal.digest ? arriving : undefined;
  }
}

function newOther(): OtherNode {
  return { accounts: makeAccountSet(), arriving: undefined, askedAt: -Infinity };
}
