import { realtime } from '@kith/contract';
import { bounds, type AccountId } from '@kith/core/kernel';
import type { Presence } from '@kith/core/ports';
import type { Connection } from './connection.js';

/** The accounts with open sockets at this node. */
export interface Hub extends Presence {
  /** Adds a connection. If the account has too many, the oldest is closed and receives nothing more. */
  add(connection: Connection, accountId: AccountId): void;
  remove(connection: Connection, accountId: AccountId): void;
  of(accountId: AccountId): Iterable<Connection>;
  /** All connections with an account. */
  all(): Iterable<Connection>;
  count(): number;
}

const nobody: readonly Connection[] = [];

/** Keeps the connections of each account. */
export function makeHub(): Hub {
  const byAccount = new Map<AccountId, Set<Connection>>();

  function* all(): Iterable<Connection> {
    for (const connections of byAccount.values()) yield* connections;
  }

  return {
    add: (connection, accountId) => {
      const connections = byAccount.get(accountId);
      if (!connections) return void byAccount.set(accountId, new Set([connection]));
      connections.add(connection);
      const [oldest] = connections;
      if (!oldest || connections.size <= bounds.connection.socketsPerAccount) return;
      connections.delete(oldest);
      oldest.close(realtime.CloseCode.tooManySockets, 'too many sockets of this account');
    },
    remove: (connection, accountId) => {
      const connections = byAccount.get(accountId);
      connections?.delete(connection);
      if (connections?.size === 0) byAccount.delete(accountId);
    },
    of: (accountId) => byAccount.get(accountId) ?? nobody,
    all,
    count: () => [...byAccount.values()].reduce((sum, connections) => sum + connections.size, 0),
    isOnline: (accountId) => byAccount.has(accountId),
  };
}
